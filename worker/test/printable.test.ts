// What comes from outside reaches no terminal as it is: not in the log, in none of its formats, and not from a command.
import { describe, expect, test } from 'vitest'
import { openLogger, type LogFormat } from '../src/log/logger.ts'
import { startEmulator } from './helpers/emulator.ts'
import { testQueue } from './helpers/queue.ts'
import { runWorker } from './helpers/worker_process.ts'

/** Clears the screen with C0 and with C1, sets the title, forges a line, turns text round. */
const evil = 'a\u001b[2J\u009b2J\u009d0;x\u0007\u0085\u202eb\u2028c\u007f'
const unprintable = /(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/u

describe.each<LogFormat>(['json', 'pretty', 'seed'])('a log as %s', (format) => {
  test('has no control characters, and is the same JSON', () => {
    const lines: string[] = []
    const write = (line: string): void => void lines.push(line)
    const logger = openLogger({ level: 'info', format }, { write })
    logger.warn({ task: evil, [evil]: 1, err: new Error(evil) }, `dead: ${evil}\nforged`)
    const [line = '', ...more] = lines
    expect(more).toEqual([])
    expect(line).not.toMatch(unprintable)
    expect(line).toContain('forged')
    expect(line.split('\n')[0]).toContain('forged')
    if (format !== 'json') return
    const expected = { task: evil, [evil]: 1, msg: `dead: ${evil}\nforged` }
    expect(JSON.parse(line)).toMatchObject(expected)
  })
})

test('worker dead lists, retries and deletes letters without their control characters', async () => {
  await using emulator = await startEmulator()
  const queue = testQueue(emulator.url)
  await queue.put(
    { kind: 'worker#dead', task_id: evil, reason: evil, died_at: '2026-01-01' },
    { id: 'x', tag: 'dead' },
  )
  await queue.put(Buffer.from(evil), { id: 'foreign', tag: 'dead' })
  const listed = await runWorker(['dead', 'list'], { env: queue.env })
  expect(listed.output).not.toMatch(unprintable)
  const letters = listed.output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(letters).toContainEqual(expect.objectContaining({ id: 'x', task: evil, reason: evil }))
  expect(letters).toContainEqual(expect.objectContaining({ id: 'foreign', payload: evil }))
  for (const action of ['retry', 'delete']) {
    const { output, code } = await runWorker(['dead', action, evil], { env: queue.env })
    expect(code).toBe(1)
    expect(output).toContain('there is no such dead letter')
    expect(output).not.toMatch(unprintable)
  }
  const misused = await runWorker(['dead', evil], { env: queue.env })
  expect(misused.output).not.toMatch(unprintable)
  const wrong = await runWorker(['config'], {
    env: { ...queue.env, TASK_COUNT: evil, QUEUE_NAME: evil },
  })
  expect(wrong.output).not.toMatch(unprintable)
})
