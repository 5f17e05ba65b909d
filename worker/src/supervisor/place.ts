// One of the supervisor's places: a child, and whichever takes its place when it dies.
import type { ChildProcess } from 'node:child_process'
import type { Logger } from '../log/logger.ts'
import { pause } from '../pause.ts'
import { watchChild, type Child, type ChildEnd, type ChildLimits } from './child.ts'
import type { Settled, ToChild } from './messages.ts'

export interface PlaceLimits extends ChildLimits {
  /** Milliseconds until a dead child is replaced; doubled while children die without having done anything. */
  readonly firstDelayMs: number
  readonly lastDelayMs: number
  /** Crashes in `crashMs` that make a crash loop. */
  readonly crashLimit: number
  readonly crashMs: number
}

export interface PlaceOptions {
  /** From 1. */
  readonly number: number
  readonly spawn: (number: number) => ChildProcess
  readonly limits: PlaceLimits
  readonly logger: Logger
  readonly onStarted: () => void
  readonly onSettled?: ((settled: Settled) => void) | undefined
  /** Whether another child takes the place. */
  readonly onDeath: (end: ChildEnd, crashes: number) => boolean
  readonly onEnd: (end: ChildEnd) => void
}

export interface Place {
  readonly child: Child | undefined
  /** A child that is to come comes at once. */
  hurry(): void
  /** Crashes in the last `crashMs`. */
  crashes(): number
  /** No child takes the place of the present one. */
  leave(message: ToChild | undefined): void
  kill(): void
  /** Resolves when the place is empty for good. */
  readonly empty: Promise<void>
}

export function openPlace(options: PlaceOptions): Place {
  const { number, spawn, limits, logger } = options
  const leaving = new AbortController()
  let hurrying = new AbortController()
  const crashes = openCrashes(limits.crashMs)
  let child: Child | undefined
  const run = async (): Promise<void> => {
    let delay = limits.firstDelayMs
    for (;;) {
      child = watchChild(spawn(number), limits, options)
      const end = await child.ended
      child = undefined
      options.onEnd(end)
      if (end.finished || leaving.signal.aborted) return
      if (hasSettled(end)) delay = limits.firstDelayMs
      if (isCrash(end)) crashes.add()
      else if (hasSettled(end)) crashes.clear()
      if (!options.onDeath(end, crashes.count())) return
      const how = end.hung ? 'hung and was killed' : `ended (${end.how})`
      logger.error({ place: number }, `process ${number} ${how}; another starts in ${delay} ms`)
      hurrying = new AbortController()
      await pause(delay, AbortSignal.any([leaving.signal, hurrying.signal]))
      if (leaving.signal.aborted) return
      delay = Math.min(delay * 2, limits.lastDelayMs)
    }
  }
  return {
    get child() {
      return child
    },
    hurry: () => hurrying.abort(),
    crashes: crashes.count,
    leave(message) {
      leaving.abort()
      if (message) child?.send(message)
    },
    kill: () => child?.kill(),
    empty: run(),
  }
}

/** A child that did some work did not die of its start. */
const hasSettled = ({ status }: ChildEnd): boolean =>
  status !== undefined && status.counters.done + status.counters.retried + status.counters.dead > 0

/** It ended by itself before it had done anything, or hung. */
const isCrash = (end: ChildEnd): boolean => !end.killed && (end.hung || !hasSettled(end))

function openCrashes(windowMs: number) {
  let times: number[] = []
  const recent = (): number[] =>
    (times = times.filter((time) => performance.now() - time < windowMs))
  return {
    add: () => void times.push(performance.now()),
    clear: () => (times = []),
    count: () => recent().length,
  }
}
