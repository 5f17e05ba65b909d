// What documents say of their resources: judged by recordings, in little time, and with no API's name in the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { behaviorFor } from '../../src/resources/methods/behaviors.ts'
import { ApiModel } from '../../src/resources/model/api_model.ts'
import { behaviorOf } from '../../src/resources/model/field.ts'
import { corpusDirectory, documents } from '../helpers/corpus.ts'

const recordings = corpusDirectory && join(dirname(corpusDirectory), 'recordings')
const isThere = recordings !== undefined && existsSync(recordings)

interface Recorded {
  readonly api: string
  readonly id: string
  readonly class: string
}

function* recordedIn(file: string): Generator<Recorded> {
  const lines = gunzipSync(readFileSync(join(recordings!, file)))
    .toString()
    .trimEnd()
    .split('\n')
  for (const line of lines) yield* (JSON.parse(line) as { calls: Recorded[] }).calls
}

describe('the class of a method', () => {
  /** Ours tells more of these: PUTs that are named create, and values that nothing creates. */
  const KNOWN = new Set([
    'pubsub.projects.topics.create',
    'pubsub.projects.subscriptions.create',
    'sheets.spreadsheets.values.get',
    'sheets.spreadsheets.values.update',
    'youtube.videos.getRating',
  ])

  test.skipIf(!isThere)('is that of the recordings', () => {
    const models = new Map(
      documents().map(({ document }) => [
        `${document.name}:${document.version}`,
        new ApiModel(document),
      ]),
    )
    const wrong = new Set<string>()
    let judged = 0
    for (const file of ['google-calls.jsonl.gz', 'other-calls.jsonl.gz'])
      for (const { api, id, class: expected } of recordedIn(file)) {
        const model = models.get(api)
        if (model === undefined || KNOWN.has(id)) continue
        judged += 1
        const own = model.method(model.placed.methods.get(id)!.method).class
        if (own !== expected) wrong.add(`${id}: ${own} for ${expected}`)
      }
    expect([...wrong]).toEqual([])
    expect(judged).toBeGreaterThan(5000)
  })
})

test.skipIf(!isThere)('the models of all documents cost little', () => {
  const held = documents()
  const start = process.cpuUsage()
  for (const { document } of held) {
    const model = new ApiModel(document)
    for (const { method } of model.placed.methods.values()) behaviorFor(model.method(method), model)
  }
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1e6).toBeLessThan(1.5) // seconds; a fiftieth of it on a quiet machine
})

describe('what a description says of its field', () => {
  test.each([
    ['Output only. The time.', { outputOnly: true }],
    ['[Output Only] The time.', { outputOnly: true }],
    ['Output only when asked for.', { outputOnly: false }],
    ['Required. Immutable. The id.', { required: true, immutable: true }],
    ['Optional. Input only. A password.', { inputOnly: true }],
    ['Identifier. The name.', { identifier: true }],
    ['Required if there is a book.', { required: false }],
    ['The output only of a printer.', { outputOnly: false }],
    ['The time it was created (output only). In text.', { outputOnly: true }],
    ['When it was made. This is RFC 3339 text. Output only.', { outputOnly: true }],
    ['The creator of the event. Read-only.', { outputOnly: true }],
    ['Whether it is gone. This field is read only. It is ignored.', { outputOnly: true }],
    ['Whether it is gone. For assigned tasks this field is read-only.', { outputOnly: false }],
    ['Whether it may be read. Read only when true.', { outputOnly: false }],
  ])('%s', (description, expected) => {
    expect(behaviorOf({ type: 'string', description })).toMatchObject(expected)
  })
})

describe('the code of the engine', () => {
  const root = join(import.meta.dirname, '../../src/resources')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  )

  test.skipIf(!isThere)('names no API: what is special about one is data', () => {
    // Words that are also the names of APIs; `iam` is a class of methods.
    const WORDS = new Set([
      'iam',
      'storage',
      'run',
      'tasks',
      'drive',
      'discovery',
      'logging',
      'content',
      'people',
    ])
    const names = new Set(
      documents()
        .map(({ document }) => document.name)
        .filter((name) => !WORDS.has(name)),
    )
    const found = files.flatMap((file) => {
      const literals = readFileSync(join(root, file), 'utf8').matchAll(
        /['"`]([A-Za-z]\w*)(?:[:_.][\w.]*)?['"`]/g,
      )
      return [...literals].flatMap(([, word]) => (names.has(word!) ? [`${file}: ${word}`] : []))
    })
    expect(found).toEqual([])
    expect(files.length).toBeGreaterThan(40)
  })
})
