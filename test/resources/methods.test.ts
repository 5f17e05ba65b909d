// Methods beside the standard ones: verbs, batches, soft deletes, request ids, uploads, locations, lists by their parameters.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RestDescription } from '../../src/discovery/document.ts'
import { UploadFolder } from '../../src/http/upload/folder.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { serverOf } from '../helpers/server.ts'
import { any, apiWith, booksApi, listOf, text, time, truth } from './documents.ts'
import { library, statefulServer } from './library.ts'

const BOOKS = '/v1/projects/p/books'

const verb = (name: string, response = 'Book', request = 'Empty') =>
  [`POST v1/projects/*/books/*:${name}`, { request, response }] as const

describe('a custom verb', () => {
  const state = {
    ...text,
    enum: ['STATE_UNSPECIFIED', 'ENABLED', 'DISABLED', 'DESTROY_SCHEDULED', 'DESTROYED'],
    readOnly: true,
  }
  const document = booksApi(
    { state, destroyTime: time, disabled: truth, title: text, payload: { $ref: 'Payload' } },
    {
      schemas: {
        Payload: { data: text },
        Version: { name: text, state },
        AddVersion: { payload: { $ref: 'Payload' } },
        Access: { name: text, payload: { $ref: 'Payload' } },
        Rename: { title: text },
        Report: { lines: { type: 'array', items: text } },
        Seal: { data: text },
        Sealed: { name: text, title: text, seal: text },
        Unsealed: { name: text, data: text },
        Title: { title: text },
        Translation: { name: text, translated: text },
      },
      more: {
        'projects.books.seal': verb('seal', 'Sealed', 'Seal'),
        'projects.books.unseal': verb('unseal', 'Unsealed'),
        'projects.books.translate': verb('translate', 'Translation', 'Title'),
        'projects.books.disable': verb('disable'),
        'projects.books.enable': verb('enable', 'Empty'),
        'projects.books.destroy': verb('destroy'),
        'projects.books.rename': verb('rename', 'Book', 'Rename'),
        'projects.books.refresh': verb('refresh'),
        'projects.books.report': verb('report', 'Report'),
        'projects.books.addVersion': verb('addVersion', 'Version', 'AddVersion'),
        'projects.books.versions.get': [
          'GET v1/projects/*/books/*/versions/*',
          { response: 'Version' },
        ],
        'projects.books.versions.list': [
          'GET v1/projects/*/books/*/versions',
          { response: 'Versions' },
        ],
        'projects.books.versions.access': [
          'GET v1/projects/*/books/*/versions/*:access',
          { response: 'Access' },
        ],
        'projects.books.search': ['GET v1/projects/*/books:search', { response: 'Books' }],
      },
    },
  )
  const made = async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    return server
  }

  test('sets the state that it is named after, and the time', async () => {
    const server = await made()
    expect((await server.ask(`POST ${BOOKS}/a:disable`, {})).json).toMatchObject({
      state: 'DISABLED',
      disabled: true,
    })
    expect((await server.ask(`POST ${BOOKS}/a:enable`, {})).json).toEqual({})
    const enabled = (await server.ask(`GET ${BOOKS}/a`)).json
    expect([enabled.state, enabled.disabled]).toEqual(['ENABLED', undefined])
    expect((await server.ask(`POST ${BOOKS}/a:destroy`, {})).json).toMatchObject({
      state: 'DESTROY_SCHEDULED',
      destroyTime: expect.any(String),
    })
  })

  test('sets the fields that its request shares with the resource', async () => {
    const server = await made()
    expect((await server.ask(`POST ${BOOKS}/a:rename`, { title: 'Persuasion' })).json.title).toBe(
      'Persuasion',
    )
  })

  test('adds to what is within, which can be read as it was sent', async () => {
    const server = await made()
    const sent = { payload: { data: 'c2VjcmV0' } }
    for (const id of ['1', '2'])
      expect((await server.ask(`POST ${BOOKS}/a:addVersion`, sent)).json).toEqual({
        name: `projects/p/books/a/versions/${id}`,
        state: 'ENABLED',
      })
    expect((await server.ask(`GET ${BOOKS}/a/versions/2:access`)).json).toEqual({
      name: 'projects/p/books/a/versions/2',
      ...sent,
    })
  })

  test('searches', async () => {
    const server = await made()
    expect((await server.ask(`GET ${BOOKS}:search`)).json.books).toHaveLength(1)
  })

  test('of which no effect is known answers the resource, and says so', async () => {
    const server = await made()
    const { json, headers } = await server.ask(`POST ${BOOKS}/a:refresh`, {})
    expect([json.title, headers.get('x-emulator-origin')]).toEqual(['Emma', 'mock'])
    expect((await server.ask(`POST ${BOOKS}/b:refresh`, {})).status).toBe(404)
  })

  // sheets.spreadsheets.batchUpdate, recorded: `{"spreadsheetId": …, "replies": [{}]}`.
  test('answers the resource only if it is asked for, and each request with a reply', async () => {
    const server = statefulServer(
      apiWith(
        {
          Sheet: { sheetId: text, title: text },
          Update: { requests: listOf('Request'), includeSheetInResponse: truth },
          Request: { title: text },
          Updated: { sheetId: text, updatedSheet: { $ref: 'Sheet' }, replies: listOf('Reply') },
          Reply: {},
        },
        {
          'sheets.create': ['POST sheets', { request: 'Sheet', response: 'Sheet' }],
          'sheets.get': ['GET sheets/{sheetId}', { response: 'Sheet' }],
          'sheets.batchUpdate': [
            'POST sheets/{sheetId}:batchUpdate',
            { request: 'Update', response: 'Updated' },
          ],
        },
      ),
    )
    await server.ask('POST /sheets', { sheetId: 'a', title: 'Sums' })
    const requests = [{ title: 'x' }, { title: 'y' }]
    const answer = { sheetId: 'a', replies: [{}, {}] }
    expect((await server.ask('POST /sheets/a:batchUpdate', { requests })).json).toEqual(answer)
    const asked = { requests, includeSheetInResponse: true }
    expect((await server.ask('POST /sheets/a:batchUpdate', asked)).json).toEqual({
      ...answer,
      updatedSheet: { sheetId: 'a', title: 'Sums' },
    })
  })

  test('of a location is one of the API, of which nothing is known', async () => {
    const places = apiWith(
      { Location: { name: text, labels: any }, Text: { labels: any }, Texts: { texts: text } },
      {
        'locations.get': ['GET v1/projects/*/locations/*', { response: 'Location' }],
        'locations.translate': [
          'POST v1/projects/*/locations/*:translate',
          { request: 'Text', response: 'Texts' },
        ],
      },
    )
    const server = statefulServer(places)
    const { status } = await server.ask('POST /v1/projects/p/locations/global:translate', {})
    expect(status).toBe(501)
    expect((await server.ask('GET /v1/projects/p/locations/global')).status).toBe(200)
  })

  test('of which nothing is known is 501, which says what helps', async () => {
    const { status, json, headers } = await (await made()).ask(`POST ${BOOKS}/a:report`, {})
    expect([status, headers.get('x-emulator-origin'), json.error.message]).toEqual([
      501,
      'none',
      'The document does not tell what library.projects.books.report does. A rule in library_v1.rules.json can say it, or a handler in library_v1.ts.',
    ])
  })

  test.each([
    ['seal', 'a part of the answer is in the resource, and the seal is nowhere', { data: 'a' }],
    ['unseal', 'what another verb is sent is not kept', {}],
    [
      'translate',
      'the request has a field of the resource, the answer none',
      { title: 'Sanditon' },
    ],
  ])('whose answer nothing kept can fill is 501: %s, %s', async (word, _, body) => {
    const server = await made()
    expect((await server.ask(`POST ${BOOKS}/a:${word}`, body)).status).toBe(501)
    expect((await server.ask(`GET ${BOOKS}/a`)).json.title).toBe('Emma')
  })
})

