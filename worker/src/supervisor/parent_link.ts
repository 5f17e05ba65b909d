// A supervised process's half: it says that it lives, does as its parent says, and drains when its parent is gone.
import type { Host, HostStatus } from '../host/host.ts'
import { BEAT_MS, LAST_WORDS_MS, PLACE, TELL, type FromChild, type ToChild } from './messages.ts'
import { endAfterParent } from './outlived.ts'
import { onSettled } from './tell_settled.ts'

export interface ParentLink {
  /**
   * Shows this host to the parent. It is stopped within `graceMs` when the parent is gone; what then blocks the main
   * thread is ended by force.
   */
  follow(host: Host, graceMs: number): void
  /** Tells the parent how it ended (`done`: the host has stopped by itself), and lets this process end. */
  close(how: 'done' | 'failed'): Promise<void>
}

/** Of somebody who wants this process alone to end; another then takes its place. */
type Request = ToChild | { readonly kind: 'leave' }

/** Undefined in a process that no supervisor started. To be called first, so that nothing slow keeps the beat away. */
export function linkToParent(
  env: Readonly<Record<string, string | undefined>>,
): ParentLink | undefined {
  if (process.send === undefined || env[PLACE] === undefined) return undefined
  const requests = new Requests()
  const beat = (): Promise<void> => {
    const status = requests.status()
    return say({ kind: 'beat', ...(status && { status }) })
  }
  const timer = setInterval(() => void beat(), BEAT_MS)
  void beat()
  if (env[TELL] !== undefined) onSettled((settled) => void say({ kind: 'settled', settled }))
  const obey = (message: ToChild): void => requests.ask(message)
  const leave = (): void => requests.ask({ kind: 'leave' })
  const orphaned = (): void => {
    survivePipes()
    leave()
  }
  process.on('message', obey)
  process.on('disconnect', orphaned)
  process.on('SIGTERM', leave)
  // A terminal's Ctrl-C does not come here: the parent made a group of its own for us.
  process.on('SIGINT', () => undefined)
  return {
    follow(host, graceMs) {
      requests.follow(host, graceMs)
      endAfterParent(graceMs + LAST_WORDS_MS)
    },
    async close(how) {
      clearInterval(timer)
      process.off('message', obey)
      process.off('disconnect', orphaned)
      await beat()
      if (how === 'done' && !requests.any) await say({ kind: 'finished' })
      if (process.connected) process.disconnect?.()
    },
  }
}

class Requests {
  #host: Host | undefined
  #grace = 0
  readonly #asked: Request[] = []

  get any(): boolean {
    return this.#asked.length > 0
  }

  status(): HostStatus | undefined {
    return this.#host?.status()
  }

  /** What is asked before there is a host is done when there is one. */
  ask(request: Request): void {
    this.#asked.push(request)
    this.#obey(request)
  }

  follow(host: Host, graceMs: number): void {
    this.#host = host
    this.#grace = graceMs
    for (const request of this.#asked) this.#obey(request)
  }

  #obey(request: Request): void {
    if (request.kind === 'drain') this.#host?.drain()
    else void this.#host?.stop(request.kind === 'stop' ? request.graceMs : this.#grace)
  }
}

function say(message: FromChild): Promise<void> {
  return new Promise((resolve) => {
    // A parent that is gone hears nothing; `disconnect` says so.
    if (!process.connected) return resolve()
    process.send!(message, undefined, {}, () => resolve())
  })
}

/** The parent may have read our output: a line that nobody reads must not end the drain. */
function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
}
