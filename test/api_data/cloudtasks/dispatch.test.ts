// Dispatch over sockets: what a target is sent, and what becomes of the task.
import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../../src/index.ts'
import { clientOf } from './client.ts'
import { startTarget } from './target.ts'

const start = (settings = {}): Promise<Emulator> => startEmulator({ settings })

describe('a task', () => {
  test('is sent to its target at once, with the headers of the real service, and is gone after a success', async () => {
    await using emulator = await start()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const body = Buffer.from('hello').toString('base64')
    const headers = {
      'content-type': 'text/plain',
      'X-Own': 'kept',
      'x-cloudtasks-queuename': 'forged',
    }
    const httpRequest = { url: `${target.url}/work?a=1`, body, headers }
    const task = await client.task(queue, { name: `${queue}/tasks/t1`, httpRequest })
    expect(task).toMatchObject({ view: 'BASIC', dispatchDeadline: '600s' })
    expect(await emulator.tasks.runUntilIdle()).toBeLessThanOrEqual(1)
    expect(target.received).toHaveLength(1)
    const [received] = target.received
    expect(received).toMatchObject({ method: 'POST', path: '/work?a=1', body: 'hello' })
    expect(received!.headers).toMatchObject({
      'x-cloudtasks-queuename': queue.split('/').at(-1),
      'x-cloudtasks-taskname': 't1',
      'x-cloudtasks-taskretrycount': '0',
      'x-cloudtasks-taskexecutioncount': '0',
      'x-cloudtasks-tasketa': expect.stringMatching(/^\d{10}\.\d{6}$/),
      'user-agent': 'Google-Cloud-Tasks',
      'content-type': 'text/plain',
      'x-own': 'kept',
    })
    const lower = received!.names.map((name) => name.toLowerCase())
    expect(new Set(lower).size).toBe(lower.length)
    const { status, json } = await client.call('GET', `${queue}/tasks/t1`)
    expect({ status, message: json.error.message }).toEqual({
      status: 404,
      message:
        'The task no longer exists, though a task with this name existed recently. The task either successfully completed or was deleted.',
    })
  })

  test('waits for no other of the same target: three hundred are answered at once', async () => {
    await using emulator = await start()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    const held: ServerResponse[] = []
    target.answers.push(
      ...Array.from({ length: 300 }, () => (response: ServerResponse) => void held.push(response)),
    )
    const tasks = Array.from({ length: 300 }, () =>
      client.task(queue, { httpRequest: { url: target.url } }),
    )
    await Promise.all(tasks)
    await expect.poll(() => held.length, { timeout: 20_000 }).toBe(300)
    for (const response of held) response.end()
    await emulator.tasks.runUntilIdle()
    expect(target.received).toHaveLength(300)
  })

  test('that fails is sent again after 10, 20, 40, 80, 160, 240, 300 and 300 seconds', async () => {
    await using emulator = await start()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue({
      retryConfig: { minBackoff: '10s', maxBackoff: '300s', maxDoublings: 3 },
    })
    target.answers.push(...Array.from({ length: 9 }, () => 500))
    const { name } = await client.task(queue, { httpRequest: { url: target.url } })
    await emulator.tasks.runUntilIdle()
    const waits: number[] = []
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      const { json } = await client.call('GET', name)
      expect(json).toMatchObject({ dispatchCount: attempt, responseCount: attempt })
      const wait = Date.parse(json.scheduleTime) - Date.parse(json.lastAttempt.responseTime)
      waits.push(Math.round(wait / 1000))
      emulator.clock.advance(wait / 1000 - 1)
      expect(await emulator.tasks.runUntilIdle()).toBe(0)
      emulator.clock.advance(1)
      await emulator.tasks.runUntilIdle()
      expect(target.received).toHaveLength(attempt + 1)
    }
    expect(waits).toEqual([10, 20, 40, 80, 160, 240, 300, 300])
  })

  const sequence = [503, 404, 429, 500, 302, 200]
  test.for([
    {
      family: 'X-CloudTasks-',
      executions: ['0', '0', '1', '2', '2', '3'],
      reason: '',
    },
    {
      family: 'X-AppEngine-',
      executions: ['0', '1', '2', '3', '4', '5'],
      reason: 'App Error',
    },
  ])('counts what it was answered in $family headers', async ({ family, executions, reason }) => {
    await using target = await startTarget()
    await using emulator = await start({ app_engine: `default=${target.url}` })
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    target.answers.push(...sequence)
    await client.task(
      queue,
      family === 'X-CloudTasks-'
        ? { httpRequest: { url: target.url } }
        : { appEngineHttpRequest: { relativeUri: '/' } },
    )
    for (const _ of sequence) {
      await emulator.tasks.runUntilIdle()
      emulator.clock.advance(60)
    }
    const header = (name: string) =>
      target.received.map(({ headers }) => headers[`${family}${name}`.toLowerCase()])
    expect(header('TaskExecutionCount')).toEqual(executions)
    expect(header('TaskRetryCount')).toEqual(['0', '1', '2', '3', '4', '5'])
    expect(header('TaskPreviousResponse')).toEqual([undefined, '503', '404', '429', '500', '302'])
    expect(header('TaskRetryReason')).toEqual([
      undefined,
      ...Array.from({ length: 5 }, () => reason),
    ])
  })

  test('whose target does not answer in time is ended, and says so in its next attempt', async () => {
    await using emulator = await start()
    await using target = await startTarget()
    const client = clientOf(emulator.url)
    const queue = await client.queue()
    target.answers.push(() => {})
    const { name } = await client.task(queue, {
      httpRequest: { url: target.url },
      dispatchDeadline: '15s',
    })
    const running = emulator.tasks.runUntilIdle()
    while (target.received.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
    emulator.clock.advance(16)
    await running
    const { json } = await client.call('GET', name)
    expect(json).toMatchObject({ dispatchCount: 1, lastAttempt: { responseStatus: { code: 4 } } })
    expect(json.responseCount).toBeUndefined()
    emulator.clock.advance(1)
    await emulator.tasks.runUntilIdle()
    expect(target.received[1]!.headers).toMatchObject({
      'x-cloudtasks-taskpreviousresponse': '504',
      'x-cloudtasks-taskexecutioncount': '0',
      'x-cloudtasks-taskretrycount': '1',
    })
  })
})
