// The matchers for vitest: what passes, and what a failure says.
import '../../src/vitest/index.ts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { note, send, testApis } from './helpers.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ apiData: testApis() })
})
afterAll(() => emulator.stop())
beforeEach(() => emulator.reset())

const CREATE = 'notes.projects.notes.create'

test('a call is found by its method, what it holds, how it ended and how often it came', async () => {
  await note(emulator, 'a')
  await note(emulator, 'a')
  expect(emulator).toHaveCalled(CREATE)
  expect(emulator).toHaveCalled('notes.*', { times: 2 })
  expect(emulator).toHaveCalled(CREATE, { params: { noteId: 'a' }, message: { text: 'a' } })
  expect(emulator).toHaveCalled(CREATE, { status: 'ALREADY_EXISTS', times: 1 })
  expect(emulator).not.toHaveCalled(CREATE, { message: { text: 'b' } })
  expect(emulator).not.toHaveCalled('counter.counts.add')
})

test('of a fork only its own calls count', async () => {
  await using fork = await emulator.fork()
  await note(emulator, 'a', fork.headers)
  expect(fork).toHaveCalled(CREATE, { times: 1 })
  expect(emulator).not.toHaveCalled(CREATE)
})

const failure = (check: () => void): string => {
  try {
    check()
  } catch (error) {
    return (error as Error).message
  }
  return 'it passed'
}

test('a failure says what was called instead', async () => {
  expect(failure(() => expect(emulator).toHaveCalled(CREATE))).toBe(
    `expected a call of ${CREATE}, and none came.`,
  )
  await note(emulator, 'a')
  expect(failure(() => expect(emulator).toHaveCalled('counter.counts.add'))).toContain(
    'only these came, the nearest first:\n  notes.projects.notes.create 200 {"parent":"projects/p","noteId":"a"} {"text":"a"}',
  )
  expect(failure(() => expect(emulator).toHaveCalled(CREATE, { times: 2 }))).toContain(
    `expected a call of ${CREATE} 2 times, and there was one:`,
  )
  expect(
    failure(() => expect(emulator).toHaveCalled(CREATE, { params: { noteId: 'b' } })),
  ).toContain(
    `and it was called otherwise:
  ${CREATE} 200 {"parent":"projects/p","noteId":"a"} {"text":"a"}
    params.noteId is "a", not "b"`,
  )
  const other = { status: 'NOT_FOUND', message: { text: 'b', labels: [1] } }
  expect(failure(() => expect(emulator).toHaveCalled(CREATE, other))).toContain(
    `    its status is 200 OK, not NOT_FOUND
    message.text is "a", not "b"
    message.labels is missing, not [1]`,
  )
  expect(failure(() => expect(emulator).not.toHaveCalled(CREATE))).toBe(
    `expected no call of ${CREATE}, and there was one`,
  )
  await send(emulator, 'POST counter.googleapis.com/v1/counts:add')
  expect(failure(() => expect(emulator).toHaveCalled('counter.counts.ad'))).toContain(
    'the nearest first:\n  counter.counts.add 200 {}\n  notes.',
  )
  expect(() => expect({}).toHaveCalled(CREATE)).toThrow('is for an emulator')
})
