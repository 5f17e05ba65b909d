// How a worker does, over all its processes.
import { noCounters, type Counters } from '../host/counters.ts'
import type { Host, HostStatus } from '../host/host.ts'
import type { RecentTask } from '../host/recent.ts'

export interface ProcessHealth {
  /** Undefined while nobody is in its place. */
  readonly pid: number | undefined
  /** Undefined until there is a host. */
  readonly status: HostStatus | undefined
  /** Milliseconds since it last said that it lives. */
  readonly silentMs: number
}

export interface Health {
  /** One for each process there should be. */
  readonly processes: readonly ProcessHealth[]
  /** Since the start, also of processes that have ended. */
  readonly counters: Readonly<Counters>
  /** The last tasks, also of processes that have ended; the newest first. */
  readonly recent: readonly RecentTask[]
  readonly restarts: number
  readonly stopping: boolean
  /** Processes die again and again without having done anything. */
  readonly crashLooping: boolean
}

/** Why no tasks are taken, or undefined if they are. */
export function unreadiness({
  processes,
  stopping,
  crashLooping,
}: Omit<Health, 'counters' | 'recent'>): string | undefined {
  if (crashLooping) return 'processes die again and again'
  if (stopping || processes.some(({ status }) => status?.draining)) return 'draining'
  const running = processes.filter(({ pid }) => pid !== undefined).length
  if (running < processes.length) return `${running} of ${processes.length} processes run`
  const started = processes.filter(({ status }) => status?.started).length
  if (started < processes.length) return `${started} of ${processes.length} processes have started`
  const connected = processes.filter(({ status }) => status?.connected).length
  if (connected < processes.length)
    return `${connected} of ${processes.length} processes reach their source`
  return undefined
}

/** Of a worker of one process, which is this one. */
export function healthOfHost(host: Host | undefined): Health {
  const status = host?.status()
  return {
    processes: [{ pid: process.pid, status, silentMs: 0 }],
    counters: status?.counters ?? noCounters(),
    recent: status?.recent ?? [],
    restarts: 0,
    stopping: false,
    crashLooping: false,
  }
}