test('a verb at the end of a path works as one behind a colon', async () => {
  const document = apiWith(
    { Server: { name: text, status: { ...text, enum: ['RUNNING', 'STOPPED'] } } },
    {
      'servers.insert': ['POST servers', { request: 'Server', response: 'Server' }],
      'servers.get': ['GET servers/{server}', { response: 'Server' }],
      'servers.stop': ['POST servers/{server}/stop', { response: 'Server' }],
    },
  )
  const server = statefulServer(document)
  await server.ask('POST /servers', { name: 'a' })
  expect((await server.ask('POST /servers/a/stop')).json).toEqual({ name: 'a', status: 'STOPPED' })
})

describe('batches', () => {
  const document = booksApi(
    { title: text },
    {
      schemas: {
        CreateBook: { bookId: text, book: { $ref: 'Book' } },
        CreateBooks: { requests: listOf('CreateBook') },
        Names: { names: { type: 'array', items: text } },
      },
      more: {
        'projects.books.batchCreate': [
          'POST v1/projects/*/books:batchCreate',
          { request: 'CreateBooks', response: 'Books' },
        ],
        'projects.books.batchDelete': [
          'POST v1/projects/*/books:batchDelete',
          { request: 'Names', response: 'Empty' },
        ],
      },
    },
  )
  const requests = ['a', 'b'].map((bookId) => ({ bookId, book: { title: bookId } }))

  test('make all, in order', async () => {
    const server = statefulServer(document)
    const { json } = await server.ask(`POST ${BOOKS}:batchCreate`, { requests })
    expect(json.books.map(({ name }: { name: string }) => name)).toEqual([
      'projects/p/books/a',
      'projects/p/books/b',
    ])
  })

  test('make none where one cannot be made', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=b`, {})
    expect((await server.ask(`POST ${BOOKS}:batchCreate`, { requests })).status).toBe(409)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
  })

  test('delete all or none', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}:batchCreate`, { requests })
    const names = ['projects/p/books/a', 'projects/p/books/x']
    expect((await server.ask(`POST ${BOOKS}:batchDelete`, { names })).status).toBe(404)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(200)
    await server.ask(`POST ${BOOKS}:batchDelete`, { names: names.slice(0, 1) })
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
  })
})

