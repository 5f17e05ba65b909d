// One port for HTTP/1.1, HTTP/2 and TLS: the first bytes of a connection say which it is, and within TLS the client does (ALPN).
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer, type SecureContextOptions } from 'node:tls'

/** Takes a connection of which nothing has been read. */
export type TakeConnection = (socket: Socket) => void

export interface OtherProtocols {
  /** Takes connections of HTTP/2; without it they are refused as the nonsense that they are in HTTP/1.1. */
  readonly takeHttp2?: TakeConnection | undefined
  /** Certificate and key for connections that begin with TLS. */
  readonly tls?: SecureContextOptions | undefined
}

/** How a connection of HTTP/2 with prior knowledge begins. https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n')

/** A record of a handshake, the first of TLS. https://www.rfc-editor.org/rfc/rfc8446#section-5.1 */
const HANDSHAKE = 22

/**
 * Gives connections of other protocols to those who take them; the server keeps all of HTTP/1.1, with its limits. Returns what
 * drops connections that have said nothing yet, of which the server knows nothing.
 */
export function sharePort(
  server: Server,
  { takeHttp2, tls }: OtherProtocols,
  timeoutMs: number,
): () => void {
  const own = server.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  server.removeAllListeners('connection')
  const takeHttp1 = (socket: Socket) => {
    for (const listener of own) listener.call(server, socket)
  }
  const takers: Takers = {
    http1: takeHttp1,
    http2: takeHttp2,
    tls: tls && tlsTaker(tls, takeHttp1, takeHttp2, timeoutMs),
  }
  const silent = new Set<Socket>()
  server.on('connection', (socket) => {
    silent.add(socket)
    socket.once('close', () => silent.delete(socket))
    readFirst(socket, takers, timeoutMs, (take) => {
      silent.delete(socket)
      take(socket)
    })
  })
  return () => silent.forEach((socket) => socket.destroy())
}

interface Takers {
  readonly http1: TakeConnection
  readonly http2: TakeConnection | undefined
  readonly tls: TakeConnection | undefined
}

function tlsTaker(
  credentials: SecureContextOptions,
  takeHttp1: TakeConnection,
  takeHttp2: TakeConnection | undefined,
  handshakeTimeout: number,
): TakeConnection {
  const ALPNProtocols = takeHttp2 === undefined ? ['http/1.1'] : ['h2', 'http/1.1']
  const server = createTlsServer({ ...credentials, ALPNProtocols, handshakeTimeout })
  server.on('secureConnection', (socket) => {
    if (socket.alpnProtocol === 'h2') takeHttp2!(socket)
    else takeHttp1(socket)
  })
  // One that does not trust the certificate, as all do that do not know it.
  server.on('tlsClientError', (_, socket) => socket.destroy())
  return (socket) => {
    // Half a connection has no use within TLS, and would stay open when the client ends it within the handshake.
    socket.allowHalfOpen = false
    server.emit('connection', socket)
  }
}

/** Reads until it is clear who takes it; what was read is put back. */
function readFirst(
  socket: Socket,
  takers: Takers,
  timeoutMs: number,
  decided: (take: TakeConnection) => void,
): void {
  let read: Buffer = Buffer.alloc(0)
  const timer = setTimeout(() => socket.destroy(), timeoutMs)
  const end = () => {
    clearTimeout(timer)
    socket.off('readable', look)
    socket.off('end', leave)
    socket.off('error', ignore)
    socket.off('close', end)
  }
  const look = () => {
    const chunk = socket.read() as Buffer | null
    if (chunk !== null) read = Buffer.concat([read, chunk])
    const take = takerOf(read, takers)
    if (take === undefined) return
    end()
    if (read.length > 0) socket.unshift(read)
    decided(take)
  }
  // A client that ends before it has said which protocol it speaks wants no answer.
  const leave = () => {
    end()
    socket.end()
  }
  socket.on('readable', look)
  socket.on('end', leave)
  socket.on('error', ignore)
  socket.on('close', end)
}

/** Undefined: it is not clear yet. */
function takerOf(read: Buffer, { http1, http2, tls }: Takers): TakeConnection | undefined {
  if (read.length === 0) return undefined
  if (read[0] === HANDSHAKE && tls !== undefined) return tls
  if (http2 === undefined) return http1
  const length = Math.min(read.length, PREFACE.length)
  if (!read.subarray(0, length).equals(PREFACE.subarray(0, length))) return http1
  return length === PREFACE.length ? http2 : undefined
}

const ignore = () => {}
