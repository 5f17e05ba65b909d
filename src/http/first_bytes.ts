// One port for HTTP/1.1 and HTTP/2: the first bytes of a connection say which it is.
import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Takes a connection of which nothing has been read. */
export type TakeConnection = (socket: Socket) => void

/** How a connection of HTTP/2 with prior knowledge begins. https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const PREFACE = Buffer.from('PRI * HTTP/2.0\r\n')

/**
 * Gives connections of HTTP/2 to `takeHttp2`; the server keeps all others, with its limits. Returns what drops connections
 * that have said nothing yet, of which the server knows nothing.
 */
export function sharePort(
  server: Server,
  takeHttp2: TakeConnection,
  timeoutMs: number,
): () => void {
  const own = server.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  server.removeAllListeners('connection')
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    readFirst(socket, timeoutMs, (isHttp2) => {
      sockets.delete(socket)
      if (isHttp2) takeHttp2(socket)
      else for (const listener of own) listener.call(server, socket)
    })
  })
  return () => sockets.forEach((socket) => socket.destroy())
}

/** Reads until it is clear which protocol it is; what was read is put back. */
function readFirst(socket: Socket, timeoutMs: number, decided: (isHttp2: boolean) => void): void {
  let read = Buffer.alloc(0)
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
    const length = Math.min(read.length, PREFACE.length)
    const mayBeHttp2 = read.subarray(0, length).equals(PREFACE.subarray(0, length))
    if (mayBeHttp2 && length < PREFACE.length) return
    end()
    if (read.length > 0) socket.unshift(read)
    decided(mayBeHttp2 && length === PREFACE.length)
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

const ignore = () => {}
