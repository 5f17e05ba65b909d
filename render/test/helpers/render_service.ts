// The render service as a process of its own, on a queue of its own.
import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../../test/helpers/free_port.ts'
import { messageIn, testQueue, type TestQueue } from '../../../worker/test/helpers/queue.ts'
import { until } from '../../../worker/test/helpers/until.ts'

export { startEmulator } from '../../../src/index.ts'
export { freePort, messageIn, testQueue, until, type TestQueue }

const entry = join(import.meta.dirname, '../../bin/render.js')

export const gridTask = {
  kind: 'task#render',
  resource_slug: 'grid',
  resource_name: 'Grid',
  resource_view: 'grid',
  paper_size: 'a4',
  copies: 1,
  url: 'https://example.org/grid',
}

/** What a result says. */
export interface Told {
  readonly task_id: string
  readonly kind: string
  readonly success: boolean
  readonly filename?: string | null
  readonly document?: string | null
  readonly url?: string
  readonly error?: { readonly message: string; readonly field: string | null }
}

export interface RenderProcess extends AsyncDisposable {
  readonly url: string
  readonly folder: string
  readonly pid: number
  output(): string
  signal(name: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
  ready(): Promise<void>
  /** Pids of its workers that run now. */
  workers(): Promise<readonly number[]>
}

/** One worker unless `env` says otherwise; ended with all its workers when the test disposes of it. */
export async function startRender(
  queue: Pick<TestQueue, 'env'>,
  env: Readonly<Record<string, string>> = {},
  args: readonly [string, ...string[]] = [process.execPath, entry],
): Promise<RenderProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'render-'))
  const port = env['PORT'] ?? String(await freePort())
  const [command, ...rest] = args
  const child = spawn(command, rest, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      WORKER_PROCESSES: '1',
      RENDER_SLEEP_TIME: '0.3',
      LOG_FORMAT: 'json',
      PORT: port,
      ...queue.env,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  })
  const url = `http://127.0.0.1:${port}`
  const workers = () => childrenOf(child.pid ?? 0)
  return {
    url,
    folder,
    pid: child.pid ?? 0,
    output: () => output,
    signal: (name) => void child.kill(name),
    ended,
    workers,
    async ready() {
      await until('it is ready', async () => (await statusOf(`${url}/readyz`)) === 200, 60).catch(
        (error: Error) => {
          throw new Error(`${error.message}\n${output}`)
        },
      )
    },
    async [Symbol.asyncDispose]() {
      // Workers lead groups of their own, with whatever they started.
      for (const group of [child.pid ?? 0, ...(await workers())]) killGroup(group)
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** All results there are, once there are so many. */
export async function results(
  queue: TestQueue,
  count: number,
  seconds = 60,
): Promise<readonly Told[]> {
  const found = await until(
    `${count} results`,
    async () => {
      const all = await queue.available('result')
      return all.length >= count && all
    },
    seconds,
  )
  return found.map((task) => messageIn(task) as unknown as Told)
}

export const statusOf = (url: string): Promise<number> =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  )

/** The children of a process, of all its threads, by what the kernel says. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const threads = await readdir(`/proc/${pid}/task`).catch(() => [])
  const lists = threads.map((thread) =>
    readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => ''),
  )
  return (await Promise.all(lists)).flatMap((text) => text.split(' ').filter(Boolean).map(Number))
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended.
  }
}
