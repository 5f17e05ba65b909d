// Files beside a document: seeds, rules, defaults and traits, read again when they have changed.
import { mkdtempSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { loadServices } from '../../src/api/states.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { booksApi, listOf, text, time } from './documents.ts'

const state = { ...text, enum: ['STATE_UNSPECIFIED', 'OPEN', 'SHUT'], readOnly: true }

const document = booksApi(
  {
    title: text,
    color: text,
    author: { $ref: 'Author' },
    pages: listOf('Page'),
    state,
    host: { ...text, readOnly: true },
  },
  {
    schemas: {
      Author: { name: text, born: text },
      Page: { kind: text },
      Shelf: { name: text, size: text },
      Shelves: { shelves: listOf('Shelf') },
      Look: { name: text, look: text },
      Note: { name: text, createTime: time },
    },
    more: {
      'projects.books.shut': [
        'POST v1/projects/*/books/*:shut',
        { request: 'Empty', response: 'Book' },
      ],
      'projects.books.look': ['GET v1/projects/*/books/*:look', { response: 'Look' }],
      'projects.books.remark': [
        'POST v1/projects/*/books/*:remark',
        { request: 'Note', response: 'Note' },
      ],
      'projects.books.notes.get': ['GET v1/projects/*/books/*/notes/*', { response: 'Note' }],
      'projects.books.notes.list': ['GET v1/projects/*/books/*/notes', {}],
      'projects.shelves.get': ['GET v1/projects/*/shelves/*', { response: 'Shelf' }],
      'projects.shelves.list': ['GET v1/projects/*/shelves', { response: 'Shelves' }],
      'projects.shelves.delete': ['DELETE v1/projects/*/shelves/*', { response: 'Empty' }],
    },
  },
)

function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'overlay-'))
  writeFileSync(join(folder, 'library_v1.api'), JSON.stringify(document))
  for (const [kind, content] of Object.entries(files)) write(folder, kind, content)
  return folder
}

const write = (folder: string, kind: string, content: unknown) =>
  writeFileSync(
    join(folder, `library_v1.${kind}.json`),
    typeof content === 'string' ? content : JSON.stringify(content),
  )

const serving = (files: Readonly<Record<string, unknown>>) => servingFolder(folderWith(files))

/** What is told of the files of a folder with which a server starts. */
async function warningsAtStart(folder: string): Promise<string[]> {
  const warnings: string[] = []
  const warn = (sentence: string) => void warnings.push(sentence)
  const engine = new Engine({ clock: new Clock(), seed: '', warn })
  const services = await loadServices(folder, { fallback: engineFallback(engine) })
  engine.check(services.map(({ source }) => source))
  return warnings
}

async function servingFolder(folder: string) {
  const emulator = await startEmulator({ apiData: folder })
  const ask = async (line: string, message?: unknown) => {
    const [method, path] = line.split(' ') as [string, string]
    const response = await fetch(emulator.url + path, {
      method,
      ...(message !== undefined && {
        body: JSON.stringify(message),
        headers: { 'content-type': 'application/json' },
      }),
    })
    return {
      status: response.status,
      headers: response.headers,
      json: JSON.parse(await response.text()),
    }
  }
  return { folder, ask, [Symbol.asyncDispose]: () => emulator.stop() }
}

const BOOKS = '/v1/projects/p/books'

describe('a seed', () => {
  const seed = {
    'projects/*/shelves/small': { name: 'projects/*/shelves/small', size: '1' },
    'projects/p/shelves/large': { name: 'projects/p/shelves/large', size: '9' },
  }

  test('is there from the start, for any project where it says so', async () => {
    await using server = await serving({ seed })
    const { json, headers } = await server.ask('GET /v1/projects/q/shelves/small')
    expect([json, headers.get('x-emulator-origin')]).toEqual([
      { name: 'projects/q/shelves/small', size: '1' },
      'seed',
    ])
    expect((await server.ask('GET /v1/projects/p/shelves')).json.shelves).toHaveLength(2)
    expect((await server.ask('GET /v1/projects/q/shelves')).json.shelves).toHaveLength(1)
  })

  test('can be deleted', async () => {
    await using server = await serving({ seed })
    expect((await server.ask('DELETE /v1/projects/p/shelves/small')).status).toBe(200)
    expect((await server.ask('GET /v1/projects/p/shelves/small')).status).toBe(404)
    expect((await server.ask('GET /v1/projects/p/shelves')).json.shelves).toHaveLength(1)
    expect((await server.ask('GET /v1/projects/q/shelves/small')).status).toBe(200)
  })
})

