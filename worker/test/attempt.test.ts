// One attempt: decoding, kinds, schemas, results and what a processor may throw.
import { describe, expect, test, vi } from 'vitest'
import { attempt, resultOfDead } from '../src/executors/attempt.ts'
import { decode, encode, registerMimetype } from '../src/processor/codecs.ts'
import { defineWorker, PermanentError, RateLimited, RetryAfter, type Worker } from '../src/index.ts'
import { silentLogger } from '../src/log/logger.ts'

const request = (payload: unknown, about: { queue?: string; mimetype?: string } = {}) => ({
  attemptLimit: 5,
  task: {
    id: 'a',
    queue: 'q',
    attempt: 1,
    headers: {},
    payload: payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload)),
    ...about,
  },
})
const run = (worker: Worker, ...requests: ReturnType<typeof request>[]) => {
  const signals = requests.map(() => new AbortController().signal)
  return attempt({ worker, logger: silentLogger() }, requests, signals)
}
const echo = (name: string) => ({ kind: name, process: () => ({ by: name }) })

describe('a message', () => {
  test('that is no JSON is refused for good', async () => {
    const worker = defineWorker({ process: () => 1 })
    const [outcome] = await run(worker, request(Buffer.from('{')))
    expect(outcome).toMatchObject({ kind: 'failed', permanent: true })
    expect(outcome).toHaveProperty('error.message', expect.stringContaining('no application/json'))
  })

  test('goes to the processor of its kind; without one it is refused for good', async () => {
    const worker = defineWorker({ processors: [echo('x'), echo('y')] })
    const outcomes = await run(worker, request({ kind: 'y' }), request({ kind: 'z' }), request(1))
    expect(outcomes).toMatchObject([
      { kind: 'done', result: { value: { by: 'y' } } },
      { permanent: true, error: { message: 'unknown kind "z"; known are x, y' } },
      { permanent: true, error: { message: 'the message has no kind; known are x, y' } },
    ])
  })

  test('goes to the processor of its queue', async () => {
    const worker = defineWorker({
      processors: [
        { inKey: 'one', outKey: 'out', process: () => 1 },
        { inKey: 'two', process: () => 2 },
      ],
    })
    const outcomes = await run(
      worker,
      request(0, { queue: 'prefix_one' }),
      request(0, { queue: 'two' }),
    )
    expect(outcomes).toMatchObject([{ result: { value: 1, to: 'out' } }, { result: { value: 2 } }])
  })

  test('that does not fit a JSON schema, or that a parser refuses, is refused for good', async () => {
    const schema = { type: 'object', required: ['n'] }
    const parser = { parse: (value: unknown) => Number(value) || fail('not a number') }
    const bySchema = defineWorker({ input: schema, process: () => 1 })
    const byParser = defineWorker({ input: parser, process: (n) => n + 1 })
    expect(await run(bySchema, request({}))).toMatchObject([{ permanent: true }])
    expect(await run(byParser, request('x'), request('4'))).toMatchObject([
      { permanent: true, error: { message: 'the message does not fit its schema: not a number' } },
      { result: { value: 5 } },
    ])
  })
})

describe('a result', () => {
  test('is JSON, or of the type the processor says', async () => {
    const text = defineWorker({ outMimetype: 'text/plain', process: () => 'hello' })
    const [outcome] = await run(text, request({}))
    expect(outcome).toMatchObject({
      result: { mimetype: 'text/plain', body: new TextEncoder().encode('hello') },
    })
    expect(await run(defineWorker({ process: () => undefined }), request({}))).toMatchObject([
      { kind: 'done', result: undefined },
    ])
  })

  test('that does not fit its schema is no result', async () => {
    const worker = defineWorker({ output: { type: 'number' }, process: () => 'x' })
    expect(await run(worker, request({}))).toMatchObject([{ kind: 'failed', permanent: true }])
  })

  test('of a dead task is what its processor says of it', async () => {
    const worker = defineWorker({
      process: () => 1,
      resultOfDead: ({ taskId }, error) => ({ taskId, success: false, why: error.message }),
    })
    const error = { name: 'Error', message: 'gone' }
    const { signal } = new AbortController()
    const surroundings = { worker, logger: silentLogger() }
    expect(await resultOfDead(surroundings, request({}), { error, signal })).toMatchObject({
      result: { value: { taskId: 'a', success: false, why: 'gone' } },
    })
  })
})

