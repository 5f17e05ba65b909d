// What is kept of documents that were checked: used while it is right, and never in the way.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { loadDocuments, type LoadOptions } from '../../../src/discovery/read/load.ts'
import { openOutlineCache } from '../../../src/discovery/read/outline_cache.ts'

const small = { name: 'a', version: 'v1', rootUrl: 'https://a.example.com/', servicePath: '' }
/** Large enough to be worth it. */
const large = { ...small, name: 'b', documentationLink: 'x'.repeat(5 * 2 ** 20) }

let folder: string
let apiData: string
let cacheFolder: string
let warnings: string[]
let longChecks: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cache-'))
  apiData = join(folder, 'api_data')
  cacheFolder = join(folder, 'deep/cache')
  warnings = []
  longChecks = 0
  await mkdir(apiData)
  await write('a.api', small)
  await write('b.api', large)
  return () => rm(folder, { recursive: true })
})

const write = (file: string, content: unknown) =>
  writeFile(join(apiData, file), typeof content === 'string' ? content : JSON.stringify(content))

const load = (options: Partial<LoadOptions> = {}) =>
  loadDocuments(apiData, {
    cacheFolder,
    warn: (sentence) => void warnings.push(sentence),
    onLongCheck: () => void (longChecks += 1),
    ...options,
  })

const titles = async () => (await load()).map(({ outline }) => outline.title)

/** Makes what is kept tell itself from what the documents say. */
async function markKept(): Promise<void> {
  const cache = openOutlineCache(cacheFolder, apiData, () => {})
  const marked = [...cache.outlines].map(([key, outline]) => [key, { ...outline, title: 'kept' }])
  await cache.save({ outlines: new Map(marked as never), files: cache.files })
}

const otherKey = (key: string) => `of ${key}`

/** What is done is done in an hour, when the files have long been as they are. */
async function laterOn<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_600_000 })
  try {
    return await work()
  } finally {
    vi.useRealTimers()
  }
}

/** Takes what is kept of a file's contents from a key that no contents have. */
async function nameOtherKeys(): Promise<void> {
  const cache = openOutlineCache(cacheFolder, apiData, () => {})
  await cache.save({
    outlines: new Map([...cache.outlines].map(([key, outline]) => [otherKey(key), outline])),
    files: new Map(
      [...cache.files].map(([file, known]) => [file, { ...known, key: otherKey(known.key) }]),
    ),
  })
}

const cacheFile = async () => join(cacheFolder, (await readdir(cacheFolder))[0]!)

