// The command line client as a person runs it: a process of its own against a server on a socket.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queueClient, type QueueClient } from '../helpers/queue_client.ts'

let emulator: Emulator
let folder: string
let queue: QueueClient

beforeAll(async () => {
  emulator = await startEmulator()
})

afterAll(async () => {
  await emulator.stop()
})

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'queue-client-'))
  queue = queueClient(emulator.url, folder)
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

test('what a task brings along never reaches the terminal as control characters', async () => {
  const tag = '\u001b]0;title\u0007\u009b31m'
  await queue('add', '--tag', tag, '--id', 'a')
  for (const args of [['list'], ['get', 'a'], ['lease', '--tag', tag], ['list', '--json']]) {
    const { out, code } = await queue(...args)
    expect(code).toBe(0)
    expect(out).toContain('\\u001b]0;title')
    // oxlint-disable-next-line no-control-regex -- none of these may be there
    expect(out).not.toMatch(/[\u001b\u0007\u009b]/)
  }
})

test('with --api cloudtasks/v2beta2 the same queue is another view of the same tasks', async () => {
  const cloud = (...args: readonly string[]) => queue(...args, '--api', 'cloudtasks/v2beta2')
  await queue('add', '--id', 'a', '--payload', 'one')
  await cloud('add', '--id', 'b', '--payload', 'two', '--tag', 'red')
  expect(JSON.parse((await cloud('list', '--json')).out)).toMatchObject([
    { id: 'a', payloadBase64: 'b25l', leaseTimestamp: '0', retry_count: 0 },
    { id: 'b', tag: 'red' },
  ])
  const leased = await cloud('lease', '--tag', 'red', '--json')
  expect(JSON.parse(leased.out)).toMatchObject([{ id: 'b', retry_count: 1 }])
  expect((await cloud('update', 'b', '--seconds', '600')).out).toContain('held for')
  expect((await cloud('update', 'b', '--seconds', '0')).code).toBe(0)
  expect((await queue('lease', '--tag', 'red')).code).toBe(0)
  expect(JSON.parse((await cloud('stats')).out).stats).toMatchObject({ tasksCount: '2' })
  expect((await cloud('get', 'none')).code).toBe(3)
  expect((await cloud('flush')).out).toBe('2 tasks deleted\n')
  const wrong = await queue('list', '--api', 'cloudtasks/v2')
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('--api must be') })
})

describe('add', () => {
  test('inserts a sample render task', async () => {
    expect(await queue('add')).toMatchObject({ code: 0, err: '' })
    const [task] = JSON.parse((await queue('list', '--json')).out)
    expect(task).toMatchObject({ tag: 'task', retry_count: 0 })
    expect(JSON.parse(payloadOf(task))).toMatchObject({ kind: 'task#render', copies: 1 })
  })

  test('a sample render task may be in another language; a payload says its own', async () => {
    expect(await queue('add', '--language', 'mi')).toMatchObject({ code: 0 })
    const [task] = JSON.parse((await queue('list', '--json')).out)
    expect(JSON.parse(payloadOf(task))).toMatchObject({ kind: 'task#render', language: 'mi' })
    expect(await queue('add', '--language', 'mi', '--payload', '{}')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--language is of the sample task'),
    })
  })

  test('inserts copies of a given payload', async () => {
    const added = await queue(
      'add',
      '--count',
      '3',
      '--payload',
      'grüß dich',
      '--tag',
      '',
      '--json',
    )
    expect(JSON.parse(added.out).map(payloadOf)).toEqual(['grüß dich', 'grüß dich', 'grüß dich'])
    expect((await queue('list')).out.split('\n')).toHaveLength(5)
  })

  test('reads a payload from a file or from standard input', async () => {
    await writeFile(join(folder, 'task.json'), '{"from":"file"}')
    await queue('add', '--id', 'a', '--payload-file', 'task.json')
    await queue.reading('{"from":"stdin"}', 'add', '--id', 'b', '--payload-file', '-')
    expect((await queue('get', 'a')).out).toContain('{"from":"file"}')
    expect((await queue('get', 'b')).out).toContain('{"from":"stdin"}')
  })

  test('says what the API says when it refuses', async () => {
    await queue('add', '--id', 'a')
    const again = await queue('add', '--id', 'a')
    expect(again).toMatchObject({ code: 1, out: '' })
    expect(again.err).toMatch(/^.*\ba\b.*\n$/)
  })
})

