// The emulator: in this process, or as a process of its own that a test kills and starts again.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import { randomUUID } from 'node:crypto'
import { freePort } from '../../../test/helpers/free_port.ts'
import { until } from './until.ts'

export { startEmulator } from '../../../src/index.ts'

export interface TestStore {
  readonly name: string
  /** Undefined if this machine has none. */
  readonly url: (folder: string) => string | undefined
}

/** The stores that outlive the emulator. */
export const durableStores: readonly TestStore[] = [
  { name: 'SQLite', url: (folder) => `sqlite:${join(folder, 'tasks.sqlite')}` },
  {
    name: 'Redis',
    url: () => {
      const url = inject('redisUrl')
      return url === null ? undefined : `${url}?prefix=${inject('redisPrefix')}${randomUUID()}:`
    },
  },
]

export const hasRedis = (): boolean => inject('redisUrl') !== null

export interface EmulatorProcess extends AsyncDisposable {
  readonly url: string
  start(): Promise<void>
  kill(): Promise<void>
}

const entry = join(import.meta.dirname, '../../../bin/discovery-emulator.js')

export interface EmulatorProcessOptions {
  readonly store?: TestStore
  /** More of its environment. */
  readonly env?: Readonly<Record<string, string>>
}

/** Not started yet. It keeps its port and its tasks when it is killed and started again. */
export async function emulatorProcess({
  store = durableStores[0]!,
  env: more = {},
}: EmulatorProcessOptions = {}): Promise<EmulatorProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const storeUrl = store.url(folder)
  let child: ChildProcess | undefined
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return {
    url,
    kill,
    async start() {
      const env = {
        BIND: `127.0.0.1:${port}`,
        STORE_URL: storeUrl,
        ACCESSLOG: '',
        ...more,
      }
      const cwd = join(import.meta.dirname, '../../..')
      child = spawn(process.execPath, [entry], { cwd, env, stdio: 'ignore' })
      await until('the emulator answers', () => answers(url))
    },
    async [Symbol.asyncDispose]() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/discovery/v1/apis`).then(
    (response) => response.ok,
    () => false,
  )
