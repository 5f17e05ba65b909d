// `worker …` as a process of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.ts'

const entry = join(import.meta.dirname, '../../bin/worker.js')

export const processorFile = (name: string): string =>
  join(import.meta.dirname, '../processors', name)

export interface WorkerProcess extends AsyncDisposable {
  readonly pid: number
  /** All it wrote so far. */
  output(): string
  /** Resolves when it has written that. */
  says(text: string | RegExp): Promise<void>
  signal(name: NodeJS.Signals): void
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>
}

export interface WorkerProcessOptions {
  readonly env?: Readonly<Record<string, string>>
  /** By default an empty one of its own. */
  readonly folder?: string
}

/** Killed when the test disposes of it. */
export function workerProcess(
  args: readonly string[],
  { env = {}, folder }: WorkerProcessOptions = {},
): WorkerProcess {
  const own = folder ?? mkdtempSync(join(tmpdir(), 'worker-'))
  const child = spawn(process.execPath, [entry, ...args], {
    cwd: own,
    env: { WORKER_PROCESSES: '1', RENDER_SLEEP_TIME: '0.3', LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => (output += text))
  }
  const ended = endOf(child)
  const says = (text: string | RegExp): boolean =>
    typeof text === 'string' ? output.includes(text) : text.test(output)
  return {
    pid: child.pid ?? 0,
    ended,
    output: () => output,
    async says(text) {
      await until(`the worker says ${String(text)}, and not: ${output}`, () => says(text)).catch(
        (error: Error) => {
          throw new Error(`${error.message}\n${output}`)
        },
      )
    },
    signal: (name) => void child.kill(name),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await ended
      if (folder === undefined) rmSync(own, { recursive: true, force: true })
    },
  }
}

const endOf = (child: ChildProcess): Promise<number | NodeJS.Signals> =>
  new Promise((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  })

/** Runs it to its end. */
export async function runWorker(
  args: readonly string[],
  options?: WorkerProcessOptions,
): Promise<{ readonly code: number | NodeJS.Signals; readonly output: string }> {
  await using worker = workerProcess(args, options)
  const code = await worker.ended
  return { code, output: worker.output() }
}
