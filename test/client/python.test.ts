// Google's client for Python against an emulator on a socket: a second client, written by other people.
import { join } from 'node:path'
import { env } from 'node:process'
import { startEmulator } from 'discovery-emulator'
import { describe, expect, test } from 'vitest'
import { testApis } from '../control/helpers.ts'
import { python, pythonFound, runPython } from '../helpers/python.ts'

test.runIf(env['REQUIRE_PYTHON'] === '1')('Python has the client of Google', () => {
  expect(pythonFound, `${python} cannot import googleapiclient; install python3-googleapi`).toBe(
    true,
  )
})

/** What a program of this folder was answered, by the name of the step. */
const run = (program: string, url: string) => runPython([join(import.meta.dirname, program), url])

describe.skipIf(!pythonFound)('Python', () => {
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
  test('tests an app by the control API', async () => {
    await using emulator = await startEmulator({ apiData: testApis() })
    emulator.clock.freeze()
    emulator.clock.set(Date.parse('2026-01-01T10:30:00Z') * 1000)
    const { time, ...answers } = await run('control.py', emulator.url)
    expect((time as string[]).slice(0, 2)).toEqual(['2026-01-01T10', '2026-01-01T11'])
    expect(answers).toEqual({
      fork: ['projects/p/notes/seeded', 'projects/p/notes/mine'],
      first: ['projects/p/notes/seeded'],
      calls: [
        ['RESOURCE_EXHAUSTED', 'mine'],
        ['OK', 'mine'],
      ],
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
