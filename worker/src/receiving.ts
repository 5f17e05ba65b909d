// Asks the source for tasks as long as there is room: at once after a full answer, ever more seldom while it is empty.
import type { HostParts } from './host.ts'
import { pause } from './pause.ts'
import { openRate } from './rate.ts'
import { backoff } from './retry.ts'
import type { Room } from './room.ts'
import { SourceUnavailable, type Task } from './source.ts'

export interface Receiving {
  /** Resolves when no more tasks are taken: after `draining`, or at the source's own end. */
  run(): Promise<void>
  connected(): boolean
  /** Milliseconds since the epoch of the last task's arrival. */
  idleSince(): number
}

const SHORTEST_WAIT = 200

export function receiving(parts: HostParts, draining: AbortSignal, room: Room): Receiving {
  const { settings } = parts
  const rate = openRate(settings.rateMax, settings.ratePer * 1000)
  const idle = backoff(SHORTEST_WAIT, Math.max(settings.sleepTime * 1000, 1))
  const outage = openOutage(parts)
  let lastArrival = Date.now()
  const turn = async (): Promise<'ended' | 'go on'> => {
    await room.free(draining)
    if (rate.permitted() < 1) await pause(rate.waitMs(), draining)
    const count = Math.min(room.places(), settings.taskCount, rate.permitted())
    if (count < 1 || draining.aborted) return 'go on'
    const since = Date.now()
    const tasks = await receive(parts, count, draining)
    outage.over()
    if (tasks === 'ended') return 'ended'
    if (tasks.length > 0) lastArrival = Date.now()
    rate.started(tasks.length)
    room.enter(tasks, since)
    if (tasks.length > 0) idle.reset()
    if (tasks.length < count) await pause(idle.next(), draining)
    return 'go on'
  }
  return {
    async run() {
      while (!draining.aborted)
        try {
          if ((await turn()) === 'ended') return
        } catch (error) {
          await pause(outage.wait(error), draining)
        }
    },
    connected: () => outage.connected(),
    idleSince: () => lastArrival,
  }
}

const receive = (
  { source, settings }: HostParts,
  count: number,
  signal: AbortSignal,
): Promise<readonly Task[] | 'ended'> =>
  source.receive({ count, leaseMs: settings.leaseSeconds * 1000, signal })

/** A source that cannot be reached: said once, and once that it is over. */
function openOutage({ logger, source }: HostParts) {
  const waits = backoff(SHORTEST_WAIT, 5000)
  let state: 'unknown' | 'connected' | 'out' = 'unknown'
  let said = ''
  return {
    connected: () => state === 'connected',
    over(): void {
      if (state !== 'connected') logger.info(`receiving from ${source.description}`)
      state = 'connected'
      said = ''
      waits.reset()
    },
    /** Milliseconds until the next try. */
    wait(error: unknown): number {
      state = 'out'
      const { message } = error as Error
      if (message !== said && error instanceof SourceUnavailable)
        logger.warn(`${message}; trying again`)
      else if (message !== said)
        logger.error({ err: error }, `cannot receive from ${source.description}`)
      said = message
      return waits.next()
    },
  }
}
