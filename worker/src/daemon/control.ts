// Starts, stops and shows daemons by their pid files.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { DaemonError } from './daemon_error.ts'
import type { FromKeeper, KeeperOptions } from './keeper_options.ts'
import { discard, holderOf, type Holder } from './pid_file.ts'
import { beginningOf } from './process_identity.ts'

/** What is to be printed, and the exit code. */
export interface Told {
  readonly sentences: readonly string[]
  readonly code: number
}

const keeper = join(import.meta.dirname, `keeper${extname(import.meta.filename)}`)

/** Resolves when the daemon's startup hooks are done, or it has ended. */
export async function start(options: KeeperOptions, env: NodeJS.ProcessEnv): Promise<Told> {
  const holder = await holderOf(options.pidFile)
  if (holder.kind === 'running')
    return { sentences: [`daemon ${options.number} runs already, with pid ${holder.pid}`], code: 1 }
  const child = spawn(process.execPath, [keeper, JSON.stringify(options)], {
    detached: true,
    env,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  const answer = await answerOf(child)
  child.unref()
  if (answer.kind === 'running')
    return { sentences: [`Daemon with pid ${answer.pid} running.`], code: 0 }
  const where = `daemon ${options.number} did not start; its log is ${options.logFile}`
  return { sentences: [...answer.sentences, where], code: answer.code || 1 }
}

function answerOf(child: ChildProcess): Promise<FromKeeper> {
  return new Promise((resolve) => {
    child.on('message', (message: FromKeeper) => resolve(message))
    child.on('error', (error) => resolve({ kind: 'failed', sentences: [error.message], code: 1 }))
    child.on('exit', (code) => resolve({ kind: 'failed', sentences: [], code: code ?? 1 }))
  })
}

/** Resolves when the daemon has ended; after `patienceMs` it is killed. */
export async function stop(
  { number, pidFile }: Pick<KeeperOptions, 'number' | 'pidFile'>,
  patienceMs: number,
): Promise<Told> {
  const holder = await holderOf(pidFile)
  if (holder.kind !== 'running') {
    await forget(pidFile, holder)
    // As the original has it: what is to be stopped has stopped.
    return { sentences: [absence(number, holder)], code: 0 }
  }
  const { pid } = holder
  // The process, not its pid file: that is removed a moment before the end.
  const beginning = await beginningOf(pid)
  send(pid, 'SIGTERM')
  if (await isGone(pid, beginning, patienceMs))
    return { sentences: [`daemon ${number} has stopped`], code: 0 }
  // Its processes notice, and end within their grace.
  send(pid, 'SIGKILL')
  await isGone(pid, beginning, patienceMs)
  await forget(pidFile, await holderOf(pidFile))
  const seconds = patienceMs / 1000
  return { sentences: [`daemon ${number} did not stop in ${seconds} s and was killed`], code: 1 }
}

/** Exit code 3 is what init scripts say of a program that does not run. */
export async function status({
  number,
  pidFile,
}: Pick<KeeperOptions, 'number' | 'pidFile'>): Promise<Told> {
  const holder = await holderOf(pidFile)
  return holder.kind === 'running'
    ? { sentences: [`daemon ${number} runs with pid ${holder.pid}`], code: 0 }
    : { sentences: [absence(number, holder)], code: 3 }
}

function absence(number: number, holder: Holder): string {
  if (holder.kind !== 'stale') return `daemon ${number} is not running`
  const { pid, reused } = holder
  if (pid === undefined) return `daemon ${number} is not running; its pid file names no process`
  const whose = reused ? 'now belongs to another program, which is left alone' : 'has ended'
  return `daemon ${number} is not running; process ${pid} of its pid file ${whose}`
}

async function forget(path: string, holder: Holder): Promise<void> {
  if (holder.kind === 'stale') await discard(path, await readFile(path, 'utf8').catch(() => ''))
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ESRCH') return
    throw new DaemonError(
      code === 'EPERM' ? `process ${pid} belongs to another user; stop it as that one` : message,
    )
  }
}

async function isGone(
  pid: number,
  beginning: string | undefined,
  patienceMs: number,
): Promise<boolean> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const now = await beginningOf(pid)
    if (now === undefined || now !== beginning) return true
    if (performance.now() > deadline) return false
    await pause(50)
  }
}
