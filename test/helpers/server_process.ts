// The command line as a process of its own: a server that runs until it is disposed of, or a command that ends.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env as ownEnvironment } from 'node:process'
import { until } from '../../worker/test/helpers/until.ts'
import { afterFile } from './after_file.ts'

export { until }

const root = join(import.meta.dirname, '../..')
const entry = join(root, 'bin/discovery-emulator.js')

/** The folder of documents in this repository. */
export const ownApiData = join(root, 'api_data')

export interface ProcessOptions {
  /** After the command. */
  readonly args?: readonly string[]
  /** All of the environment but PATH. */
  readonly env?: Readonly<Record<string, string>>
  /** Working folder; by default a new one, removed in the end. */
  readonly folder?: string
  /** `serve` unless said. */
  readonly command?: string
  /** Another Node. */
  readonly node?: string
}

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

interface RunningProcess extends AsyncDisposable {
  readonly pid: number
  /** Everything printed so far. */
  out(): string
  err(): string
  signal(name: NodeJS.Signals): void
  /** To the process and all that it started, as a terminal does. */
  signalGroup(name: NodeJS.Signals): void
  readonly ended: Promise<Ended>
}

export interface ServerProcess extends RunningProcess {
  readonly url: string
}

const running = new Set<ChildProcess>()

// A test that ran out of time disposes of nothing.
afterFile(() => {
  for (const child of running) killGroup(child, 'SIGKILL')
})

/** Starts a process in a group of its own. Disposing kills the group. */
async function startProcess(options: ProcessOptions = {}): Promise<RunningProcess> {
  const { args = [], env = {}, command = 'serve', node = process.execPath } = options
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'server-')))
  const child = spawn(node, [entry, command, ...args], {
    cwd: folder,
    env: { PATH: ownEnvironment['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const out = collected(child.stdout)
  const err = collected(child.stderr)
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, out: out(), err: err() }))
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  const signalGroup = (name: NodeJS.Signals): void => void killGroup(child, name)
  return {
    pid: child.pid ?? 0,
    out,
    err,
    signal: (name) => void child.kill(name),
    signalGroup,
    ended,
    async [Symbol.asyncDispose]() {
      signalGroup('SIGKILL')
      await ended
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A server on a free port, tasks in memory, documents of this repository, unless the options say otherwise. */
export async function startServer(options: ProcessOptions = {}): Promise<ServerProcess> {
  const started = await startProcess({
    ...options,
    env: { PORT: '0', STORE_URL: 'memory:', API_DATA: ownApiData, ACCESSLOG: '', ...options.env },
  })
  const address = /listens on (http:\S+)/
  let over = false
  started.ended.then(
    () => (over = true),
    () => (over = true),
  )
  try {
    await until('the start screen', () => over || address.test(started.out()))
    const url = address.exec(started.out())?.[1]
    if (url === undefined) throw new Error(`the server ended: ${started.err()}`)
    return { ...started, url }
  } catch (error) {
    await started[Symbol.asyncDispose]()
    throw error
  }
}

/** Runs a command to its end. */
export async function runCommand(options: ProcessOptions): Promise<Ended> {
  await using started = await startProcess(options)
  return await started.ended
}

/** Whether a process of this id is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function collected(stream: ChildProcess['stdout']): () => string {
  const chunks: Buffer[] = []
  stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8')
}

function killGroup({ pid }: ChildProcess, name: NodeJS.Signals): boolean {
  try {
    return pid !== undefined && process.kill(-pid, name)
  } catch {
    return false // all of them have ended
  }
}