describe('list and get', () => {
  test('show tasks in words', async () => {
    await queue('add', '--id', 'a', '--payload', 'hello\nworld')
    await queue('add', '--id', 'b', '--tag', 'other')
    await queue('lease', '--tag', 'task', '--seconds', '600')
    const [head, ...rows] = (await queue('list')).out.trimEnd().split('\n')
    expect(head).toMatch(/^ID +TAG +ENQUEUED +LEASE +RETRIES +PAYLOAD$/)
    expect(rows.toSorted()).toEqual([
      expect.stringMatching(/^a +task +\d+ s ago +held for \d+ min more +1 +hello world$/),
      expect.stringMatching(/^b +other +\d+ s ago +free +0 +\{"kind":"task#render"/),
    ])
    expect((await queue('list', '--tag', 'other')).out).not.toMatch(/^a/m)
    expect((await queue('get', 'a')).out).toContain('\n\nhello\nworld\n')
  })

  test('keep control characters from the terminal', async () => {
    await queue.reading('\u001B[2Jgone', 'add', '--id', 'a', '--payload-file', '-')
    expect((await queue('list')).out).toContain('(8 bytes, no text)')
  })

  test('of an empty queue find nothing to show, which is fine, and nothing to get, which is not', async () => {
    expect(await queue('list')).toMatchObject({ code: 0, out: 'no tasks\n' })
    expect(await queue('list', '--json')).toMatchObject({ code: 0, out: '[]\n' })
    expect(await queue('get', 'a')).toMatchObject({ code: 3, out: '' })
  })
})

describe('lease and update', () => {
  test('take tasks of a tag and hold them longer', async () => {
    await queue('add', '--id', 'a', '--tag', 'x')
    await queue('add', '--id', 'b', '--tag', 'y')
    const leased = await queue('lease', '--count', '5', '--tag', 'y', '--json')
    expect(JSON.parse(leased.out)).toMatchObject([{ id: 'b', retry_count: 1 }])
    expect((await queue('update', 'b', '--seconds', '7000')).out).toMatch(/held for 116 min more/)
  })

  test('find nothing in an empty queue', async () => {
    expect(await queue('lease')).toMatchObject({ code: 3, out: 'no task is free to lease\n' })
    expect(await queue('lease', '--json')).toMatchObject({ code: 3, out: '[]\n' })
    expect(await queue('update', 'a')).toMatchObject({ code: 3, out: '' })
  })

  test('refuse a task that nobody holds', async () => {
    await queue('add', '--id', 'a')
    expect(await queue('update', 'a')).toMatchObject({ code: 1, out: '' })
  })
})

describe('delete, flush and stats', () => {
  test('delete names what was there and what was not', async () => {
    await queue('add', '--id', 'a')
    expect(await queue('delete', 'a', 'b')).toMatchObject({
      code: 3,
      out: 'deleted a\nthere is no task b\n',
    })
  })

  test('flush deletes free and held tasks, more than a list shows', async () => {
    await queue('add', '--count', '210', '--payload', 'x')
    await queue('lease', '--count', '105', '--seconds', '600')
    expect(await queue('flush')).toMatchObject({ code: 0, out: '210 tasks deleted\n', err: '' })
    expect(JSON.parse((await queue('flush', '--json')).out)).toEqual({ deleted: 0 })
  })

  test('stats counts', async () => {
    await queue('add', '--count', '2')
    await queue('lease')
    const { stats } = JSON.parse((await queue('stats', '--json')).out)
    expect(stats).toMatchObject({ totalTasks: 2, leasedLastMinute: '1' })
    expect((await queue('stats')).out).toContain('"totalTasks": 2')
  })
})

const payloadOf = (task: { payloadBase64: string }): string =>
  Buffer.from(task.payloadBase64, 'base64').toString()