describe('a rule', () => {
  test('sets fields, makes what is within, and answers fields from elsewhere', async () => {
    await using server = await serving({
      rules: {
        'library.projects.books.shut': { set: { state: 'SHUT', host: '{id}.example.com' } },
        'library.projects.books.look': { answer: { name: 'name', look: 'author.name' } },
        'library.projects.books.remark': { createIn: 'notes' },
        'library.projects.books.create': { creates: { 'notes/first': {} } },
      },
    })
    await server.ask(`POST ${BOOKS}?bookId=a`, { author: { name: 'Austen' } })
    const shut = await server.ask(`POST ${BOOKS}/a:shut`, {})
    expect([shut.json.state, shut.json.host, shut.headers.get('x-emulator-origin')]).toEqual([
      'SHUT',
      'a.example.com',
      'rule',
    ])
    expect((await server.ask(`GET ${BOOKS}/a:look`)).json).toEqual({
      name: 'projects/p/books/a',
      look: 'Austen',
    })
    expect((await server.ask(`GET ${BOOKS}/a/notes/first`)).json.name).toBe(
      'projects/p/books/a/notes/first',
    )
    const { json } = await server.ask(`POST ${BOOKS}/a:remark`, {})
    expect((await server.ask(`GET /v1/${json.name}`)).json).toEqual(json)
  })
})

describe('defaults', () => {
  test('stand under what the client said, also within lists and on conditions', async () => {
    await using server = await serving({
      defaults: {
        Book: [
          {
            set: {
              color: 'red',
              'author.born': '1775',
              'pages[].kind': 'plain',
              host: '{project}',
            },
          },
          { when: { color: 'red' }, set: { title: 'A red book' } },
        ],
      },
    })
    const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, {
      author: { name: 'Austen' },
      pages: [{}, { kind: 'map' }],
    })
    expect(json).toEqual({
      name: 'projects/p/books/a',
      state: undefined,
      color: 'red',
      title: 'A red book',
      host: 'p',
      author: { name: 'Austen', born: '1775' },
      pages: [{ kind: 'plain' }, { kind: 'map' }],
    })
    expect(
      (await server.ask(`POST ${BOOKS}?bookId=b`, { color: 'blue' })).json.title,
    ).toBeUndefined()
  })
})

describe('traits', () => {
  test('change how the API speaks', async () => {
    await using server = await serving({
      traits: { notFound: { books: { message: 'No {kind} {id}.', status: 'PERMISSION_DENIED' } } },
    })
    const { status, json } = await server.ask(`GET ${BOOKS}/a`)
    expect([status, json.error.message]).toEqual([403, 'No book a.'])
  })
})

