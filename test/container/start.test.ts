// How long a start takes in a container and outside: from when the process begins, which the engine says, to the first answer.
// Printed, as a machine may be busy.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { describe, expect, inject, test } from 'vitest'
import { until } from '../../worker/test/helpers/until.ts'
import { freePort } from '../helpers/free_port.ts'
import { docker, root } from './docker.ts'

const ROUNDS = 5

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}/_emulator/health`).then(
    ({ ok }) => ok,
    () => false,
  )

/** Milliseconds. */
async function inContainer(): Promise<number> {
  const port = await freePort()
  const published = `--publish=127.0.0.1:${port}:5052`
  const id = await docker('create', published, '--env=STORE_URL=memory:', 'discovery-emulator')
  try {
    await docker('start', id)
    await until('it answers', () => answers(port))
    const answered = Date.now()
    return answered - Date.parse(await docker('inspect', '--format={{.State.StartedAt}}', id))
  } finally {
    await docker('rm', '--force', '--volumes', id)
  }
}

/** The same sources, with the same Node. */
async function outside(): Promise<number> {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'start-'))
  const command = [join(root, 'bin/discovery-emulator.js'), 'serve']
  const settings = { PATH: env['PATH'], PORT: `${port}`, STORE_URL: 'memory:' }
  const begun = Date.now()
  const child = spawn(process.execPath, command, { cwd: folder, env: settings, stdio: 'ignore' })
  try {
    await until('it answers', () => answers(port))
    return Date.now() - begun
  } finally {
    child.kill()
    if (child.exitCode === null) await once(child, 'close')
    await rm(folder, { recursive: true })
  }
}

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)]!

describe.skipIf(!inject('hasEngine'))('a start', () => {
  test('of the image answers, and how long it takes is printed', async () => {
    const times = { container: [] as number[], outside: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      times.container.push(await inContainer())
      times.outside.push(await outside())
    }
    const [container, without] = [median(times.container), median(times.outside)]
    console.log(
      `start to first answer: ${container.toFixed(0)} ms in a container, ${without.toFixed(0)} ms outside, ${(container / without).toFixed(2)} ×`,
    )
    expect(times.container.length + times.outside.length).toBe(2 * ROUNDS)
  })
})
