// Recording, replaying and learning, with a server of ours as the real service.
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { learnCommand } from '../../src/cli/learn/learn_command.ts'
import { recordCommand } from '../../src/cli/record/record_command.ts'
import { judge } from '../../src/cli/replay/judge.ts'
import { openSubject } from '../../src/cli/replay/open_subject.ts'
import type { RecordedCall } from '../../src/cli/replay/recorded.ts'
import { readRecording } from '../../src/cli/replay/recording.ts'
import { replayCommand } from '../../src/cli/replay/replay_command.ts'
import { Words } from '../../src/cli/replay/words.ts'
import { Tally } from '../../src/cli/replay/table.ts'
import type { Config } from '../../src/config/config.ts'
import { settings, type Settings } from '../../src/config/settings.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { apiFolder } from '../helpers/api_folder.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { booksApi, text } from '../resources/documents.ts'

const document = booksApi({ title: text, color: text, password: text })

function folderWith(files: Readonly<Record<string, unknown>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'replay-'))
  for (const [name, content] of Object.entries({ 'library_v1.api': document, ...files }))
    writeFileSync(join(folder, name), JSON.stringify(content))
  return folder
}

const configOf = (apiData: string): Config => ({
  ...(Object.fromEntries(
    Object.entries(settings).map(([name, setting]) => [name, setting.default]),
  ) as unknown as Settings),
  api_data: apiData,
  bind: '127.0.0.1:0',
  ofModules: {},
})

const BOOKS = '/v1/projects/p/books'

/** What a client did with a server that fills `color` in, as a recording. */
async function recorded(out: string, use: (url: string) => Promise<void>): Promise<RecordedCall[]> {
  const real = folderWith({ 'library_v1.defaults.json': { Book: { color: 'red' } } })
  await using upstream = await startEmulator({ apiData: real })
  const stop = Promise.withResolvers<void>()
  const log = vi.spyOn(console, 'log').mockReturnValue()
  const listening = Promise.withResolvers<string>()
  const ended = recordCommand(configOf(real), {
    upstream: upstream.url,
    out,
    stopped: stop.promise,
    onListening: listening.resolve,
  })
  await use(await listening.promise)
  stop.resolve()
  expect(await ended).toBe(0)
  log.mockRestore()
  return readRecording(out, () => ({ api: 'library:v1', id: '', class: '' })).flatMap(
    ({ calls }) => calls,
  )
}

async function lifeOfBooks(url: string): Promise<void> {
  const send = (method: string, path: string, message?: object) =>
    fetch(url + path, {
      method,
      headers: { 'content-type': 'application/json', authorization: 'Bearer s3cret' },
      ...(message && { body: JSON.stringify(message) }),
    })
  for (const id of ['a', 'b']) {
    await send('GET', `${BOOKS}/${id}?key=s3cret`)
    await send('POST', `${BOOKS}?bookId=${id}`, { title: id, password: 's3cret' })
    await send('GET', `${BOOKS}/${id}`)
  }
  await send('DELETE', `${BOOKS}/a`)
}

const handMade = (m: string, id: string, r: unknown, more: object = {}) => ({
  api: 'library:v1',
  id: `library.projects.books.${id}`,
  class: id,
  m,
  u: `https://library.googleapis.com${BOOKS}/old`,
  b: null,
  s: 200,
  r,
  ...more,
})

test('a tag of a recording is one of this run, whatever characters are in it', () => {
  const words = new Words({})
  words.learnIds({ etag: 'GtfO/RX/+U=' }, { etag: 'BIPtTr2MXlY=' })
  expect(words.isSame('GtfO/RX/+U=', 'BIPtTr2MXlY=')).toBe(true)
  expect(words.isSame('GtfO/RX/+V=', 'BIPtTr2MXlY=')).toBe(false)
  expect(words.oursIn({ etag: 'GtfO/RX/+U=' })).toEqual({ etag: 'BIPtTr2MXlY=' })
})

