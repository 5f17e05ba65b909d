// The two programs that are compared, each started as a process of its own.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/helpers/redis_server.ts'

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

async function started(folder: string, argsOf: (port: number) => string[]): Promise<Running> {
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
  await firstAnswer(`${origin}/_emulator/health`, child, logFile)
  return {
    origin,
    pid: child.pid!,
    startedIn: performance.now() - begun,
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function firstAnswer(url: string, child: ChildProcess, log: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a server ended:\n${readFileSync(log, 'utf8')}`)
    const answered = await fetch(url, { headers: { connection: 'close' } }).then(
      async (answer) => (await answer.text(), answer.ok),
      () => false,
    )
    if (answered) return
    await pause(5)
  }
}
