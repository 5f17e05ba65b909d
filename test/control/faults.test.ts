// Faults on demand: by rule, by header, by file; as clients meet them.
import { google } from 'googleapis'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readFault, readFaultLine, readFaults } from '../../src/control/faults/read_fault.ts'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { note, notesOf, send, testApis } from './helpers.ts'

let emulator: Emulator
beforeAll(async () => {
  emulator = await startEmulator({ apiData: testApis() })
})
afterAll(() => emulator.stop())
beforeEach(() => emulator.reset())

const meet = (connection: 'DROP_BEFORE' | 'DROP_AFTER' | 'TRUNCATE') => ({
  'X-Emulator-Fault': `connection=${connection}`,
})

const LIST = 'GET v1/projects/p/notes'

test('a status is answered with the words of Google, so often as it says', async () => {
  using fault = emulator.faults.set({
    method: 'notes.*',
    status: 'UNAVAILABLE',
    skip: 1,
    count: 2,
    retryAfterSeconds: 7,
  })
  const answers = []
  for (let i = 0; i < 4; i += 1) answers.push(await send(emulator, LIST))
  expect(answers.map(({ status }) => status)).toEqual([200, 503, 503, 200])
  expect(answers[1]!.headers.get('retry-after')).toBe('7')
  expect(answers[1]!.body).toEqual({
    error: {
      code: 503,
      message: 'The service is currently unavailable.',
      status: 'UNAVAILABLE',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }],
    },
  })
  expect(fault.hits).toBe(2)
  expect(emulator.calls.list({ status: 'UNAVAILABLE' })[0]!.fault).toBeDefined()
  expect((await send(emulator, 'POST v1/counts:add')).status).toBe(200)
})

test('a quota lets so many through each minute of the clock, and a client that retries gets through', async () => {
  using _ = emulator.faults.set({ method: 'notes.*', callsPerMinute: 2 })
  const codes = []
  for (let i = 0; i < 3; i += 1) codes.push((await send(emulator, LIST)).status)
  expect(codes).toEqual([200, 200, 429])
  emulator.clock.advance(61)
  expect((await send(emulator, LIST)).status).toBe(200)
})

test('the client of Google retries what it is told to retry', async () => {
  using fault = emulator.faults.set({ method: 'notes.*', status: 'RESOURCE_EXHAUSTED', count: 2 })
  const notes = await google.discoverAPI<{
    projects: { notes: { list(params: object): Promise<{ status: number }> } }
  }>(`${emulator.url}/discovery/v1/apis/notes/v1/rest`, {
    retryConfig: { retry: 3, retryDelay: 1, statusCodesToRetry: [[429, 429]] },
  })
  expect((await notes.projects.notes.list({ parent: 'projects/p' })).status).toBe(200)
  expect(fault.hits).toBe(2)
})

test('a connection drops before or after the work, or in the middle of the answer', async () => {
  await expect(note(emulator, 'before', meet('DROP_BEFORE'))).rejects.toThrow('fetch failed')
  await expect(note(emulator, 'after', meet('DROP_AFTER'))).rejects.toThrow('fetch failed')
  await expect(note(emulator, 'half', meet('TRUNCATE'))).rejects.toThrow('terminated')
  expect(await notesOf(emulator)).toEqual(['after', 'half'])
})

test('one request brings its own fault, which can be late', async () => {
  const begun = performance.now()
  const { status } = await send(emulator, LIST, {
    headers: { 'X-Emulator-Fault': 'delayMs=150; status=404; message=gone' },
  })
  expect(status).toBe(404)
  expect(performance.now() - begun).toBeGreaterThan(140)
  expect((await send(emulator, LIST)).status).toBe(200)
  const broken = await send(emulator, LIST, { headers: { 'X-Emulator-Fault': 'status=GONE' } })
  expect(broken.status).toBe(400)
  expect(JSON.stringify(broken.body)).toContain('/status: it must be a code of HTTP, or one of')
})

test('what is read-only refuses changes', async () => {
  using _ = emulator.faults.set({ method: 'notes.*', readOnly: true })
  expect(await note(emulator, 'a')).toBe(403)
  expect((await send(emulator, LIST)).status).toBe(200)
})

test('a fault of a fork meets only calls of it', async () => {
  await using fork = await emulator.fork()
  using _ = fork.faults.set({ status: 'INTERNAL' })
  expect(await note(emulator, 'a', fork.headers)).toBe(500)
  expect(await note(emulator, 'a')).toBe(200)
})

test('faults are set, listed and ended by the control API', async () => {
  const set = await send<{ name: string }>(emulator, 'POST _emulator/v1/faults', {
    body: { method: 'notes.*', status: 'ABORTED' },
  })
  expect(set.status).toBe(200)
  expect(await note(emulator, 'a')).toBe(409)
  expect((await send(emulator, 'GET _emulator/v1/faults')).body).toEqual({
    faults: [{ name: set.body.name, method: 'notes.*', status: 'ABORTED', hits: 1 }],
  })
  await send(emulator, `DELETE _emulator/v1/faults/${set.body.name}`)
  expect(await note(emulator, 'a')).toBe(200)
  const broken = await send(emulator, 'POST _emulator/v1/faults', { body: { method: 'notes.*' } })
  expect(broken.status).toBe(400)
  expect(JSON.stringify(broken.body)).toContain('it does nothing; give it one of')
})

test.each([
  ['[{"status":"UNAVAILABLE"}]', 1],
  ['[{"status":503}]', 1],
  ['{"faults":[{"delayMs":5},{"readOnly":true}]}', 2],
])('a file of faults %s has %i', (content, count) => {
  expect(readFaults(content).length).toBe(count)
})

test.each([
  ['{"faults":[{"delayMs":5},{"state":1}]}', '/faults/1/state: a fault has method, fork,'],
  ['[{"staus":"ABORTED"}]', 'readOnly; did you mean status?'],
  ['[{"probability":2,"status":"INTERNAL"}]', '/0/probability: it must be a number from 0 to 1'],
  ['{"fault":[]}', '/faults: it must be a list of faults'],
])('a broken file %s is said with its place', (content, sentence) => {
  expect(() => readFaults(content)).toThrow(sentence)
})

test('a status is a word or a code of HTTP, wherever a fault is written', async () => {
  expect(readFaults('[{"status":503}]')).toEqual(readFaults('[{"status":"UNAVAILABLE"}]'))
  await send(emulator, 'POST _emulator/v1/faults', { body: { status: '429' } })
  expect(await note(emulator, 'a')).toBe(429)
})

test('one line says what JSON does', () => {
  expect(readFaultLine('method=a.*; status=429; count=2; retryAfterSeconds=1.5; readOnly')).toEqual(
    readFault({
      method: 'a.*',
      status: 'RESOURCE_EXHAUSTED',
      count: 2,
      retryAfterSeconds: 1.5,
      readOnly: true,
    }),
  )
})
