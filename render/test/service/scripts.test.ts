// The scripts of containers and machines, run with real processes.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  freePort,
  gridTask,
  results,
  startEmulator,
  startRender,
  testQueue,
  until,
} from '../helpers/render_service.ts'

const script = (name: string): string => join(import.meta.dirname, '../../scripts', name)

async function run(file: string, args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(file, args, { env: { PATH: process.env['PATH'] ?? '', ...env } })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code] = (await once(child, 'close')) as [number]
  return { code, output }
}

/** A folder with a gcsfuse that writes down what it is told. */
async function fakeGcsfuse() {
  const folder = await mkdtemp(join(tmpdir(), 'gcsfuse-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'gcsfuse')
  await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/told"\n`)
  await chmod(file, 0o755)
  return {
    folder,
    told: async () => (await readFile(join(folder, 'told'), 'utf8')).split('\n').slice(0, -1),
  }
}

test('a preempted machine gives its tasks back before it goes', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(
    queue,
    {
      HOST: '127.0.0.1',
      PORT: String(await freePort()),
      SHUTDOWN_GRACE_SECONDS: '0',
      LEASE_SECONDS: '600',
    },
    ['/bin/sh', script('entrypoint.sh')],
  )
  await service.ready()
  const long = {
    ...gridTask,
    resource_view: 'treasure_hunt',
    prefilled_values: 'hard',
    number_order: 'unsorted',
    instructions: true,
    art: 'colour',
    copies: 50,
  }
  // One is drawn in less time than it takes to stop the service: of many, some are not begun or not done.
  const ids = Array.from({ length: 20 }, (_, i) => `task-${i}`)
  for (const id of ids) await queue.put(long, { id })
  await until('one is leased', async () =>
    (await queue.list('task')).some(({ leaseTimestamp }) => leaseTimestamp !== '0'),
  )
  const { code, output } = await run(script('shutdown.sh'), [String(service.pid)], {})
  expect({ code, output }).toEqual({ code: 0, output: '' })
  expect(await service.ended).toBe(0)
  // Long before its lease of ten minutes would have ended.
  const given = (await queue.available('task')).map(({ id }) => id)
  expect(given.length).toBeGreaterThan(0)
  expect((await queue.list('task')).length).toBe(given.length)
  await using _other = await startRender(queue)
  const all = await results(queue, ids.length)
  expect(new Set(all.map(({ success }) => success))).toEqual(new Set([true]))
  expect(new Set(all.map(({ task_id }) => task_id))).toEqual(new Set(ids))
})

test('a service that does not end is killed, and that is said', async () => {
  const child = spawn(process.execPath, [
    '-e',
    'process.on("SIGTERM", () => {}); console.log("on"); setInterval(() => {}, 1e6)',
  ])
  await once(child.stdout, 'data')
  const ended = once(child, 'exit')
  const { code, output } = await run(script('shutdown.sh'), [String(child.pid)], {
    SHUTDOWN_SECONDS: '1',
  })
  expect(code).toBe(1)
  expect(output).toMatch(/did not end in 1 s and is killed/)
  expect(await ended).toEqual([null, 'SIGKILL'])
})

test('a bucket is mounted with its key, and documents go there', async () => {
  const gcsfuse = await fakeGcsfuse()
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const mount = join(gcsfuse.folder, 'mount')
  await mkdir(mount)
  await using _service = await startRender(
    queue,
    {
      HOST: '127.0.0.1',
      PATH: `${gcsfuse.folder}:${process.env['PATH']}`,
      RESULT_BUCKET: 'my-bucket',
      RESULT_MOUNT: mount,
      GOOGLE_APPLICATION_CREDENTIALS: '/keys/bucket.json',
      MAX_QUEUE_TASK_SIZE: '1',
    },
    ['/bin/sh', script('entrypoint.sh')],
  )
  await queue.put(gridTask, { id: 'task' })
  expect(await results(queue, 1)).toMatchObject([
    { url: 'https://storage.googleapis.com/my-bucket/task/Grid%20(a4).pdf' },
  ])
  expect(await gcsfuse.told()).toEqual([
    '--key-file',
    '/keys/bucket.json',
    '--implicit-dirs',
    'my-bucket',
    mount,
  ])
  expect((await readFile(join(mount, 'task/Grid (a4).pdf'))).subarray(0, 5).toString()).toBe(
    '%PDF-',
  )
})

test('a bucket that cannot be mounted ends the start in a sentence', async () => {
  const { code, output } = await run('/bin/sh', [script('entrypoint.sh')], {
    PATH: '/usr/bin:/bin',
    RESULT_BUCKET: 'my-bucket',
  })
  expect(code).toBe(1)
  expect(output).toBe(
    'mount_bucket.sh: there is no gcsfuse; install it, or leave RESULT_BUCKET empty\n',
  )
})
