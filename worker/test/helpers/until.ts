// Waiting for what must come about, with a deadline instead of a fixed pause.
import { setTimeout as pause } from 'node:timers/promises'

/** The first value of `look` that is neither undefined nor false; an Error after `seconds`, by default long on a busy machine, too. */
export async function until<T>(
  what: string,
  look: () => T | Promise<T>,
  seconds = 60,
): Promise<Exclude<T, undefined | false>> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const value = await look()
    if (value !== undefined && value !== false) return value as Exclude<T, undefined | false>
    if (Date.now() > deadline) throw new Error(`after ${seconds} s still not so: ${what}`)
    await pause(20)
  }
}
