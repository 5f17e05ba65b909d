// Calls that were recorded against Google itself: we find the same method, and take what Google took.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { methodsOf } from '../../src/discovery/read/methods.ts'
import { corpusDirectory, documents } from '../helpers/corpus.ts'
import { serverOf } from '../helpers/server.ts'

/** One call, as the recordings have it. */
interface RecordedCall {
  /** `redis:v1` */
  readonly api: string
  readonly id: string
  readonly m: string
  readonly u: string
  readonly b: unknown
  readonly s: number
}

const file =
  corpusDirectory && join(dirname(corpusDirectory), 'recordings', 'google-calls.jsonl.gz')
const isThere = file !== undefined && existsSync(file)

const recorded = (): RecordedCall[] =>
  gunzipSync(readFileSync(file!))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { calls: RecordedCall[] }).calls)

/** The recorder wrote every time in one form, also where the API has microseconds. */
const isChanged = ({ id, b }: RecordedCall) =>
  id.startsWith('bigquery.tables.') && JSON.stringify(b)?.includes('"expirationTime":"2024-') // a number in truth

test.skipIf(!isThere)('what Google took is taken, by the method that Google called', async () => {
  const held = documents()
  const server = serverOf(
    held.map((one) => ({
      ...one,
      handlers: Object.fromEntries(methodsOf(one.document).map(({ method }) => [method.id, reply])),
    })),
    { validateResponses: false },
  )
  const hosts = new Map(
    held.map(({ document }) => [
      `${document.name}:${document.version}`,
      new URL(document.rootUrl).hostname,
    ]),
  )
  const calls = recorded().filter((call) => hosts.has(call.api) && !isChanged(call))
  const refused = new Set<string>()
  for (const { api, id, m, u, b, s } of calls) {
    // `${projectId}` stands for an id that the recorder made equal in all runs.
    const path = u.replaceAll(/\$\{(\w+)\}/g, '$1').replace(/^https?:\/\/[^/]+/, '')
    const { status, headers, text } = await server.request(`/${hosts.get(api)}${path}`, {
      method: m,
      ...(b !== null && {
        body: JSON.stringify(b),
        headers: { 'content-type': 'application/json' },
      }),
    })
    if (headers.get('x-emulator-method') !== id || (s < 300 && status >= 300))
      refused.add(`${id} ${path}\n${text}`)
  }
  expect([...refused]).toEqual([])
  // The recordings hold 3,183 calls.
  expect(calls.length).toBeGreaterThan(3000)
})

const reply = () => ({})
