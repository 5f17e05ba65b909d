// Documents too large for the queue: kept, linked, served; and what happens while they cannot be kept.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exec } from 'node:child_process'
import { promisify } from 'node:util'
import {
  freePort,
  gridTask,
  results,
  startEmulator,
  startRender,
  statusOf,
  testQueue,
  until,
} from '../helpers/render_service.ts'

const run = promisify(exec)
const client = join(import.meta.dirname, '../../../dev/queue_client.ts')

test('a large document is a link, which the queue client follows', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await using service = await startRender(queue, { MAX_QUEUE_TASK_SIZE: '1' })
  await service.ready()
  await queue.put({ ...gridTask, resource_name: 'a/../½ "b"' }, { id: 'task' })
  const [told] = await results(queue, 1)
  expect(told).toEqual({
    task_id: 'task',
    kind: 'result#link',
    success: true,
    url: `${service.url.replace('127.0.0.1', 'localhost')}/results/task/a-..-%C2%BD%20%22b%22%20(a4).pdf`,
  })
  const { stdout } = await run(`"${process.execPath}" "${client}" document --out out.pdf`, {
    cwd: service.folder,
    env: { ...process.env, ...queue.env },
  })
  expect(stdout).toMatch(/^out\.pdf \(\d+ bytes\)/)
  const pdf = await readFile(join(service.folder, 'out.pdf'))
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')

  const answer = await fetch(`${service.url}/results/task/a-..-%C2%BD%20%22b%22%20(a4).pdf`, {
    method: 'HEAD',
  })
  expect(answer.headers.get('content-type')).toBe('application/pdf')
  expect(answer.headers.get('content-length')).toBe(String(pdf.length))
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  await writeFile(join(service.folder, 'secret'), 'secret')
  for (const path of [
    'task/..%2f..%2fsecret',
    '%2e%2e/secret',
    'task/%00',
    'task',
    '',
    'task/other.pdf',
    '%zz/x',
  ])
    expect([path, await statusOf(`${service.url}/results/${path}`)]).toEqual([path, 404])
})

test('while a document cannot be kept its task waits, and nothing is lost', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  const blocked = join(tmpdir(), `blocked-${await freePort()}`)
  await writeFile(blocked, 'a file where the folder should be')
  await using service = await startRender(queue, {
    MAX_QUEUE_TASK_SIZE: '1',
    RESULT_STORE: `directory:${blocked}`,
    TASK_RETRY_LIMIT: '1000',
    RETRY_BASE_SECONDS: '0.2',
    RETRY_MAX_SECONDS: '0.5',
  })
  await queue.put(gridTask, { id: 'task' })
  await until('it was tried twice', () => service.output().split('attempt failed').length > 2, 40)
  expect(await queue.list('result')).toEqual([])
  await rm(blocked)
  expect(await results(queue, 1)).toMatchObject([{ kind: 'result#link', success: true }])
  await rm(blocked, { recursive: true })
})