describe('the files', () => {
  test('are read again when they have changed', async () => {
    await using server = await serving({})
    expect((await server.ask(`POST ${BOOKS}/a:remark`, {})).status).toBe(501)
    write(server.folder, 'rules', { 'library.projects.books.remark': { createIn: 'notes' } })
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`POST ${BOOKS}/a:remark`, {})).status).toBe(200)
  })

  test.each([
    [
      'rules',
      { 'library.projects.books.shutt': {} },
      '/library.projects.books.shutt: the document has no method library.projects.books.shutt',
    ],
    [
      'rules',
      { 'library.projects.books.shut': { sets: {} } },
      '/library.projects.books.shut/sets: is not known; there are set, createIn, answer, creates',
    ],
    [
      'rules',
      { 'library.projects.books.shut': { set: { stat: 'SHUT' } } },
      '/library.projects.books.shut/set/stat: there is no field stat',
    ],
    ['defaults', { Bok: {} }, '/Bok: the document has no schema Bok'],
    ['defaults', { Book: { 'author.bron': 1 } }, '/Book/author.bron: there is no field bron'],
    [
      'seed',
      { '/projects/p/shelves/a': {} },
      '/~1projects~1p~1shelves~1a: must be named in full, like projects/p/topics/t',
    ],
    ['traits', { envelop: 'both' }, /^\/envelop: is not known; there are envelope, /],
    ['seed', '{', /^not JSON: /],
  ])(
    'with a fault in %s %j the server does not start, and says where it is',
    async (kind, content, message) => {
      const folder = folderWith({ [kind]: content })
      const engine = new Engine({ clock: new Clock(), seed: '' })
      const services = await loadServices(folder, { fallback: engineFallback(engine) })
      const start = `${join(folder, `library_v1.${kind}.json`)}: `
      let told = ''
      try {
        engine.check(services.map(({ source }) => source))
      } catch (error) {
        told = (error as Error).message
      }
      expect(told.slice(0, start.length)).toBe(start)
      expect(told.slice(start.length)).toMatch(message)
    },
  )

  test.each([
    [
      { 'projects/*/shelvs/a': {} },
      '/projects~1*~1shelvs~1a: no method is about such a name; did you mean projects/*/shelves/a?',
    ],
    [
      { 'projects/p/books/a': { pages: [{ kind: 'map' }, { kin: 'map' }] } },
      '/projects~1p~1books~1a/pages/1/kin: there is no field kin',
    ],
  ])('of seeds are warned of where they are most likely misspelt: %j', async (seed, message) => {
    const folder = folderWith({ seed })
    expect(await warningsAtStart(folder)).toEqual([
      `${join(folder, 'library_v1.seed.json')}: ${message}`,
    ])
  })

  test.each([
    ['library_v1.seeds.json', 'nothing reads it; did you mean library_v1.seed.json?'],
    ['library_v1.rule.json', 'nothing reads it; did you mean library_v1.rules.json?'],
    ['library.seed.json', 'there is no library.api beside it; did you mean library_v1?'],
  ])('that no document has are warned of: %s', async (file, message) => {
    const folder = folderWith({ queues: {} }) // whose it is, we do not know
    expect(await warningsAtStart(folder)).toEqual([])
    writeFileSync(join(folder, file), '{}')
    expect(await warningsAtStart(folder)).toEqual([`${join(folder, file)}: ${message}`])
  })

  test('of ours are passed over where a document of that name is another revision', async () => {
    const data = join(import.meta.dirname, '../../src/resources/data')
    const names = new Set(readdirSync(data).map((file) => file.replace(/\.\w+\.json$/, '')))
    expect(names).toContain('secretmanager_v1')
    for (const full of names) {
      const folder = mkdtempSync(join(tmpdir(), 'overlay-'))
      const [name = '', version] = full.split(/_(?=v)/)
      const other = JSON.stringify({ ...document, id: `${name}:${version}`, name, version })
      writeFileSync(
        join(folder, `${full}.api`),
        other.replaceAll('"library.', `"${name}.`), // ids of methods begin with the name
      )
      await using server = await servingFolder(folder)
      expect([full, (await server.ask(`POST ${BOOKS}?bookId=a`, {})).status]).toEqual([full, 200])
    }
  })

  test('with a fault while the server runs are told of, and what was there is used on', async () => {
    const folder = folderWith({ defaults: { Book: { color: 'red' } } })
    const warnings: string[] = []
    const engine = new Engine({
      clock: new Clock(),
      seed: '',
      warn: (sentence) => void warnings.push(sentence),
    })
    const [service] = await loadServices(folder, { fallback: engineFallback(engine) })
    const api = engine.apiOf(service!.source)
    expect(api.overlay.defaults['Book']).toHaveLength(1)
    write(folder, 'defaults', { Book: { colour: 'red' } })
    utimesSync(join(folder, 'library_v1.defaults.json'), 1, 1)
    expect(api.overlay.defaults['Book']).toHaveLength(1)
    expect(warnings).toEqual([expect.stringContaining('/Book/colour: there is no field colour')])
  })
})
