// An emulator as a process of its own, on SQLite, for benchmarks.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../../test/helpers/free_port.ts'

export interface Emulator {
  readonly url: string
  stop(): Promise<void>
}

export async function startEmulator(): Promise<Emulator> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  const port = await freePort()
  const root = join(import.meta.dirname, '../..')
  const env = {
    BIND: `127.0.0.1:${port}`,
    STORE_URL: `sqlite:${join(folder, 'tasks.sqlite')}`,
    ACCESSLOG: '',
  }
  const child = spawn(process.execPath, [join(root, 'bin/discovery-emulator.js')], {
    cwd: root,
    env,
    stdio: 'ignore',
  })
  const url = `http://127.0.0.1:${port}`
  while (!(await fetch(url).catch(() => undefined))) await pause(20)
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      child.kill()
      await ended
      await rm(folder, { recursive: true })
    },
  }
}
