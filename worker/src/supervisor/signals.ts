// What the signals of a terminal, a container and an init system mean to a worker.

export interface SignalActions {
  /** SIGTERM, SIGINT, SIGHUP: end within the grace. */
  readonly stop: (signal: NodeJS.Signals) => void
  /** The second of them: end at once, with this exit code. */
  readonly now: (signal: NodeJS.Signals, code: number) => void
  /** SIGTSTP: take no more tasks. SIGUSR1 is Node's own, for its inspector. */
  readonly drain: () => void
}

const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

/** Milliseconds. npm passes on the Ctrl-C that the terminal has sent us already: one wish, two signals. */
const ECHO = 500

/** Returns what ends the listening. */
export function onSignals({ stop, now, drain }: SignalActions): () => void {
  let first: { readonly signal: NodeJS.Signals; readonly at: number } | undefined
  const ask = (signal: NodeJS.Signals): void => {
    if (first === undefined) {
      first = { signal, at: performance.now() }
      return stop(signal)
    }
    if (signal === first.signal && performance.now() - first.at < ECHO) return
    now(signal, 128 + numbers[signal as keyof typeof numbers])
  }
  const names = Object.keys(numbers) as (keyof typeof numbers)[]
  for (const name of names) process.on(name, ask)
  process.on('SIGTSTP', drain)
  return () => {
    for (const name of names) process.off(name, ask)
    process.off('SIGTSTP', drain)
  }
}