test('what a processor throws says what becomes of its task', async () => {
  const worker = defineWorker<string>({
    process(which) {
      if (which === 'permanent') throw new PermanentError('no')
      if (which === 'later') throw new RetryAfter(1500)
      if (which === 'too many') throw new RateLimited(2500)
      throw new TypeError('oops')
    },
  })
  const requests = ['permanent', 'later', 'too many', 'x'].map((which) => request(which))
  expect(await run(worker, ...requests)).toMatchObject([
    { permanent: true },
    { permanent: false, retryAfterMs: 1500 },
    { permanent: false, rateLimitedMs: 2500 },
    { permanent: false, error: { name: 'TypeError', message: 'oops' } },
  ])
})

test('error hooks are told, and one that throws keeps nobody from being told', async () => {
  const told = vi.fn<(message: string) => void>()
  const worker = defineWorker({
    process: () => fail('first'),
    onError: [() => fail('second'), (error) => told(error.message)],
  })
  await run(worker, request({}))
  expect(told).toHaveBeenCalledWith('first')
})

test('a batch has an outcome for each message', async () => {
  const worker = defineWorker<number, number>({
    input: { type: 'number' },
    processBatch: async (messages) =>
      messages.map((n) => (n === 2 ? new Error('not two') : n * 10)),
  })
  expect(await run(worker, request(1), request(2), request('x'), request(3))).toMatchObject([
    { result: { value: 10 } },
    { kind: 'failed', permanent: false },
    { kind: 'failed', permanent: true },
    { result: { value: 30 } },
  ])
})

test('a traceparent is taken from the message', async () => {
  const seen = vi.fn<(traceparent: string | undefined) => void>()
  const worker = defineWorker({ process: (_, { traceparent }) => seen(traceparent) })
  await run(worker, request({ traceparent: '00-1-2-01' }))
  expect(seen).toHaveBeenCalledWith('00-1-2-01')
})

test('a worker that could not work is refused when it is defined', () => {
  expect(() => defineWorker({})).toThrow('either process() or processBatch()')
  expect(() => defineWorker({ processors: [echo('x'), echo('x')] })).toThrow('Processor for kind x')
  expect(() => defineWorker({ processors: [] })).toThrow('at least one')
})

describe('a codec', () => {
  test('can be added', () => {
    registerMimetype('application/x-csv', {
      encode: (value) => Buffer.from((value as string[]).join(',')),
      decode: (bytes) => Buffer.from(bytes).toString().split(','),
    })
    expect(decode(encode(['a', 'b'], 'application/x-csv; x=y'), 'application/x-csv')).toEqual([
      'a',
      'b',
    ])
  })

  test('is sniffed where */* is asked for', () => {
    expect(decode(Buffer.from('{"a":1}'), '*/*')).toEqual({ a: 1 })
    expect(decode(Buffer.from('hi'), '*/*')).toBe('hi')
    expect(decode(Uint8Array.of(255), '*/*')).toEqual(Uint8Array.of(255))
  })

  test.each(['text/json', 'application/problem+json', 'application/x-json; charset=utf-8'])(
    '%s is JSON',
    (mimetype) => {
      expect(decode(encode({ a: 1 }, mimetype), mimetype)).toEqual({ a: 1 })
    },
  )

  test('must be known', () => {
    expect(() => decode(Buffer.from(''), 'image/png')).toThrow('no codec for image/png')
  })
})

function fail(message: string): never {
  throw new Error(message)
}
