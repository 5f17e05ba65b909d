// Work that has so many seconds, or else an error.

/** What `work` comes to, or `late()` thrown if that takes longer; the work itself goes on. */
export function withTimeout<T>(work: Promise<T>, seconds: number, late: () => Error): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const timer = setTimeout(() => reject(late()), seconds * 1000)
  work.finally(() => clearTimeout(timer)).then(resolve, reject)
  return promise
}
