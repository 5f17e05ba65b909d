// Google's client for Python against an emulator on a socket: a second client, written by other people.
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { env } from 'node:process'
import { text } from 'node:stream/consumers'
import { startEmulator } from 'discovery-emulator'
import { describe, expect, test } from 'vitest'

const python = env['PYTHON'] ?? '/usr/bin/python3'
const found = spawnSync(python, ['-c', 'import googleapiclient.discovery, httplib2']).status === 0

test.runIf(env['REQUIRE_PYTHON'] === '1')('Python has the client of Google', () => {
  expect(found, `${python} cannot import googleapiclient; install python3-googleapi`).toBe(true)
})

if (!found)
  console.warn(
    `${python} cannot import googleapiclient: its tests are skipped. Install python3-googleapi.`,
  )

interface Step {
  readonly step: string
  readonly answer: unknown
}

/** What a program of this folder was answered, by the name of the step. */
async function run(program: string, url: string): Promise<Record<string, unknown>> {
  const child = spawn(python, [join(import.meta.dirname, program), url], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const closed = new Promise<number | null>((resolve) => void child.once('close', resolve))
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  if (code !== 0) throw new Error(err)
  const steps = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Step)
  return Object.fromEntries(steps.map(({ step, answer }) => [step, answer]))
}

describe.skipIf(!found)('Python', () => {
  test('calls all eight methods, sends a long GET as a POST, and sees errors', async () => {
    await using emulator = await startEmulator()
    const answers = await run('all_methods.py', emulator.url)
    const task = { kind: 'taskqueues#task', id: 'a', tag: 'blue', payloadBase64: 'aGk=' }
    expect(answers).toEqual({
      insert: expect.objectContaining({
        ...task,
        queueName: 'q',
        retry_count: 0,
        leaseTimestamp: '0',
      }),
      get: answers['insert'],
      list: { kind: 'taskqueues#tasks', items: [answers['insert']] },
      'get selected': { id: 'a' },
      'get of a long URL': answers['insert'],
      'lease of another tag': { kind: 'taskqueue#tasks', items: [] },
      lease: {
        kind: 'taskqueue#tasks',
        items: [
          expect.objectContaining({
            ...task,
            queueName: 'projects/b~p/taskqueues/q',
            retry_count: 1,
          }),
        ],
      },
      patch: expect.objectContaining({ ...task, queueName: 'q', retry_count: 1 }),
      update: expect.objectContaining({ ...task, queueName: 'q', retry_count: 1 }),
      queue: {
        kind: 'taskqueues#taskqueue',
        id: 'q',
        maxLeases: 0,
        stats: expect.objectContaining({ totalTasks: 1, leasedLastHour: '1' }),
      },
      delete: '',
      'list of none': { kind: 'taskqueues#tasks' },
      'get of none': { status: 404, reason: 'There is no task a.' },
      'bad lease': { status: 400, reason: 'numTasks must be from 1 to 1000, is 0.' },
    })
  })
  test('sends batches', async () => {
    await using emulator = await startEmulator()
    expect(await run('batch.py', emulator.url)).toEqual({
      insert: expect.objectContaining({ id: 'a', tag: 'blue & grün', payloadBase64: 'aGk=' }),
      get: { id: 'a', tag: 'blue & grün' },
      missing: { status: 404, reason: 'There is no task none.' },
      delete: '',
    })
  })
})