describe('where the document has undelete', () => {
  const document = booksApi(
    { deleteTime: time, state: { ...text, enum: ['ACTIVE', 'DELETED'], readOnly: true } },
    {
      more: {
        'projects.books.delete': ['DELETE v1/projects/*/books/*', { response: 'Book' }],
        'projects.books.undelete': [
          'POST v1/projects/*/books/*:undelete',
          { request: 'Empty', response: 'Book' },
        ],
        'projects.books.list': [
          'GET v1/projects/*/books',
          { response: 'Books', flags: ['showDeleted'] },
        ],
      },
    },
  )

  test('a deleted resource is hidden from lists, and can be had back', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`DELETE ${BOOKS}/a`)).json).toMatchObject({
      state: 'DELETED',
      deleteTime: expect.any(String),
    })
    expect((await server.ask(`GET ${BOOKS}`)).json).toEqual({})
    expect((await server.ask(`GET ${BOOKS}?showDeleted=true`)).json.books).toHaveLength(1)
    const { json } = await server.ask(`POST ${BOOKS}/a:undelete`, {})
    expect([json.state, json.deleteTime]).toEqual(['ACTIVE', undefined])
    expect((await server.ask(`GET ${BOOKS}`)).json.books).toHaveLength(1)
  })
})

describe('parameters of changes', () => {
  test('validateOnly checks all and changes nothing', async () => {
    const server = statefulServer(library)
    expect((await server.ask(`POST ${BOOKS}?bookId=a&validateOnly=true`, {})).status).toBe(200)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`POST ${BOOKS}?bookId=a&validateOnly=true`, {})).status).toBe(409)
  })

  test('a requestId that was there before is answered as it was', async () => {
    const server = statefulServer(library)
    const first = await server.ask(`POST ${BOOKS}?bookId=a&requestId=r1`, { title: 'Emma' })
    const again = await server.ask(`POST ${BOOKS}?bookId=a&requestId=r1`, { title: 'Emma' })
    expect([again.status, again.json]).toEqual([200, first.json])
    expect((await server.ask(`POST ${BOOKS}?bookId=a&requestId=r2`, {})).status).toBe(409)
  })

  test('force deletes what is within, which is refused without it', async () => {
    const document = booksApi(
      {},
      {
        schemas: { Page: { name: text } },
        more: {
          'projects.books.delete': [
            'DELETE v1/projects/*/books/*',
            { response: 'Empty', flags: ['force'] },
          ],
          'projects.books.pages.create': [
            'POST v1/projects/*/books/*/pages',
            { request: 'Page', response: 'Page', query: ['pageId'] },
          ],
          'projects.books.pages.get': ['GET v1/projects/*/books/*/pages/*', { response: 'Page' }],
        },
      },
    )
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    await server.ask(`POST ${BOOKS}/a/pages?pageId=1`, {})
    const { status, json } = await server.ask(`DELETE ${BOOKS}/a`)
    expect([status, json.error.status]).toEqual([400, 'FAILED_PRECONDITION'])
    expect((await server.ask(`DELETE ${BOOKS}/a?force=true`)).status).toBe(200)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`GET ${BOOKS}/a/pages/1`)).status).toBe(404)
  })
})

