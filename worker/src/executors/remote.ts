// A lane in a thread or a child process, behind messages.
import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { Worker as Thread } from 'node:worker_threads'
import type { Failure, Outcome } from './outcome.ts'
import { LaneDied, StartupFailed, type Call, type Lane, type LaneOptions } from './lane.ts'
import type { FromLane, ToLane } from './protocol.ts'

/** The half of a thread and of a child process that a lane needs. */
interface Remote {
  send(message: ToLane): void
  kill(): void
  onMessage(listener: (message: FromLane) => void): void
  /** Once, with what is known of the end. */
  onEnd(listener: (reason: string) => void): void
}

export interface RemoteOptions extends LaneOptions {
  readonly maxMegabytes: number
}

/** Resolves when its startup hooks are done; throws StartupFailed. */
export const openThread = (options: RemoteOptions): Promise<Lane> => open(thread(options))
export const openChild = (options: RemoteOptions): Promise<Lane> => open(child(options))

const entry = new URL(`lane_entry${extname(import.meta.filename)}`, import.meta.url)

function thread({ maxMegabytes, ...options }: RemoteOptions): Remote {
  const worker = new Thread(entry, {
    workerData: options,
    ...(maxMegabytes > 0 && { resourceLimits: { maxOldGenerationSizeMb: maxMegabytes } }),
  })
  let fault: string | undefined
  worker.on('error', (error: Error) => (fault = error.stack ?? error.message))
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origins
    send: (message) => worker.postMessage(message),
    kill: () => void worker.terminate(),
    onMessage: (listener) => void worker.on('message', listener),
    onEnd: (listener) =>
      void worker.on('exit', (code) => listener(fault ?? `the thread ended with code ${code}`)),
  }
}

function child({ maxMegabytes, ...options }: RemoteOptions): Remote {
  const forked = fork(entry, [JSON.stringify(options)], {
    serialization: 'advanced',
    execArgv: maxMegabytes > 0 ? [`--max-old-space-size=${maxMegabytes}`] : [],
  })
  const { promise: ended, resolve: end } = Promise.withResolvers<string>()
  forked.on('error', (error) => end(error.message))
  forked.on('exit', (code, signal) => end(`the child ended with ${signal ?? `code ${code}`}`))
  return {
    // A child that is gone is told nothing; its end is told by onEnd.
    send: (message) => void forked.send(message, () => undefined),
    kill: () => void forked.kill('SIGKILL'),
    onMessage: (listener) => void forked.on('message', listener),
    onEnd: (listener) => void ended.then(listener),
  }
}

interface Waiting {
  resolve(outcomes: readonly Outcome[]): void
  reject(error: Error): void
}

async function open(remote: Remote): Promise<Lane> {
  const waiting = new Map<number, Waiting>()
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const state = { alive: true, megabytes: 0, calls: 0 }
  remote.onMessage((message) => {
    if (message.kind === 'ready') ready.resolve()
    if (message.kind === 'failed') ready.reject(startupFailed(message.error))
    // What its module left open would keep it.
    if (message.kind === 'closed') remote.kill()
    if (message.kind !== 'answer') return
    state.megabytes = message.megabytes
    waiting.get(message.id)?.resolve(message.outcomes)
    waiting.delete(message.id)
  })
  remote.onEnd((reason) => {
    state.alive = false
    ready.reject(new StartupFailed(reason))
    for (const each of waiting.values()) each.reject(new LaneDied(reason))
    waiting.clear()
    ended.resolve()
  })
  await ready.promise
  return laneOf(remote, { waiting, ended: ended.promise, state })
}

interface Connection {
  readonly waiting: Map<number, Waiting>
  readonly ended: Promise<void>
  readonly state: { alive: boolean; megabytes: number; calls: number }
}

function laneOf(remote: Remote, { waiting, ended, state }: Connection): Lane {
  const kill = (): Promise<void> => {
    state.alive = false
    remote.kill()
    return ended
  }
  return {
    get alive() {
      return state.alive
    },
    get megabytes() {
      return state.megabytes
    },
    kill,
    async call(call, signals) {
      if (!state.alive) throw new LaneDied('the lane has ended')
      const id = (state.calls += 1)
      const answer = Promise.withResolvers<readonly Outcome[]>()
      waiting.set(id, answer)
      const stop = passAborts(remote, id, signals)
      remote.send({ kind: 'call', id, call: cloneable(call) })
      return answer.promise.finally(stop)
    },
    async close(graceMs) {
      if (!state.alive) return
      state.alive = false
      const timer = setTimeout(() => remote.kill(), Math.min(graceMs, 2 ** 31 - 1))
      remote.send({ kind: 'close' })
      await ended
      clearTimeout(timer)
    },
  }
}

function passAborts(remote: Remote, id: number, signals: readonly AbortSignal[]): () => void {
  const listening = new AbortController()
  for (const [index, signal] of signals.entries()) {
    const abort = () => remote.send({ kind: 'abort', id, index, reason: failureOf(signal.reason) })
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true, signal: listening.signal })
  }
  return () => listening.abort()
}

/** Signals cannot cross. */
function cloneable(call: Call): Call {
  if (call.kind !== 'attempt') return call
  const requests = call.requests.map(({ task, attemptLimit }) => {
    return { task: { ...task, lost: undefined }, attemptLimit }
  })
  return { kind: 'attempt', requests }
}

function startupFailed({ message, stack }: Failure): StartupFailed {
  const error = new StartupFailed(message)
  if (stack !== undefined) error.stack = stack
  return error
}

const failureOf = (reason: unknown): Failure =>
  reason instanceof Error
    ? { name: reason.name, message: reason.message }
    : { name: 'AbortError', message: String(reason) }
