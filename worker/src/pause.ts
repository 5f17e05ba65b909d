// Waiting that a signal can end early. Without Node's own, whose AbortError costs as much as a small task.

/** Resolves after `ms`, or as soon as `signal` is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  const { promise, resolve } = Promise.withResolvers<void>()
  const end = (): void => {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
    resolve()
  }
  const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1))
  signal.addEventListener('abort', end)
  return promise
}
