// What the parts of a host share: what it was given, and what all of them write to.
import { systemClock, type Clock } from '../clock.ts'
import type { Settings } from '../config/settings.ts'
import { noCounters, type Counters } from './counters.ts'
import type { Lanes } from '../executors/lanes.ts'
import type { Logger } from '../log/logger.ts'
import type { Worker } from '../processor/processor.ts'
import { openOutage, type Outage } from './outage.ts'
import { openRecent, type Recent } from './recent.ts'
import { openLosses, type Losses } from './losses.ts'
import type { Seen } from '../seen/seen.ts'
import type { TaskSource } from '../sources/source.ts'

export interface HostOptions {
  readonly settings: Settings
  readonly worker: Worker
  /** The host closes all three. */
  readonly source: TaskSource
  readonly lanes: Lanes
  readonly seen: Seen
  readonly logger: Logger
  /** Names of the queues, for whoever shows them. */
  readonly queues?: readonly string[]
  /** Of leases, time limits and waits; by default the machine's. */
  readonly clock?: Clock
}

export interface TaskInHand {
  readonly id: string
  readonly queue: string
  readonly attempt: number
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** What the parts of a host share. */
export interface HostParts extends HostOptions {
  readonly clock: Clock
  readonly counters: Counters
  readonly recent: Recent
  readonly outage: Outage
  readonly losses: Losses
  /** Aborted when nobody waits any more for what the source says. */
  readonly ending: AbortSignal
}

export const partsOf = (options: HostOptions, ending: AbortSignal): HostParts => ({
  clock: systemClock,
  ...options,
  outage: openOutage(options),
  ending,
  counters: noCounters(),
  recent: openRecent(),
  losses: openLosses(),
})
