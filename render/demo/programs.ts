// The programs of the demo, on ports that are free; ended when they are disposed of.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { env } from 'node:process'

export class ProgramFailed extends Error {}

export interface Programs extends AsyncDisposable {
  /** Its address, when it answers. */
  emulator(): Promise<string>
  render(settings: Readonly<Record<string, string>>): Promise<string>
}

const root = join(import.meta.dirname, '../..')

/** Milliseconds for ending by themselves. */
const GRACE = 15_000

const emulatorSettings = {
  HOST: '127.0.0.1',
  PORT: '0',
  STORE_URL: 'memory:',
  ACCESSLOG: '',
  API_DATA: join(root, 'api_data'),
}

const renderSettings = { WORKER_PROCESSES: '2', RENDER_SLEEP_TIME: '0.3', LOG_FORMAT: 'json' }

export function programs(signal: AbortSignal): Programs {
  const running: ChildProcess[] = []
  return {
    emulator() {
      const child = start('bin/discovery-emulator.js', emulatorSettings)
      running.push(child)
      return addressOf(child, /listens on (http:\S+)/, signal)
    },
    async render(settings) {
      const own = { ...renderSettings, PORT: String(await freePort()), ...settings }
      const child = start('render/bin/render.js', own)
      running.push(child)
      return addressOf(child, /web pages at (http:[^\s"]+)/, signal)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(end))
    },
  }
}

/** Not in our group, so that Ctrl-C is told to it by us, and once. */
const start = (file: string, settings: Readonly<Record<string, string>>): ChildProcess =>
  spawn(process.execPath, [join(root, file)], {
    env: { ...env, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function addressOf(child: ChildProcess, address: RegExp, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = ''
    const listen = (chunk: Buffer): void => {
      output += chunk.toString()
      const found = address.exec(output)?.[1]
      if (found !== undefined) resolve(found)
    }
    child.stdout?.on('data', listen)
    child.stderr?.on('data', listen)
    child.on('error', reject)
    child.on('exit', () => reject(new ProgramFailed(`a program ended:\n${output}`)))
    signal.addEventListener('abort', () => reject(signal.reason as Error))
  })
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const { promise, resolve } = Promise.withResolvers<void>()
  child.on('exit', () => resolve())
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), GRACE)
  await promise
  clearTimeout(late)
}
