// A way to a server on which bytes are slow, or can be held up in either direction, with the connection alive.
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface SlowProxy extends AsyncDisposable {
  readonly port: number
  /** What the server sends waits. */
  readonly holdAnswers: (isHeld: boolean) => void
  /** What the client sends waits: it fills buffers, and then the socket takes nothing. */
  readonly holdRequests: (isHeld: boolean) => void
}

/** `pace`: bytes of answers that pass in a millisecond; those are not to be held, too. */
export async function slowProxy(host: string, port: number, pace = Infinity): Promise<SlowProxy> {
  const clients = new Set<Socket>()
  const servers = new Set<Socket>()
  const proxy = createServer((client) => {
    const server = connect(port, host)
    clients.add(client)
    servers.add(server)
    relay(client, server, Infinity)
    relay(server, client, pace)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    port: (proxy.address() as AddressInfo).port,
    holdAnswers: (isHeld) => hold(servers, isHeld),
    holdRequests: (isHeld) => hold(clients, isHeld),
    async [Symbol.asyncDispose]() {
      for (const socket of [...clients, ...servers]) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

function relay(from: Socket, to: Socket, pace: number): void {
  from.on('data', (chunk) => {
    to.write(chunk)
    if (pace === Infinity) return
    from.pause()
    setTimeout(() => from.resume(), chunk.length / pace)
  })
  from.on('close', () => to.destroy())
  from.on('error', () => to.destroy())
}

function hold(sockets: ReadonlySet<Socket>, isHeld: boolean): void {
  for (const socket of sockets) socket[isHeld ? 'pause' : 'resume']()
}