describe('lists', () => {
  test('of what has the fields that parameters name', async () => {
    const document = booksApi(
      { title: text },
      {
        more: {
          'projects.books.list': [
            'GET v1/projects/*/books',
            { response: 'Books', query: ['title'] },
          ],
        },
      },
    )
    const server = statefulServer(document)
    for (const id of ['a', 'b']) await server.ask(`POST ${BOOKS}?bookId=${id}`, { title: id })
    const { json } = await server.ask(`GET ${BOOKS}?title=b`)
    expect(json.books.map(({ title }: { title: string }) => title)).toEqual(['b'])
  })

  test('show a delimiter as a folder', async () => {
    const document = apiWith(
      {
        Thing: { name: text },
        Things: { items: listOf('Thing'), prefixes: { type: 'array', items: text } },
      },
      {
        'things.insert': ['POST things', { request: 'Thing', response: 'Thing' }],
        'things.get': ['GET things/{thing}', { response: 'Thing' }],
        'things.list': ['GET things', { response: 'Things', query: ['prefix', 'delimiter'] }],
      },
    )
    const server = statefulServer(document)
    for (const name of ['a/1', 'a/2', 'b', 'a/c/3']) await server.ask('POST /things', { name })
    const folder = (await server.ask('GET /things?prefix=a/&delimiter=/')).json
    expect([folder.items.map(({ name }: { name: string }) => name), folder.prefixes]).toEqual([
      ['a/1', 'a/2'],
      ['a/c/'],
    ])
    expect((await server.ask('GET /things/a%2Fc%2F3')).json).toEqual({ name: 'a/c/3' })
  })

  test('locations are a set that all APIs have', async () => {
    const document = booksApi(
      {},
      {
        schemas: {
          Location: { name: text, locationId: text, labels: any },
          Locations: { locations: listOf('Location') },
          Dice: { name: text, eyes: text },
        },
        more: {
          'projects.locations.roll': ['POST v1/projects/*/locations/*:roll', { response: 'Dice' }],
          'projects.locations.list': ['GET v1/projects/*/locations', { response: 'Locations' }],
          'projects.locations.get': ['GET v1/projects/*/locations/*', { response: 'Location' }],
        },
      },
    )
    const server = statefulServer(document)
    const { json } = await server.ask('GET /v1/projects/p/locations')
    expect(json.locations.map(({ locationId }: { locationId: string }) => locationId)).toContain(
      'us-central1',
    )
    // A verb of one does not answer the location.
    expect((await server.ask('POST /v1/projects/p/locations/us-central1:roll')).status).toBe(501)
    expect((await server.ask('GET /v1/projects/p/locations/us-central1')).json.name).toBe(
      'projects/p/locations/us-central1',
    )
    expect((await server.ask('GET /v1/projects/p/locations/atlantis')).status).toBe(404)
  })
})

test('a project has a number, and both name the same resources', async () => {
  const engine = new Engine({ clock: new Clock(), seed: 'test' })
  const server = serverOf([{ document: library }], { fallback: engineFallback(engine) })
  await server.post('/v1/projects/my-project/books?bookId=a', {})
  const number = engine.projects.numberOf('my-project')
  expect(number).toMatch(/^\d{12}$/)
  expect((await server.request(`/v1/projects/${number}/books/a`)).json.name).toBe(
    'projects/my-project/books/a',
  )
})

test('what is uploaded is downloaded, with what is known of it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'uploads-'))
  const document: RestDescription = apiWith(
    { File: { id: text, name: text, mimeType: text, size: { type: 'string', format: 'int64' } } },
    {
      'files.create': ['POST files', { request: 'File', response: 'File' }],
      'files.get': ['GET files/{fileId}', { response: 'File' }],
    },
  )
  const methods = Object.fromEntries(
    Object.entries(document.methods!).map(([id, method]) => [
      id,
      id === 'files.create'
        ? {
            ...method,
            mediaUpload: {
              accept: ['*/*'],
              protocols: { simple: { path: '/upload/files', multipart: true } },
            },
          }
        : { ...method, supportsMediaDownload: true },
    ]),
  )
  const engine = new Engine({ clock: new Clock(), seed: 'test' })
  const server = serverOf([{ document: { ...document, methods } }], {
    fallback: engineFallback(engine),
    uploads: new UploadFolder(folder, () => Date.now() / 1000),
  })
  const { json } = await server.request('/upload/files?uploadType=media', {
    method: 'POST',
    body: 'hello',
    headers: { 'content-type': 'text/x-greeting' },
  })
  expect(json).toMatchObject({ size: '5', mimeType: 'text/x-greeting' })
  const { text: bytes, headers } = await server.request(`/files/${json.id}?alt=media`)
  expect([bytes, headers.get('content-type')]).toEqual(['hello', 'text/x-greeting'])
  await rm(folder, { recursive: true })
})