describe('a recording', () => {
  test('holds calls and answers by method, and no credentials', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'recording-')), 'books.jsonl')
    const calls = await recorded(out, lifeOfBooks)
    expect(calls.map(({ api, id, class: kind, s }) => [api, id, kind, s]).slice(0, 3)).toEqual([
      ['library:v1', 'library.projects.books.get', 'get', 404],
      ['library:v1', 'library.projects.books.create', 'create', 200],
      ['library:v1', 'library.projects.books.get', 'get', 200],
    ])
    expect(readFileSync(out, 'utf8')).not.toContain('s3cret')
    expect(calls[1]!.b).toEqual({ title: 'a', password: 'REDACTED' })
  })

  test('is not begun where somebody else listens', async () => {
    await using other = await startEmulator({ apiData: folderWith() })
    const bind = new URL(other.url).host
    const config = { ...configOf(folderWith()), bind }
    const out = join(mkdtempSync(join(tmpdir(), 'recording-')), 'books.jsonl')
    await expect(recordCommand(config, { upstream: other.url, out })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  test.each([
    [
      'pubsub.googleapis.com',
      'books.jsonl',
      '--upstream is "pubsub.googleapis.com", but must be a URL',
    ],
    ['https://x.example', join('nowhere', 'books.jsonl'), 'there is no folder nowhere'],
  ])('is not begun of %s into %s', async (upstream, out, sentence) => {
    const stopped = Promise.resolve()
    const config = configOf(folderWith())
    await expect(recordCommand(config, { upstream, out, stopped })).rejects.toThrow(sentence)
  })

  test('that is not there, or has no call of the API, is told of in a sentence', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'recording-')), 'books.jsonl')
    await recorded(out, lifeOfBooks)
    const config = configOf(folderWith())
    await expect(replayCommand(config, { file: `${out}.gz` })).rejects.toThrow(
      `cannot read the recording ${out}.gz: ENOENT`,
    )
    await expect(replayCommand(config, { file: out, api: 'libary:v1' })).rejects.toThrow(
      `${out} has no call of libary:v1, only of library:v1`,
    )
  })

  test('is replayed and judged, as JSON lines or as HAR', async () => {
    for (const name of ['books.jsonl', 'books.har']) {
      const out = join(mkdtempSync(join(tmpdir(), 'recording-')), name)
      await recorded(out, lifeOfBooks)
      await using subject = await openSubject(configOf(folderWith()), false)
      const tally = new Tally()
      const lost: string[] = []
      await judge(readRecording(out, subject.identify), subject, (verdict) => {
        tally.add(verdict)
        lost.push(...verdict.differences.map(({ path }) => path))
      })
      const { status, envelope, shape, echoed, leaves } = tally.figures
      expect([tally.calls, tally.judged, status, envelope, shape]).toEqual([
        7,
        7,
        { right: 7, of: 7 },
        { right: 2, of: 2 },
        { right: 5, of: 5 },
      ])
      // The one thing that our server does not know: what color books are.
      expect([echoed.right === echoed.of, leaves.right === leaves.of, [...new Set(lost)]]).toEqual([
        true,
        true,
        ['/color'],
      ])
    }
  })

  test('teaches what servers fill in, after which nothing differs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'recording-'))
    const out = join(folder, 'books.jsonl')
    await recorded(out, lifeOfBooks)
    const data = folderWith()
    const log = vi.spyOn(console, 'log').mockReturnValue()
    await learnCommand(configOf(data), { file: out, out: data })
    log.mockRestore()
    expect(JSON.parse(readFileSync(join(data, 'library_v1.defaults.json'), 'utf8'))).toEqual({
      Book: { color: 'red' },
    })
    await using subject = await openSubject(configOf(data), false)
    const differing: string[] = []
    await judge(readRecording(out, subject.identify), subject, ({ differences }) => {
      differing.push(...differences.map(({ path }) => path))
    })
    expect(differing).toEqual([])
  })

  test('of what was there before plants it, and judges what follows', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'recording-')), 'before.jsonl')
    const book = { name: 'projects/p/books/old', title: 'Emma' }
    writeFileSync(
      out,
      JSON.stringify({
        src: 'hand',
        calls: [
          handMade('GET', 'get', book),
          handMade(
            'PATCH',
            'patch',
            { ...book, title: 'Persuasion' },
            { b: { title: 'Persuasion' } },
          ),
          handMade('GET', 'get', { ...book, title: 'Persuasion' }),
        ],
      }),
    )
    await using subject = await openSubject(configOf(folderWith()), false)
    const tally = new Tally()
    await judge(readRecording(out, subject.identify), subject, (verdict) => tally.add(verdict))
    expect([tally.before, tally.figures.status, tally.figures.complete]).toEqual([
      1,
      { right: 2, of: 2 },
      { right: 4, of: 4 },
    ])
  })

  test('with a line that is none is refused with its place', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'recording-')), 'bad.jsonl')
    writeFileSync(file, '{"src": "a", "calls": []}\n{"calls": 1}\n')
    expect(() => readRecording(file, () => undefined)).toThrow(
      `${file}:2: a line must be a sequence`,
    )
  })
})