describe('outlines of checked documents', () => {
  test('are kept, and taken from there at the next start', async () => {
    expect(await titles()).toEqual([undefined, undefined])
    await markKept()
    const loaded = await load()
    expect(loaded.map(({ outline }) => outline.title)).toEqual(['kept', 'kept'])
    expect(loaded.map(({ document }) => document.name)).toEqual(['a', 'b'])
    expect(warnings).toEqual([])
  })

  test('are those of the very contents: another byte or patch is checked anew', async () => {
    await load()
    await markKept()
    await write('a.api', `${JSON.stringify(small)} `)
    await write('b.patch.json', { title: 'patched' })
    expect(await titles()).toEqual([undefined, 'patched'])
    await markKept()
    expect(await titles()).toEqual(['kept', 'kept'])
    await write('b.patch.json', { title: 'patched again' })
    expect(await titles()).toEqual(['kept', 'patched again'])
  })

  describe('of a file that has not changed', () => {
    test('are found without reading it', async () => {
      await laterOn(load)
      await markKept()
      await nameOtherKeys()
      expect(await laterOn(titles)).toEqual(['kept', 'kept'])
    })

    test('are not, where it is another of the same length and times', async () => {
      const { atime, mtime } = await stat(join(apiData, 'a.api'))
      await laterOn(load)
      await markKept()
      await write('a.api', { ...small, name: 'z' })
      await utimes(join(apiData, 'a.api'), atime, mtime)
      const [a, b] = await laterOn(load)
      expect([a!.outline.name, b!.outline.title]).toEqual(['z', 'kept'])
    })

    test('are found by reading it, where it was just written', async () => {
      await load()
      await markKept()
      await nameOtherKeys()
      expect(await titles()).toEqual([undefined, undefined])
      expect(openOutlineCache(cacheFolder, apiData, () => {}).files.size).toBe(0)
    })
  })

  test('are kept only of documents without problems, which are named at every start', async () => {
    await write('c.api', { ...small, name: 'c', version: 5 })
    await expect(load()).rejects.toThrow('c.api#/version')
    await markKept()
    await expect(load()).rejects.toThrow('c.api#/version')
    await rm(join(apiData, 'c.api'))
    expect(await titles()).toEqual(['kept', 'kept'])
  })

  test('of documents that are gone are forgotten', async () => {
    await load()
    await rm(join(apiData, 'a.api'))
    await write('b.api', { ...large, title: 'new' })
    await load()
    expect(openOutlineCache(cacheFolder, apiData, () => {}).outlines.size).toBe(1)
  })

  test('are not kept of few bytes, which are read in no time, nor without a folder', async () => {
    await write('b.api', { ...small, name: 'b' })
    await load()
    await write('b.api', large)
    await load({ cacheFolder: '' })
    expect(await readdir(folder)).toEqual(['api_data'])
  })

  test.each([
    ['empty', () => ''],
    ['cut off', (text: string) => text.slice(0, -5)],
    ['of other bytes', (text: string) => text.replace('"name":"a"', '"name":"z"')],
    ['no JSON at all', () => 'hello\nworld'],
  ])('are made anew where the file is %s, with a warning', async (_, damage) => {
    await load()
    await markKept()
    const path = await cacheFile()
    await writeFile(path, damage(await readFile(path, 'utf8')))
    expect(await titles()).toEqual([undefined, undefined])
    expect(warnings).toEqual([expect.stringContaining(`the cache ${path} cannot be read (`)])
    await markKept()
    expect(await titles()).toEqual(['kept', 'kept'])
    expect(warnings).toHaveLength(1)
  })

  test('of another version of the code that made them are made anew', async () => {
    await load()
    await markKept()
    const path = await cacheFile()
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace(/"maker":"./, '"maker":"?'))
    expect(await titles()).toEqual([undefined, undefined])
    expect(warnings).toEqual([])
  })

  test('that cannot be kept are a warning', async () => {
    await writeFile(join(folder, 'deep'), 'a file')
    expect(await titles()).toEqual([undefined, undefined])
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^what was found out about the documents cannot be kept \(ENOTDIR.*CACHE_DIR$/,
      ),
    )
  })

  test('may be kept by several at once, and leave nothing half', async () => {
    await Promise.all(Array.from({ length: 5 }, () => load()))
    expect(await readdir(cacheFolder)).toHaveLength(1)
    await markKept()
    expect(await titles()).toEqual(['kept', 'kept'])
  })

  test('of two folders do not meet', async () => {
    await load()
    const other = join(folder, 'other')
    await mkdir(other)
    await writeFile(join(other, 'b.api'), JSON.stringify({ ...large, title: 'other' }))
    await loadDocuments(other, { cacheFolder, warn: () => {}, onLongCheck: () => {} })
    await markKept()
    expect(await titles()).toEqual(['kept', 'kept'])
    expect(await readdir(cacheFolder)).toHaveLength(2)
  })

  test('a check of many bytes is announced once, and not for what was checked before', async () => {
    await load()
    expect(longChecks).toBe(0)
    await write('c.api', { ...large, name: 'c' })
    await write('d.api', { ...large, name: 'd' })
    await write('e.api', { ...large, name: 'e' })
    await load()
    expect(longChecks).toBe(1)
    await load()
    expect(longChecks).toBe(1)
  })
})

describe('a document', () => {
  test('is read when it is first used, and then kept', async () => {
    const [loaded] = await load()
    const { document } = loaded!
    await rm(join(apiData, 'a.api'))
    expect(loaded!.document).toBe(document)
  })

  test.each([
    ['changed', () => write('a.api', { ...small, title: 'changed' })],
    ['gone', () => rm(join(apiData, 'a.api'))],
  ])('that is %s since the start is not mixed with what is known of it', async (_, change) => {
    const [loaded] = await load()
    await change()
    for (const use of [() => loaded!.document, () => loaded!.text])
      expect(use).toThrow('a.api has changed since the server started; restart it.')
  })
})
