// Connections on their way from the primary, which accepts them, to a server process. The primary keeps each until the process says
// that it has it (lib/internal/cluster/round_robin_handle.js of node, `handoff`). Of a connection that is lost on the way, node hears
// nothing: its client would wait forever, and the process would be given no other.
import type { Worker } from 'node:cluster'
import type { PrimaryMessage, WorkerMessage } from './messages.ts'

/** What node sends to another process; `fd` is negative once it is closed here. */
interface Handle {
  readonly fd: number
  close(): void
}

/** Milliseconds between two looks. */
const INTERVAL = 1000

/**
 * Closes what is on its way when the worker ends, and what the worker did not get, as it may open no more files; then it calls
 * `onLost`.
 */
export function watchTransit(worker: Worker, onLost: () => void): void {
  const inTransit = new Set<Handle>()
  noteHandles(worker, inTransit)
  let asked: readonly Handle[] = []
  const look = (): void => {
    for (const handle of inTransit) if (handle.fd < 0) inTransit.delete(handle)
    if (asked.length > 0 || inTransit.size === 0 || !worker.isConnected()) return
    asked = [...inTransit]
    worker.send({ ask: 'what you have got' } satisfies PrimaryMessage)
  }
  const timer = setInterval(look, INTERVAL).unref()
  worker.on('message', (message: WorkerMessage) => {
    if (!('got' in message)) return
    // Messages keep their order: what was sent before the question has been answered before it, or never will be.
    const lost = asked.filter(({ fd }) => fd >= 0)
    asked = []
    for (const handle of lost) handle.close()
    if (lost.length > 0) onLost()
  })
  worker.once('exit', () => {
    clearInterval(timer)
    for (const handle of inTransit) handle.close()
  })
}

function noteHandles(worker: Worker, inTransit: Set<Handle>): void {
  const child = worker.process
  const send = child.send.bind(child) as (...args: unknown[]) => boolean
  Reflect.set(child, 'send', (message: unknown, handle?: Handle | null, ...more: unknown[]) => {
    if (handle !== undefined && handle !== null) inTransit.add(handle)
    return send(message, handle, ...more)
  })
}
