// A document and its handlers dropped into a folder outside this repository: nothing to install, register or generate.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator } from 'discovery-emulator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { GaxiosError } from 'googleapis-common'
import { discover, type Call, type GoogleApi } from '../client/google_client.ts'
import { compile } from '../helpers/compile.ts'
import { runCommand, startServer } from '../helpers/server_process.ts'
import { libraryDocument, libraryHandlers, writeLibrary } from './library.ts'

interface LibraryApi extends GoogleApi {
  readonly books: Readonly<Record<'insert' | 'get' | 'list', Call>>
}

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'a folder of pairs '))
  await writeLibrary(folder)
})

afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
})

const emma = { name: 'emma', title: 'Emma', pages: 474 }

/** What the client of Google is answered, call by call. */
async function tryOut(url: string): Promise<unknown[]> {
  const { books } = (await discover(`${url}/discovery/v1/apis/library/v1/rest`)) as LibraryApi
  const answers: unknown[] = []
  const ask = async (name: keyof typeof books, params: Readonly<Record<string, unknown>>) => {
    const answer = await books[name](params).then(
      ({ data }) => data,
      ({ status, message }: GaxiosError) => ({ status, message }),
    )
    answers.push(answer)
  }
  await ask('insert', { requestBody: emma })
  await ask('insert', { requestBody: { name: 'a b/c', pages: 3 } })
  await ask('insert', { requestBody: emma })
  await ask('get', { name: 'a b/c' })
  await ask('get', { name: 'none' })
  await ask('list', { least: 100 })
  return answers
}

const asWritten = [
  emma,
  { name: 'a b/c', pages: 3 },
  { status: 409, message: 'There is a book emma.' },
  { name: 'a b/c', pages: 3 },
  { status: 404, message: 'There is no book none.' },
  { books: [emma] },
]

const command = (name: string, ...args: string[]) =>
  runCommand({ command: name, args: ['--api-data', folder, ...args] })

describe('a pair in a folder of its own', () => {
  test('answers through the client of Google, served by the command line', async () => {
    await using server = await startServer({ env: { API_DATA: folder } })
    expect(server.out()).toContain('3 of 3 methods have a handler')
    expect(await tryOut(server.url)).toEqual(asWritten)
  })

  test('may declare settings of its own, with a flag, a variable and a line in the help', async () => {
    const declared = `
import { whole } from 'discovery-emulator'
export const settings = {
  shelf_size: { default: 3, env: 'SHELF_SIZE', about: 'Books on a shelf', read: whole(1, 9) },
}
export const settingsProblem = ({ shelf_size }) => shelf_size === 7 ? 'shelf_size of 7 is unlucky' : undefined
export const open = ({ settings }) => settings
export const handlers = { 'library.books.get': (_, { shelf_size }) => ({ pages: shelf_size }) }
`
    await writeLibrary(folder, declared)
    const env = { API_DATA: folder }
    expect((await command('help')).out).toMatch(/--shelf-size +SHELF_SIZE +Books on a shelf \[3\]/)
    expect(await runCommand({ command: 'check', args: ['--shelf-size', 'x'], env })).toMatchObject({
      code: 78,
      err: 'discovery-emulator: --shelf-size is "x", but must be a whole number from 1 to 9\n',
    })
    expect((await command('check', '--shelf-size=7')).err).toContain('shelf_size of 7 is unlucky')
    await using server = await startServer({ env: { ...env, SHELF_SIZE: '5' } })
    const book = await fetch(`${server.url}/library.example.com/v1/books/a`)
    expect(await book.json()).toEqual({ pages: 5 })
    await using emulator = await startEmulator({ apiData: folder, settings: { shelf_size: 9 } })
    const other = await fetch(`${emulator.url}/library.example.com/v1/books/a`)
    expect(await other.json()).toEqual({ pages: 9 })
  })

  test('answers in a test, and reset makes its state afresh', async () => {
    await using emulator = await startEmulator({ apiData: folder })
    expect(await tryOut(emulator.url)).toEqual(asWritten)
    await emulator.reset()
    expect(await tryOut(emulator.url)).toEqual(asWritten)
  })

  test('has state of its own in each emulator', async () => {
    await using one = await startEmulator({ apiData: folder })
    await using other = await startEmulator({ apiData: folder })
    expect(await tryOut(one.url)).toEqual(asWritten)
    expect(await tryOut(other.url)).toEqual(asWritten)
  })

  test('a method without a handler is 501 and named at the start and in the answer', async () => {
    await writeLibrary(folder, libraryHandlers.replace(/'library\.books\.get'[^]*?\n {2}\},\n/, ''))
    await using server = await startServer({ env: { API_DATA: folder, UNBOUND: '501' } })
    expect(server.out()).toContain('none for library.books.get\n')
    const response = await fetch(`${server.url}/library.example.com/v1/books/a`)
    expect(response.status).toBe(501)
    expect(response.headers.get('x-emulator-method')).toBe('library.books.get')
    expect(await response.json()).toMatchObject({
      error: {
        status: 'UNIMPLEMENTED',
        message: 'library.books.get has no handler: nothing in library_v1.ts says what it does.',
      },
    })
  })

  test('a handler that fails is a 500 that tells the client nothing and the log all', async () => {
    const handlers = `export const handlers = { 'library.books.list': () => { throw new Error('secret') } }`
    await writeLibrary(folder, handlers)
    await using server = await startServer({ env: { API_DATA: folder, ACCESSLOG: '-' } })
    const response = await fetch(`${server.url}/library.example.com/v1/books`)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
    server.signal('SIGTERM')
    const { out } = await server.ended
    expect(out).toMatch(/"error":"Error: secret\\n +at .*library_v1\.ts:1/)
  })

  test('a handler whose answer does not fit its document is a 500 in a test', async () => {
    await writeLibrary(
      folder,
      `export const handlers = { 'library.books.list': () => ({ books: 5 }) }`,
    )
    await using emulator = await startEmulator({ apiData: folder })
    expect(await fetch(`${emulator.url}/library.example.com/v1/books`)).toMatchObject({
      status: 500,
    })
  })

  test('its state is disposed of when the server stops', async () => {
    const text = `
import { writeFileSync } from 'node:fs'
export const open = () => ({ [Symbol.asyncDispose]: async () => writeFileSync(import.meta.dirname + '/disposed', '') })
export const handlers = {}
`
    await writeLibrary(folder, text)
    await using server = await startServer({ env: { API_DATA: folder } })
    server.signal('SIGTERM')
    expect(await server.ended).toMatchObject({ code: 0, err: '' })
    expect(await readFile(join(folder, 'disposed'), 'utf8')).toBe('')
  })
})

