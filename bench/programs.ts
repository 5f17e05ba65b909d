// The two programs that are compared, each started as a process of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/helpers/free_port.ts'

export interface Running extends AsyncDisposable {
  readonly origin: string
  readonly pid: number
  /** Milliseconds from the start of the process to its first answer. */
  readonly startedIn: number
}

/** `folder`: where the program's log goes. */
export type Start = (storeUrl: string, folder: string) => Promise<Running>

const root = join(import.meta.dirname, '..')

/** As shipped, with the line in the log that every request leaves. */
export function startEmulator(
  storeUrl: string,
  folder: string,
  apiData = join(root, 'api_data'),
  flags: readonly string[] = [],
): Promise<Running> {
  const entry = join(root, 'bin/discovery-emulator.js')
  const settings = ['--store-url', storeUrl, '--api-data', apiData, ...flags]
  return started(folder, (port) => [entry, 'serve', '--bind', `127.0.0.1:${port}`, ...settings])
}

export const startBare: Start = (storeUrl, folder) =>
  started(folder, (port) => [join(import.meta.dirname, 'bare_server.ts'), storeUrl, String(port)])

/** Answers rpcs alone. */
export const startBareGrpc = (folder: string): Promise<Running> =>
  startProgram(folder, (port) => [join(import.meta.dirname, 'bare_grpc_server.ts'), String(port)])

/** Any program, which is there when it listens. */
export const startProgram = (
  folder: string,
  argsOf: (port: number) => string[],
): Promise<Running> => started(folder, argsOf, listening)

async function started(
  folder: string,
  argsOf: (port: number) => string[],
  isReady: (origin: string) => Promise<boolean> = answers,
): Promise<Running> {
  const port = await freePort()
  const logFile = join(folder, 'log')
  const log = openSync(logFile, 'w')
  const begun = performance.now()
  const child = spawn(process.execPath, argsOf(port), {
    cwd: root,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const origin = `http://127.0.0.1:${port}`
  await untilReady(() => isReady(origin), child, logFile)
  return {
    origin,
    pid: child.pid!,
    startedIn: performance.now() - begun,
    async [Symbol.asyncDispose]() {
      if (child.exitCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function untilReady(
  isReady: () => Promise<boolean>,
  child: ChildProcess,
  log: string,
): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a server ended:\n${readFileSync(log, 'utf8')}`)
    if (await isReady()) return
    await pause(5)
  }
}

const answers = (origin: string): Promise<boolean> =>
  fetch(`${origin}/_emulator/health`, { headers: { connection: 'close' } }).then(
    async (answer) => (await answer.text(), answer.ok),
    () => false,
  )

function listening(origin: string): Promise<boolean> {
  const { hostname, port } = new URL(origin)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect(Number(port), hostname)
  socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
  return promise.finally(() => socket.destroy())
}
