// The host: takes tasks from a source as long as there is room, and stops without losing one.
import type { Counters } from './counters.ts'
import { aboutOf, type WorkAbout } from './about.ts'
import type { RecentTask } from './recent.ts'
import { receiving, type Receiving } from './receiving.ts'
import { partsOf, type HostOptions, type HostParts, type TaskInHand } from './parts.ts'
import { Room } from './room.ts'

export interface HostStatus {
  /** The startup hooks are done. */
  readonly started: boolean
  readonly counters: Readonly<Counters>
  /** Tasks held. */
  readonly inFlight: number
  /** Those of them being processed. */
  readonly tasks: readonly TaskInHand[]
  /** Whether the source answered last time. */
  readonly connected: boolean
  readonly draining: boolean
  /** Milliseconds since the epoch; undefined while there are tasks. */
  readonly idleSince: number | undefined
  /** The newest first. */
  readonly recent: readonly RecentTask[]
  readonly about: WorkAbout
}

export interface Host {
  status(): HostStatus
  /** Resolves when the host has stopped, by itself or by `stop`; rejects with StartupFailed. */
  readonly stopped: Promise<void>
  /** Takes no more tasks, and lives on. */
  drain(): void
  /**
   * Takes no more tasks and gives back those not begun; those begun may finish within `graceMs`, then they are
   * aborted and given back. Shutdown hooks run last.
   */
  stop(graceMs?: number): Promise<void>
}

/** Milliseconds for saying to the source what became of aborted tasks, and for shutdown hooks. */
const LAST_WORDS = 1500

/** Begins with the startup hooks, then takes tasks. */
export function startHost(options: HostOptions): Host {
  const draining = new AbortController()
  const ending = new AbortController()
  const parts = partsOf(options, ending.signal)
  const asked = Promise.withResolvers<void>()
  const room = new Room(parts)
  const flow = receiving(parts, draining.signal, room)
  draining.signal.addEventListener('abort', () => room.close())
  let started = false
  let deadline = Infinity
  const stopped = run(parts, flow, room, {
    onStarted: () => (started = true),
    asked: asked.promise,
    graceLeft: () => deadline - Date.now(),
  })
  let stopping: Promise<void> | undefined
  const stop = async (graceMs: number): Promise<void> => {
    deadline = Date.now() + graceMs
    asked.resolve()
    draining.abort()
    const timer = setTimeout(
      () => {
        room.abortAll()
        setTimeout(() => ending.abort(), LAST_WORDS).unref()
      },
      Math.min(graceMs, 2 ** 31 - 1),
    )
    await stopped.finally(() => clearTimeout(timer))
  }
  stopped.catch(() => undefined)
  return {
    stopped,
    drain: () => draining.abort(),
    stop: (graceMs = Infinity) => (stopping ??= stop(graceMs)),
    status: () => ({
      started,
      counters: { ...parts.counters },
      inFlight: room.held(),
      tasks: room.begun(),
      connected: parts.outage.connected(),
      draining: draining.signal.aborted,
      idleSince: room.held() > 0 ? undefined : Math.max(room.emptySince(), flow.idleSince()),
      recent: parts.recent.list(),
      about: aboutOf(parts),
    }),
  }
}

interface Progress {
  readonly onStarted: () => void
  /** Resolves when somebody asks the host to stop. */
  readonly asked: Promise<void>
  /** Milliseconds of its grace that are left. */
  readonly graceLeft: () => number
}

async function run(
  parts: HostParts,
  flow: Receiving,
  room: Room,
  { onStarted, asked, graceLeft }: Progress,
): Promise<void> {
  const { lanes, source, seen, logger } = parts
  try {
    await lanes.start()
    onStarted()
    const end = await flow.run()
    await room.empty()
    // A host that was only drained stays, so that whoever watches it sees that it is quiet.
    if (end === 'drained') await asked
  } finally {
    await lanes.close(Math.max(graceLeft(), LAST_WORDS))
    for (const each of [source, seen])
      await each.close().catch((error: unknown) => logger.warn({ err: error }, 'closing failed'))
  }
}
