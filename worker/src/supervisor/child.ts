// One supervised process: its last words, and whether it hangs.
import type { ChildProcess } from 'node:child_process'
import type { HostStatus } from '../host/host.ts'
import type { FromChild, Settled, ToChild } from './messages.ts'

export interface ChildLimits {
  /** Milliseconds without a beat after which a child hangs. */
  readonly hungMs: number
  /** The same for the first beat, since loading takes its time. */
  readonly firstBeatMs: number
}

/** How a child ended. */
export interface ChildEnd {
  /** In words: `exit code 1`, `SIGKILL`. */
  readonly how: string
  readonly code: number | null
  /** It said that there is no more work. */
  readonly finished: boolean
  /** It did not beat, so we killed it. */
  readonly hung: boolean
  /** Somebody else killed it: no fault of its own. */
  readonly killed: boolean
  readonly status: HostStatus | undefined
}

export interface Child {
  readonly pid: number | undefined
  readonly status: HostStatus | undefined
  /** Milliseconds since its last beat. */
  silentMs(): number
  send(message: ToChild): void
  /** At once, with all processes it started. */
  kill(): void
  readonly ended: Promise<ChildEnd>
}

export interface ChildListeners {
  /** At most once. */
  readonly onStarted: () => void
  readonly onSettled?: ((settled: Settled) => void) | undefined
}

/** `forked` must be the leader of its own group (spawned `detached`). */
export function watchChild(
  forked: ChildProcess,
  limits: ChildLimits,
  { onStarted, onSettled }: ChildListeners,
): Child {
  const state = { started: false, finished: false, hung: false, killing: false, fault: '' }
  let status: HostStatus | undefined
  const kill = (): void => {
    state.killing = true
    killGroup(forked)
  }
  const watch = watchBeats(limits, () => {
    state.hung = true
    kill()
  })
  forked.on('message', (message: FromChild) => {
    if (message.kind === 'finished') state.finished = true
    if (message.kind === 'settled') onSettled?.(message.settled)
    if (message.kind !== 'beat') return
    watch.beat()
    status = message.status ?? status
    if (!status?.started || state.started) return
    state.started = true
    onStarted()
  })
  const ended = endOf(forked).then(({ code, how }): ChildEnd => {
    watch.stop()
    // What it started, and did not live to end.
    killGroup(forked)
    const killed = how === 'SIGKILL' && !state.killing
    return { code, how, killed, status, ...state }
  })
  return {
    pid: forked.pid,
    get status() {
      return status
    },
    silentMs: watch.silentMs,
    send: (message) => void (forked.connected && forked.send(message, () => undefined)),
    kill,
    ended,
  }
}

function endOf(forked: ChildProcess): Promise<{ code: number | null; how: string }> {
  return new Promise((resolve) => {
    forked.on('error', (error) => {
      if (forked.pid === undefined) resolve({ code: null, how: error.message })
    })
    forked.on('exit', (code, signal) => resolve({ code, how: signal ?? `exit code ${code}` }))
  })
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}

/** Calls `onHung` once. */
function watchBeats({ hungMs, firstBeatMs }: ChildLimits, onHung: () => void) {
  const stepMs = Math.min(hungMs / 4, 1000)
  let limit = firstBeatMs
  let last = performance.now()
  let looked = last
  const timer = setInterval(() => {
    const now = performance.now()
    // We did not look for a while ourselves (stopped, or starved): what came meanwhile is not read yet.
    if (now - looked > stepMs + hungMs / 2) last = now
    looked = now
    if (now - last < limit) return
    clearInterval(timer)
    onHung()
  }, stepMs)
  return {
    beat(): void {
      last = performance.now()
      limit = hungMs
    },
    silentMs: () => performance.now() - last,
    stop: () => clearInterval(timer),
  }
}
