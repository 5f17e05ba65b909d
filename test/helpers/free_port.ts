// A port that a test may name before a program listens at it.
import { once } from 'node:events'
import { createServer } from 'node:net'

/**
 * Below the ports that a kernel gives to whoever names none (Linux from 32768 by `ip_local_port_range`, macOS from 49152):
 * one of those could be some connection's by the time that the program listens, or is started again. Above 10080, the highest that `fetch`
 * and browsers refuse (https://fetch.spec.whatwg.org/#port-blocking).
 */
const [FIRST, END] = [10_100, 32_768]
/** So many belong to a process, so that test files that run at a time do not choose the same one. */
const OF_A_PROCESS = 32

let next = FIRST + ((process.pid * OF_A_PROCESS) % (END - FIRST))

/** Of 127.0.0.1, where nobody listens now. Another each time. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < END - FIRST; tries++) {
    const port = next
    next = port + 1 < END ? port + 1 : FIRST
    if (await isFree(port)) return port
  }
  throw new Error(`no port from ${FIRST} to ${END - 1} is free`)
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch {
    return false
  }
  server.close()
  await once(server, 'close')
  return true
}