describe('commands', () => {
  test('check says that nothing is wrong', async () => {
    expect(await command('check')).toEqual({
      code: 0,
      signal: null,
      out: `1 documents with 3 methods in ${folder}: nothing wrong.\n`,
      err: '',
    })
  })

  test('check says what is wrong', async () => {
    const wrong = libraryHandlers.replace('library.books.get', 'library.book.get')
    await writeLibrary(folder, wrong)
    const { code, out, err } = await command('check')
    expect({ code, out }).toEqual({ code: 78, out: '' })
    expect(err).toContain(
      'library_v1.ts: library_v1.api has no method library.book.get; did you mean library.books.get?\n',
    )
  })

  test('check says which descriptors cannot be read', async () => {
    const path = join(folder, 'library_v1.binpb')
    await writeFile(path, 'text')
    const { code, out, err } = await command('check')
    await rm(path)
    expect({ code, out }).toEqual({ code: 78, out: '' })
    expect(err).toMatch(/gRPC:\n {2}library_v1\.binpb: .+; its services have no gRPC\n/)
  })

  test('types writes the types of its document, which fit its handlers', async () => {
    const path = join(folder, 'types', 'library_v1.ts')
    expect(await command('types')).toMatchObject({ code: 0, out: `written: ${path}\n`, err: '' })
    expect(await command('types')).toMatchObject({ code: 0, out: `unchanged: ${path}\n` })
    expect(await command('types', '--check')).toMatchObject({ code: 0, out: '' })
    const types = await readFile(path, 'utf8')
    expect(types).toContain("'library.books.insert': {")
    expect(await compile({ 'types.ts': types })).toBe('')
    const changed = {
      ...libraryDocument,
      schemas: { ...libraryDocument.schemas, Shelf: { id: 'Shelf', type: 'object' } },
    }
    await writeFile(join(folder, 'library_v1.api'), JSON.stringify(changed))
    const { code, out } = await command('types', '--check')
    expect(code).toBe(1)
    expect(out).toContain(`stale: ${path}`)
  })
})
