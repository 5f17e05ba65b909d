// The docker command, for tests of images: what it prints, or an error with what it said.
import { execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The repository's folder: what images are built from. */
export const root = join(import.meta.dirname, '..', '..')

export async function docker(...args: readonly string[]): Promise<string> {
  const { stdout } = await run('docker', args, { maxBuffer: 2 ** 26 })
  return stdout.trim()
}

export const hasEngine = (): Promise<boolean> =>
  docker('info', '--format', '{{.ServerVersion}}').then(
    () => true,
    () => false,
  )

/** All that building printed. */
export async function build(tag: string, ...args: readonly string[]): Promise<string> {
  const command = ['build', '--progress', 'plain', '--tag', tag, ...args]
  const { stdout, stderr } = await run('docker', command, { maxBuffer: 2 ** 26 })
  return stdout + stderr
}

export interface RunningContainer extends AsyncDisposable {
  readonly id: string
  /** All it printed so far, on both streams. */
  logs(): Promise<string>
  /** SIGTERM, and SIGKILL after that many seconds; its exit code. */
  stop(seconds: number): Promise<number>
}

/** Removed when the test disposes of it. */
export async function runContainer(...args: readonly string[]): Promise<RunningContainer> {
  const id = await docker('run', '--detach', ...args)
  return {
    id,
    async logs() {
      const { stdout, stderr } = await run('docker', ['logs', id])
      return stdout + stderr
    },
    async stop(seconds) {
      await docker('stop', '--time', `${seconds}`, id)
      return Number(await docker('inspect', '--format', '{{.State.ExitCode}}', id))
    },
    async [Symbol.asyncDispose]() {
      await docker('rm', '--force', '--volumes', id)
    },
  }
}

/** Whether a text is anywhere in an image: in the files of its layers, in its settings, in its history. */
export async function imageContains(tag: string, text: string): Promise<boolean> {
  const saved = spawn('docker', ['save', tag], { stdio: ['ignore', 'pipe', 'inherit'] })
  let isFound = false
  let rest = Buffer.alloc(0)
  for await (const chunk of saved.stdout) {
    const window = Buffer.concat([rest, chunk as Buffer])
    isFound ||= window.includes(text)
    rest = window.subarray(-text.length)
  }
  return isFound || (await docker('history', '--no-trunc', tag)).includes(text)
}
