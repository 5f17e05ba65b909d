// Connections that a server process dies with before it has taken them.
import type { Worker } from 'node:cluster'

/** What node sends to another process; `fd` is -1 once it is closed here. */
interface Handle {
  readonly fd: number
  close(): void
}

/**
 * Closes connections that are on their way to a worker when it ends. The primary accepts each and keeps it until the worker
 * says that it has it; of one that ends before, node hears nothing and forgets the connection, whose client would wait forever
 * (lib/internal/cluster/round_robin_handle.js, `handoff`).
 */
export function closeWhatIsInTransit(worker: Worker): void {
  const child = worker.process
  const inTransit = new Set<Handle>()
  const send = child.send.bind(child) as (...args: unknown[]) => boolean
  const noting = (message: unknown, handle?: Handle, ...more: unknown[]): boolean => {
    for (const one of inTransit) if (one.fd === -1) inTransit.delete(one)
    if (handle !== undefined && handle !== null) inTransit.add(handle)
    return send(message, handle, ...more)
  }
  Reflect.set(child, 'send', noting)
  worker.once('exit', () => {
    for (const handle of inTransit) handle.close()
  })
}
