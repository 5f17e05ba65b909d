// Asks the source for tasks as long as there is room: at once after a full answer, ever more seldom while it is empty.
import { ConfigError } from '../config/config_error.ts'
import type { HostParts } from './parts.ts'
import { openRate } from './rate.ts'
import { backoff } from './retry.ts'
import type { Room } from './room.ts'
import type { Task } from '../sources/source.ts'

export interface Receiving {
  /** Resolves when no more tasks are taken: after `draining`, or at the source's own end. Rejects with ConfigError. */
  run(): Promise<'drained' | 'ended'>
  /** Milliseconds since the epoch of the last task's arrival. */
  idleSince(): number
}

const SHORTEST_WAIT = 200

export function receiving(parts: HostParts, draining: AbortSignal, room: Room): Receiving {
  const { settings, source, outage, clock } = parts
  const rate = openRate(settings.rateMax, settings.ratePer * 1000, clock.now)
  const idle = backoff(SHORTEST_WAIT, Math.max(settings.sleepTime * 1000, 1))
  let lastArrival = clock.now()
  const turn = async (): Promise<'ended' | 'go on'> => {
    await room.free(draining)
    if (rate.permitted() < 1) await clock.wait(rate.waitMs(), draining)
    const count = Math.min(room.places(), settings.taskCount, rate.permitted())
    if (count < 1 || draining.aborted) return 'go on'
    const since = clock.now()
    const tasks = await receive(parts, count, draining)
    outage.over()
    if (tasks === 'ended') return 'ended'
    if (tasks.length > 0) lastArrival = clock.now()
    rate.started(tasks.length)
    room.enter(tasks, since)
    if (tasks.length > 0) idle.reset()
    // A source without leases has waited itself.
    if (tasks.length < count && source.leases) await clock.wait(idle.next(), draining)
    return 'go on'
  }
  return {
    async run() {
      while (!draining.aborted)
        try {
          if ((await turn()) === 'ended') return 'ended'
        } catch (error) {
          if (error instanceof ConfigError) throw error
          await clock.wait(outage.waitAfter(error), draining)
        }
      return 'drained'
    },
    idleSince: () => lastArrival,
  }
}

const receive = (
  { source, settings, outage }: HostParts,
  count: number,
  signal: AbortSignal,
): Promise<readonly Task[] | 'ended'> =>
  source.receive({
    count,
    leaseMs: settings.leaseSeconds * 1000,
    signal,
    listening: () => outage.over(),
  })
