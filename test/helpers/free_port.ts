// A port that a test may name before a program listens at it.
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'

/**
 * Below the ports that a kernel gives to whoever names none (Linux from 32768 by `ip_local_port_range`, macOS from 49152):
 * one of those could be some connection's by the time that the program listens, or is started again. Above 10080, the highest
 * that `fetch` and browsers refuse (https://fetch.spec.whatwg.org/#port-blocking).
 */
const [FIRST, END] = [10_100, 32_768]
const BLOCK = 32

let next = FIRST

/** Of 127.0.0.1, where nobody listens now. Another each time, and none that a test file run at the same time gets. */
export async function freePort(): Promise<number> {
  for (;;) {
    if ((next - FIRST) % BLOCK === 0) next = (await ownBlock()) + 1
    const port = next++
    const server = await listening(port)
    if (server === undefined) continue
    server.close()
    await once(server, 'close')
    return port
  }
}

/** Ports of which the first one is held for as long as this process lives, so that nobody else takes the others. */
async function ownBlock(): Promise<number> {
  const blocks = Math.floor((END - FIRST) / BLOCK)
  const from = Math.floor(Math.random() * blocks)
  for (let i = 0; i < blocks; i++) {
    const first = FIRST + ((from + i) % blocks) * BLOCK
    if ((await listening(first)) !== undefined) return first
  }
  throw new Error(`no port from ${FIRST} to ${END - 1} is free`)
}

/** Undefined where somebody listens. Keeps no process alive. */
async function listening(port: number): Promise<Server | undefined> {
  const server = createServer().listen(port, '127.0.0.1').unref()
  try {
    await once(server, 'listening')
    return server
  } catch {
    return undefined
  }
}
