// Starts a Redis server of our own on a free port of this machine, with its own temporary folder.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from './free_port.ts'

export interface RedisServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** Of the process that runs now. */
  readonly pid: () => number | undefined
  /** Sends a signal; SIGSTOP and SIGCONT make it hang and go on. */
  signal(name: NodeJS.Signals): void
  /** As a crash would end it. */
  kill(): Promise<void>
  /** Again on the same port and folder. */
  start(): Promise<void>
}

/** Settings by name, as they are given on the command line. */
export const optionsOf = (settings: Readonly<Record<string, string | number>>): string[] =>
  Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)])

/** `settings` are command line options, e.g. `['--appendonly', 'yes']`. */
export const startRedis = (
  binary: string,
  settings: readonly string[] = [],
): Promise<RedisServer> =>
  startRedisProgram(binary, (port, folder) => [
    ...optionsOf({ port, bind: '127.0.0.1', dir: folder, save: '' }),
    ...settings,
  ])

/** With all of its arguments, which may name files that they write into its folder. */
export async function startRedisProgram(
  binary: string,
  argumentsOf: (port: number, folder: string) => readonly string[] | Promise<readonly string[]>,
): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  const port = await freePort()
  const all = await argumentsOf(port, folder)
  let child: ChildProcess | undefined
  const start = async (): Promise<void> => {
    const said = join(folder, 'said.log')
    await using log = await open(said, 'w')
    child = spawn(binary, all, { stdio: ['ignore', log.fd, log.fd] })
    const started = new AbortController()
    const ended = once(child, 'exit', started).then(async ([code]) => {
      throw new Error(`Redis ended with ${code}: ${await readFile(said, 'utf8')}`)
    })
    try {
      await Promise.race([ended, answering(port)])
    } finally {
      started.abort()
    }
  }
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  try {
    await start()
  } catch (error) {
    await kill()
    throw error
  }
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    pid: () => child?.pid,
    signal: (name) => child?.kill(name),
    kill,
    start,
    async [Symbol.asyncDispose]() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(port: number): Promise<void> {
  const deadline = Date.now() + 10_000
  while (!(await pings(port))) {
    if (Date.now() > deadline) throw new Error(`Redis on port ${port} does not answer`)
    await pause(10)
  }
}

async function pings(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    socket.write('PING\r\n')
    const [answer] = await once(socket, 'data')
    return /^(?:\+PONG|-NOAUTH)/.test(String(answer))
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
