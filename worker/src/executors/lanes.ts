// The lanes of one host: each task finds a free one, and one that had to be killed is replaced.
import { after, systemClock, type Clock } from '../clock.ts'
import { failed, type Outcome } from './outcome.ts'
import { LaneDied, type Call, type Lane } from './lane.ts'

export interface LanesOptions {
  /** Calls at a time. */
  readonly concurrency: number
  /** Whether one lane takes all calls, as the one on the main thread does. */
  readonly shared: boolean
  readonly open: () => Promise<Lane>
  /** Milliseconds that a call gets, once all its signals are aborted, before its lane is killed. */
  readonly graceAfter: (reason: unknown) => number
  /** Calls and megabytes after which a lane is replaced; 0 is never. */
  readonly maxCalls: number
  readonly maxMegabytes: number
  /** Of that grace; by default the machine's. */
  readonly clock?: Clock | undefined
}

export interface Lanes {
  /** Opens the first lane, and with it runs the startup hooks. Throws StartupFailed. */
  start(): Promise<void>
  /**
   * Never rejects: a lane that dies is a failed attempt of every task in it. `onBegun` is called when the call has a
   * lane: opening one takes time, and startup hooks, that are not the task's.
   */
  call(
    call: Call,
    signals: readonly AbortSignal[],
    onBegun?: () => void,
  ): Promise<readonly Outcome[]>
  /** Runs the shutdown hooks of every lane. */
  close(graceMs: number): Promise<void>
}

interface Slot {
  lane: Promise<Lane> | undefined
  calls: number
}

export function openLanes(options: LanesOptions): Lanes {
  const slots: Slot[] = Array.from({ length: options.shared ? 1 : options.concurrency }, () => ({
    lane: undefined,
    calls: 0,
  }))
  // The lane that was used last is taken first, so that idle hosts keep few.
  const free = slots.toReversed()
  const laneIn = async (slot: Slot): Promise<Lane> => {
    const lane = await slot.lane?.catch(() => undefined)
    if (lane?.alive && !isWorn(slot, lane, options)) return lane
    if (lane?.alive) await lane.close(options.graceAfter(undefined))
    slot.calls = 0
    return (slot.lane = options.open())
  }
  return {
    start: async () => void (await laneIn(slots[0]!)),
    async call(call, signals, onBegun) {
      const slot = options.shared ? slots[0]! : free.pop()
      if (slot === undefined) return failures(call, new LaneDied('all lanes are taken'))
      try {
        const lane = await laneIn(slot)
        slot.calls += 1
        onBegun?.()
        return await callWithin(lane, call, signals, options)
      } catch (error) {
        return failures(call, error as Error)
      } finally {
        if (!options.shared) free.push(slot)
      }
    },
    async close(graceMs) {
      const opened = slots.flatMap(({ lane }) => lane ?? [])
      await Promise.all(
        opened.map((lane) =>
          lane.then(
            (open) => open.close(graceMs),
            () => undefined,
          ),
        ),
      )
    },
  }
}

const isWorn = ({ calls }: Slot, { megabytes }: Lane, options: LanesOptions): boolean =>
  (options.maxCalls > 0 && calls >= options.maxCalls) ||
  (options.maxMegabytes > 0 && megabytes >= options.maxMegabytes)

/** The call's outcomes; or, when it goes on too long after it was told to stop, failures, and the lane is killed. */
async function callWithin(
  lane: Lane,
  call: Call,
  signals: readonly AbortSignal[],
  { graceAfter, clock = systemClock }: Pick<LanesOptions, 'graceAfter' | 'clock'>,
): Promise<readonly Outcome[]> {
  const overdue = Promise.withResolvers<readonly Outcome[]>()
  const settled = new AbortController()
  let told = false
  const check = (): void => {
    if (told || !signals.every(({ aborted }) => aborted)) return
    told = true
    const reason: unknown = signals[0]?.reason
    void after(clock, graceAfter(reason), settled.signal, () => {
      const why = (reason as Error | undefined)?.message ?? 'it was to stop'
      overdue.resolve(failures(call, new LaneDied(`stopped by force: ${why}`)))
      lane.kill().catch(() => undefined)
    })
  }
  for (const signal of signals) signal.addEventListener('abort', check, { signal: settled.signal })
  check()
  try {
    return await Promise.race([lane.call(call, signals), overdue.promise])
  } finally {
    settled.abort()
  }
}

function failures(call: Call, thrown: Error): readonly Outcome[] {
  const count = call.kind === 'attempt' ? call.requests.length : 1
  return Array.from({ length: count }, () => failed(thrown))
}
