// Work that has so many seconds, or else an error.

/** What `work` comes to, or `late()` thrown if that takes longer; the work itself goes on. */
export function withTimeout<T>(work: Promise<T>, seconds: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), seconds * 1000)
    const ended = () => clearTimeout(timer)
    work.then(ended, ended)
    work.then(resolve, reject)
  })
}
