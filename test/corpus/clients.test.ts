// Every method of every document, called over a socket by Google's own client for Node.
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { corpusDirectory, documents } from '../helpers/corpus.ts'
import { listening, type ListeningApp } from '../helpers/listening.ts'
import { serverOf } from '../helpers/server.ts'
import { uploadFolder } from '../helpers/uploads.ts'
import { clientCalls } from './client_calls.ts'
import { sharesPath } from './judge.ts'
import { nodeClient, type ClientAnswer } from './node_client.ts'
import { BYTES, Recorder, type Got } from './recorder.ts'
import { casesOf, type Held, type MethodCase } from './requests.ts'

/** The server answers the methods of the directory itself. */
const isDirectory = ({ document }: Held) => document.name === 'discovery'
const held = documents()
const called = held.filter((one) => !isDirectory(one))

const recorder = new Recorder()
const { uploads } = uploadFolder()
let server: ListeningApp

beforeAll(async () => {
  const apis = held.map((one) => recorder.apiOf(one))
  server = await listening(serverOf(apis, { uploads }).app)
})

afterAll(() => server[Symbol.asyncDispose]())

describe.skipIf(corpusDirectory === undefined)('googleapis calls every method', () => {
  test.each(called)('of $file', async (one) => {
    const methods = casesOf(one).filter((method) => !sharesPath(method))
    const outcomes = await outcomesOf(one, methods)
    expect(outcomes.filter(({ actual, expected }) => !isDeepStrictEqual(actual, expected))).toEqual(
      [],
    )
    expect(new Set(outcomes.map(({ expected }) => expected.method)).size).toBe(methods.length)
  })

  test.each(held.filter(isDirectory))('of $file, which is about what is served', async (one) => {
    const methodOf = nodeClient(one, server.url)
    const [getRest, list] = await Promise.all(casesOf(one).map(methodOf))
    const { data } = await getRest!({ api: 'drive', version: 'v3' })
    expect(data).toMatchObject({ id: 'drive:v3', rootUrl: `${server.url}/www.googleapis.com/` })
    const id = 'cloudtasks:v2'
    expect((await list!({ name: 'cloudtasks', preferred: true })).data).toMatchObject({
      items: [{ id }],
    })
  })

  test.each(called.flatMap(casesOf).filter(sharesPath))(
    'but $method.id: a document has the same path, and is answered',
    async (one) => {
      const ask = await nodeClient(one.held, server.url)(one)
      const { args } = clientCalls(one, one.method.id).next().value!
      const { headers } = await ask(args)
      expect(headers.get('x-emulator-method')).toBe(one.method.id.replace(/list$/, 'get'))
    },
  )
})

interface Outcome {
  readonly kind: string
  readonly expected: Seen
  /** As expected, or what the client threw. */
  readonly actual: Seen | { readonly error: string }
}

interface Seen {
  /** The id of the method that answered. */
  readonly method: string | null
  readonly got: Got | undefined
  /** As the client gives it to a program. */
  readonly data: unknown
}

/** Of every call of every method: some methods at a time, each one's calls in turn. */
async function outcomesOf(one: Held, methods: readonly MethodCase[]): Promise<Outcome[]> {
  const methodOf = nodeClient(one, server.url)
  const outcomes: Outcome[] = []
  const left = methods.values()
  const inTurn = async () => {
    for (const method of left) {
      const ask = await methodOf(method)
      for (const { kind, args, got, bytes } of clientCalls(method, method.method.id)) {
        const actual = await ask(args).then(
          (answer) => seenOf(method, answer),
          (error: unknown) => ({ error: String(error) }),
        )
        // The client gives no answer at all as an empty text.
        const data = bytes ? BYTES : (recorder.sampleOf(method) ?? '')
        outcomes.push({ kind, actual, expected: { method: method.method.id, got, data } })
      }
    }
  }
  await Promise.all(Array.from({ length: 8 }, inTurn))
  return outcomes
}

const seenOf = (method: MethodCase, { headers, data }: ClientAnswer): Seen => ({
  method: headers.get('x-emulator-method'),
  got: recorder.take(method),
  data,
})