const recordings =
  corpusDirectory && join(dirname(corpusDirectory), 'recordings', 'google-calls.jsonl.gz')

const judged = async (isBare: boolean, apiData = corpusDirectory!) => {
  await using subject = await openSubject(configOf(apiData), isBare)
  const tally = new Tally()
  await judge(readRecording(recordings!, subject.identify), subject, (verdict) =>
    tally.add(verdict),
  )
  const share = (name: keyof Tally['figures']) =>
    (100 * tally.figures[name].right) / tally.figures[name].of
  return { tally, share }
}

// Thousands of calls.
const patient = { timeout: 120_000 }

describe.skipIf(recordings === undefined || !existsSync(recordings))(
  'what Google answered',
  patient,
  () => {
    test('is answered by documents alone', async () => {
      const { tally, share } = await judged(true)
      expect(share('status')).toBeGreaterThanOrEqual(98)
      expect(share('envelope')).toBeGreaterThanOrEqual(98)
      expect(share('shape')).toBeGreaterThanOrEqual(96)
      expect(share('echoed')).toBeGreaterThanOrEqual(99.3)
      expect(share('leaves')).toBeGreaterThanOrEqual(95)
      expect(tally.unserved / tally.judged).toBeLessThanOrEqual(0.01)
      expect(tally.judged).toBeGreaterThan(3000)
    })

    test('is answered better with the data that comes with us', async () => {
      const { share } = await judged(false)
      expect(share('status')).toBeGreaterThanOrEqual(99)
      expect(share('leaves')).toBeGreaterThanOrEqual(98)
      expect(share('complete')).toBeGreaterThanOrEqual(80)
    })

    test('is answered as well by handlers, which are judged with states of their own', async () => {
      const { tally, share } = await judged(false, apiFolder('storage_v1'))
      expect(share('status')).toBeGreaterThanOrEqual(99)
      expect(share('envelope')).toBe(100)
      expect(share('shape')).toBeGreaterThanOrEqual(96)
      expect(share('leaves')).toBeGreaterThanOrEqual(99)
      expect(tally.judged).toBeGreaterThan(200)
    })

    test('is told as a table', async () => {
      const log = vi.spyOn(console, 'log').mockReturnValue()
      await replayCommand(configOf(corpusDirectory!), { file: recordings!, api: 'redis:v1' })
      const [[table]] = log.mock.calls as [[string]]
      log.mockRestore()
      expect(table.split('\n').map((line) => line.split(/ {2,}/)[0])).toEqual([
        '',
        'redis:v1',
        'all',
      ])
    })
  },
)
