// What recordings of real services prove of them, rule by rule, on documents made by hand.
import { describe, expect, test } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { oldStyleParameters } from '../helpers/server.ts'
import {
  any,
  apiWith,
  booksApi,
  listOf,
  long,
  Operation,
  Status,
  text,
  time,
  truth,
} from './documents.ts'
import { statefulServer } from './library.ts'

const BOOKS = '/v1/projects/p/books'

describe('R1: the status of a success', () => {
  test('is 200, also where something is made', async () => {
    const server = statefulServer(booksApi({}))
    expect((await server.ask(`POST ${BOOKS}?bookId=a`, {})).status).toBe(200)
  })

  test('is 204 without a body where the method has no response', async () => {
    const server = statefulServer(
      apiWith(
        { Shelf: { name: text } },
        {
          'shelves.insert': ['POST shelves', { request: 'Shelf', response: 'Shelf' }],
          'shelves.get': ['GET shelves/{shelf}', { response: 'Shelf' }],
          'shelves.delete': ['DELETE shelves/{shelf}'],
        },
      ),
    )
    await server.ask('POST /shelves', { name: 'top' })
    const { status, text: body } = await server.ask('DELETE /shelves/top')
    expect([status, body]).toEqual([204, ''])
  })
})

describe('R2: a delete', () => {
  test('answers {} and a second one 404', async () => {
    const server = statefulServer(booksApi({}))
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    const first = await server.ask(`DELETE ${BOOKS}/a`)
    expect([first.status, first.json]).toEqual([200, {}])
    expect((await server.ask(`DELETE ${BOOKS}/a`)).status).toBe(404)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
  })

  test('answers the resource where the response is one', async () => {
    const document = booksApi(
      { title: text },
      { more: { 'projects.books.delete': ['DELETE v1/projects/*/books/*', { response: 'Book' }] } },
    )
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    expect((await server.ask(`DELETE ${BOOKS}/a`)).json).toMatchObject({ title: 'Emma' })
  })
})

describe('R3: the operation of a delete', () => {
  test.each([
    ['Empty', {}, { '@type': 'type.googleapis.com/google.protobuf.Empty' }],
    [
      'the resource where it has a deleteTime',
      { deleteTime: time },
      { '@type': 'type.googleapis.com/google.cloud.library.v1.Book', name: 'projects/p/books/a' },
    ],
  ])('answers %s', async (_, fields, response) => {
    const server = statefulServer(booksApi(fields, { isSlow: true }))
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`DELETE ${BOOKS}/a`)).json).toMatchObject({ done: true, response })
  })
})

const shelf = (fields: object, extra: object = {}, more: object = {}) =>
  statefulServer(
    apiWith(
      { Shelf: { ...fields }, ...extra },
      {
        'shelves.insert': ['POST shelves', { request: 'Shelf', response: 'Shelf' }],
        'shelves.get': ['GET shelves/{shelfId}', { response: 'Shelf' }],
        ...more,
      },
    ),
  )

describe('R4: the id of what is made', () => {
  test('stands in a query parameter, in either case', async () => {
    for (const query of ['bookId', 'book_id']) {
      const server = statefulServer(booksApi({}, { query: [query] }))
      const { json } = await server.ask(`POST ${BOOKS}?${query}=a`, {})
      expect(json.name).toBe('projects/p/books/a')
    }
  })

  test('stands in a reference, which is filled', async () => {
    const server = shelf(
      { shelfReference: { $ref: 'ShelfReference' } },
      { ShelfReference: { shelfId: text } },
    )
    await server.ask('POST /shelves', { shelfReference: { shelfId: 'top' } })
    expect((await server.ask('GET /shelves/top')).json).toEqual({
      shelfReference: { shelfId: 'top' },
    })
  })

  test('stands in the field that the path is named after', async () => {
    const server = shelf({ shelfId: text })
    await server.ask('POST /shelves', { shelfId: 'top' })
    expect((await server.ask('GET /shelves/top')).json).toEqual({ shelfId: 'top' })
  })

  test('stands in the name, of which the last segment counts', async () => {
    const server = statefulServer(booksApi({}))
    const { json } = await server.ask(`POST ${BOOKS}`, { name: 'projects/p/books/emma' })
    expect(json.name).toBe('projects/p/books/emma')
  })

  test('stands beside the resource', async () => {
    const more = {
      'projects.books.create': [
        'POST v1/projects/*/books',
        { request: 'CreateBook', response: 'Book' },
      ] as const,
    }
    const server = statefulServer(
      booksApi(
        { title: text },
        { more, schemas: { CreateBook: { bookId: text, book: { $ref: 'Book' } } } },
      ),
    )
    const { json } = await server.ask(`POST ${BOOKS}`, { bookId: 'a', book: { title: 'Emma' } })
    expect(json).toEqual({ name: 'projects/p/books/a', title: 'Emma' })
  })

  test('stands in the path of a PUT that is named create', async () => {
    const more = {
      'projects.books.create': [
        'PUT v1/projects/*/books/*',
        { request: 'Book', response: 'Book' },
      ] as const,
      'projects.books.update': ['GET v1/none', {}] as const,
    }
    const server = statefulServer(booksApi({}, { more }))
    expect((await server.ask(`PUT ${BOOKS}/a`, {})).json).toEqual({ name: 'projects/p/books/a' })
    expect((await server.ask(`PUT ${BOOKS}/a`, {})).status).toBe(409)
  })

  test('is made where the name is for the server to say', async () => {
    const server = statefulServer(booksApi({ name: { ...text, readOnly: true } }, { query: [] }))
    const { json } = await server.ask(`POST ${BOOKS}`, { name: 'projects/p/books/mine' })
    expect(json.name).toMatch(/^projects\/p\/books\/[\da-f-]{36}$/)
  })

  test('is a number where the document has one, and counts for versions', async () => {
    const server = statefulServer(
      apiWith(
        { Change: { id: long }, Version: { name: text } },
        {
          'changes.create': ['POST v1/changes', { request: 'Change', response: 'Change' }],
          'changes.get': ['GET v1/changes/*', { response: 'Change' }],
          'versions.create': ['POST v1/versions', { request: 'Version', response: 'Version' }],
          'versions.get': ['GET v1/versions/*', { response: 'Version' }],
        },
      ),
    )
    expect((await server.ask('POST /v1/changes', {})).json.id).toMatch(/^\d{19}$/)
    for (const name of ['versions/1', 'versions/2'])
      expect((await server.ask('POST /v1/versions', {})).json).toEqual({ name })
  })
})

/** The name of what is made with this parameter alone. */
const nameMadeWith = async (query: string) => {
  const server = statefulServer(
    booksApi(
      {},
      {
        query: [query],
        more: { 'shops.get': ['GET v1/shops/{shopId}', { response: 'Book' }] },
      },
    ),
  )
  return (await server.ask(`POST ${BOOKS}?${query}=a`, {})).json.name
}

describe('R4: the id of what is made, where a parameter is called like one', () => {
  test('is the only one there is, whatever it is called', async () => {
    expect(await nameMadeWith('volumeId')).toBe('projects/p/books/a')
  })

  // displayvideo.advertisers.channels.create has a partnerId, cloudbuild.projects.locations.builds.create a projectId,
  // dns.managedZones.create a clientOperationId, assuredworkloads' workloads an externalId.
  test.each(['shopId', 'projectId', 'clientOperationId', 'externalId'])(
    'is made where %s is that of something else',
    async (query) => {
      expect(await nameMadeWith(query)).toMatch(/^projects\/p\/books\/[\da-f-]{36}$/)
    },
  )
})

describe('R4: an id that the server makes', () => {
  test('is of digits where the path wants digits', async () => {
    const variable = { type: 'string', location: 'path', required: true } as const
    for (const schema of [{ format: 'int64' }, { pattern: '^\\d+$' }]) {
      const document = apiWith(
        { Shelf: { shelfId: { ...text, readOnly: true }, email: text } },
        { 'shelves.create': ['POST shelves', { request: 'Shelf', response: 'Shelf' }] },
      )
      const get = {
        id: 'library.shelves.get',
        httpMethod: 'GET',
        path: 'shelves/{shelfId}',
        parameters: { shelfId: { ...variable, ...schema } },
        response: { $ref: 'Shelf' },
      }
      const methods = { ...document.methods, 'shelves.get': get }
      const server = statefulServer({ ...document, methods })
      const { json } = await server.ask('POST /shelves', { email: 'top@example.com' })
      expect(json.shelfId).toMatch(/^\d{19}$/)
      expect((await server.ask(`GET /shelves/${json.shelfId}`)).json).toEqual(json)
    }
  })

  test('is of digits where prose says so', async () => {
    const uniqueId = { ...text, readOnly: true, description: 'The unique, stable numeric ID.' }
    const server = statefulServer(booksApi({ uniqueId, uid: text }))
    const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect([json.uniqueId, json.uid]).toEqual([
      expect.stringMatching(/^\d{19}$/),
      expect.stringMatching(/^[\da-f-]{36}$/),
    ])
  })
})

describe('R5: the name', () => {
  test('is the full one where the path is one variable, and as sent where it is not', async () => {
    const server = statefulServer([
      booksApi({}),
      apiWith(
        { Shelf: { name: text } },
        {
          'shelves.insert': ['POST shelves', { request: 'Shelf', response: 'Shelf' }],
          'shelves.get': ['GET shelves/{shelf}', { response: 'Shelf' }],
        },
        { name: 'shelves' },
      ),
    ])
    expect((await server.ask(`POST ${BOOKS}`, { name: 'a' })).json.name).toBe('projects/p/books/a')
    expect((await server.ask('POST /shelves', { name: 'top' })).json.name).toBe('top')
  })

  test('has no version: what one version makes, another one finds', async () => {
    const next = apiWith(
      { Book: { name: text, title: text } },
      {
        'projects.books.create': [
          'POST v2/projects/*/books',
          { request: 'Book', response: 'Book' },
        ],
        'projects.books.get': ['GET v2/projects/*/books/*', { response: 'Book' }],
      },
      { version: 'v2' },
    )
    const server = statefulServer([booksApi({ title: text }), next])
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    expect((await server.ask('GET /v2/projects/p/books/a')).json).toMatchObject({ title: 'Emma' })
  })
})

const nested = () =>
  statefulServer(
    booksApi(
      {},
      {
        schemas: { Page: { name: text } },
        more: {
          'projects.books.pages.create': [
            'POST v1/projects/*/books/*/pages',
            { request: 'Page', response: 'Page', query: ['pageId'] },
          ],
          'projects.books.pages.get': ['GET v1/projects/*/books/*/pages/*', { response: 'Page' }],
        },
      },
    ),
  )

describe('R6 and R7: what is not there, and what is there already', () => {
  test.each(['GET', 'PATCH', 'PUT', 'DELETE'])('%s is 404', async (verb) => {
    const server = statefulServer(booksApi({}))
    const { status, json } = await server.ask(`${verb} ${BOOKS}/a`, /P/.test(verb) ? {} : undefined)
    expect([status, json.error]).toEqual([
      404,
      { code: 404, message: "Resource 'projects/p/books/a' was not found", status: 'NOT_FOUND' },
    ])
  })

  test('in what is not there, the error names that', async () => {
    const { status, json } = await nested().ask(`POST ${BOOKS}/a/pages?pageId=1`, {})
    expect([status, json.error.message]).toEqual([
      404,
      "Resource 'projects/p/books/a' was not found",
    ])
  })

  test('projects and locations are there without having been made', async () => {
    expect((await nested().ask(`GET ${BOOKS}`)).json).toEqual({})
  })

  test('a name that is taken is 409', async () => {
    const server = statefulServer(booksApi({}))
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    const { status, json } = await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect([status, json.error.status]).toEqual([409, 'ALREADY_EXISTS'])
  })
})

const shelves = (parts: object, kind?: string) =>
  apiWith(
    { Shelf: { name: text, ...(kind !== undefined && { kind: { ...text, default: kind } }) } },
    {
      'shelves.insert': ['POST shelves', { request: 'Shelf', response: 'Shelf' }],
      'shelves.get': ['GET shelves/{shelf}', { response: 'Shelf' }],
    },
    parts,
  )

describe('R8: the members of an error', () => {
  test.each([
    ['status', shelves({}), ['code', 'message', 'status']],
    [
      'both where messages name their kinds',
      shelves({}, 'library#shelf'),
      ['code', 'errors', 'message', 'status'],
    ],
    [
      'errors where the document is old',
      shelves({ parameters: oldStyleParameters }),
      ['code', 'errors', 'message'],
    ],
  ])('%s', async (_, document, members) => {
    const { json } = await statefulServer(document).ask('GET /shelves/top')
    expect(Object.keys(json.error).toSorted()).toEqual(members)
  })
})

describe('R10 and R11: an operation', () => {
  const slow = booksApi(
    { title: text },
    {
      isSlow: true,
      schemas: {
        OperationMetadata: {
          createTime: time,
          endTime: time,
          target: text,
          verb: text,
          apiVersion: text,
        },
      },
    },
  )

  test('is done at once, stands under the longest prefix that has operations, and says what it did', async () => {
    const server = statefulServer(slow)
    const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    expect(json).toEqual({
      name: expect.stringMatching(/^projects\/p\/operations\/[\w-]+$/),
      done: true,
      metadata: {
        '@type': 'type.googleapis.com/google.cloud.library.v1.OperationMetadata',
        createTime: expect.any(String),
        endTime: expect.any(String),
        target: 'projects/p/books/a',
        verb: 'create',
        apiVersion: 'v1',
      },
      response: {
        '@type': 'type.googleapis.com/google.cloud.library.v1.Book',
        name: 'projects/p/books/a',
        title: 'Emma',
      },
    })
    expect((await server.ask(`GET /v1/${json.name}`)).json).toEqual(json)
  })

  test('that takes polls says no `done`, and what it changes is there when it is done', async () => {
    const server = statefulServer(slow, { polls: 2, delay: 0 })
    const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect([json.done, json.response, json.metadata.endTime]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect((await server.ask(`GET /v1/${json.name}`)).json.done).toBeUndefined()
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
    expect((await server.ask(`GET /v1/${json.name}`)).json.done).toBe(true)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(200)
  })

  test('that runs is in the first of its states', async () => {
    for (const [names, first] of [
      [['STATE_UNSPECIFIED', 'SCHEDULED', 'RUNNING', 'DONE'], 'SCHEDULED'],
      [['NOT_STARTED', 'IN_PROGRESS', 'FINISHED'], 'IN_PROGRESS'],
    ] as const) {
      const document = booksApi(
        {},
        { isSlow: true, schemas: { OperationMetadata: { state: { ...text, enum: names } } } },
      )
      const server = statefulServer(document, { polls: 1, delay: 0 })
      const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, {})
      const done = (await server.ask(`GET /v1/${json.name}`)).json
      expect([json.metadata.state, done.metadata.state]).toEqual([first, names.at(-1)])
    }
  })

  test('that takes time ends by itself', async () => {
    const server = statefulServer(slow, { polls: 0, delay: 5_000_000 })
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
    server.clock.advance(5)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(200)
  })

  test('that is cancelled changes nothing', async () => {
    const document = booksApi(
      {},
      {
        isSlow: true,
        more: {
          'projects.operations.cancel': [
            'POST v1/projects/*/operations/*:cancel',
            { request: 'Empty', response: 'Empty' },
          ],
        },
      },
    )
    const server = statefulServer(document, { polls: 1, delay: 0 })
    const { json } = await server.ask(`POST ${BOOKS}?bookId=a`, {})
    await server.ask(`POST /v1/${json.name}:cancel`, {})
    expect((await server.ask(`GET /v1/${json.name}`)).json).toMatchObject({
      done: true,
      error: { code: 1 },
    })
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
  })
})

test('R12: a schema with its package in the name is called as in its package', async () => {
  const document = apiWith(
    { GoogleCloudLibraryV1Book: { name: text }, Operation, Status },
    {
      'projects.books.create': [
        'POST v1/projects/*/books',
        { request: 'GoogleCloudLibraryV1Book', response: 'Operation', query: ['bookId'] },
      ],
      'projects.books.get': ['GET v1/projects/*/books/*', { response: 'GoogleCloudLibraryV1Book' }],
    },
  )
  const { json } = await statefulServer(document).ask(`POST ${BOOKS}?bookId=a`, {})
  expect(json.response['@type']).toBe('type.googleapis.com/google.cloud.library.v1.Book')
})

test('R13: an operation with a status says what it did to what', async () => {
  const Old = {
    kind: { ...text, description: 'This is always `library#operation`.' },
    name: text,
    operationType: { ...text, enum: ['CREATE', 'DELETE', 'UPDATE', 'CREATE_PAGE', 'TURN_OVER'] },
    status: { ...text, enum: ['PENDING', 'DONE'] },
    targetId: text,
    targetLink: text,
    insertTime: time,
    endTime: time,
  }
  const document = apiWith(
    { Book: { name: text }, Page: { name: text }, Operation: Old },
    {
      'books.insert': [
        'POST v1/projects/{project}/books',
        { request: 'Book', response: 'Operation' },
      ],
      'books.get': ['GET v1/projects/{project}/books/{book}', { response: 'Book' }],
      'books.turnOver': [
        'POST v1/projects/{project}/books/{book}/turnOver',
        { response: 'Operation' },
      ],
      'books.dust': ['POST v1/projects/{project}/books/{book}/dust', { response: 'Operation' }],
      'pages.insert': [
        'POST v1/projects/{project}/books/{book}/pages',
        { request: 'Page', response: 'Operation' },
      ],
      'pages.get': ['GET v1/projects/{project}/books/{book}/pages/{page}', { response: 'Page' }],
      'operations.get': [
        'GET v1/projects/{project}/operations/{operation}',
        { response: 'Operation' },
      ],
    },
  )
  const server = statefulServer(document, { polls: 1, delay: 0 })
  const { json } = await server.ask(`POST ${BOOKS}`, { name: 'a' })
  expect(json).toMatchObject({
    kind: 'library#operation',
    operationType: 'CREATE',
    status: 'PENDING',
    targetId: 'a',
    targetLink: 'https://library.googleapis.com/v1/projects/p/books/a',
  })
  const done = (await server.ask(`GET /v1/projects/p/operations/${json.name}`)).json
  expect(done).toMatchObject({ status: 'DONE', endTime: expect.any(String) })
  // What has a type of its own is done to what it is in.
  const page = (await server.ask(`POST ${BOOKS}/a/pages`, { name: '1' })).json
  expect(page).toMatchObject({ operationType: 'CREATE_PAGE', targetId: 'a' })
  // A verb without a type of its own is a change.
  for (const [verb, operationType] of [
    ['turnOver', 'TURN_OVER'],
    ['dust', 'UPDATE'],
  ])
    expect((await server.ask(`POST ${BOOKS}/a/${verb}`)).json).toMatchObject({ operationType })
})

test('R13: an operation of Compute Engine and its like stands in its zone, and can be waited for', async () => {
  const Old = {
    kind: { ...text, default: 'library#operation' },
    id: { ...text, format: 'uint64' },
    name: text,
    operationType: text,
    status: { ...text, enum: ['PENDING', 'RUNNING', 'DONE'] },
    targetId: { ...text, format: 'uint64' },
    targetLink: text,
    zone: { ...text, description: '[Output Only] The URL of the zone.' },
    insertTime: time,
    startTime: time,
    progress: { type: 'integer', format: 'int32' },
  } as const
  const zone = { ...text, description: '[Output Only] URL of the zone.' }
  const document = apiWith(
    {
      Book: {
        kind: { ...text, default: 'library#book' },
        id: { ...text, format: 'uint64' },
        name: text,
        zone,
        labels: any,
      },
      Labels: { labels: any },
      Operation: Old,
    },
    {
      'books.insert': [
        'POST v1/projects/{project}/zones/{zone}/books',
        { request: 'Book', response: 'Operation' },
      ],
      'books.get': ['GET v1/projects/{project}/zones/{zone}/books/{book}', { response: 'Book' }],
      'books.setLabels': [
        'POST v1/projects/{project}/zones/{zone}/books/{book}/setLabels',
        { request: 'Labels', response: 'Operation' },
      ],
      'zoneOperations.get': [
        'GET v1/projects/{project}/zones/{zone}/operations/{operation}',
        { response: 'Operation' },
      ],
      'zoneOperations.wait': [
        'POST v1/projects/{project}/zones/{zone}/operations/{operation}/wait',
        { response: 'Operation' },
      ],
    },
  )
  const server = statefulServer(document, { polls: 5, delay: 0 })
  const zonal = '/v1/projects/p/zones/z'
  const { json } = await server.ask(`POST ${zonal}/books`, { name: 'a' })
  expect(json).toMatchObject({
    kind: 'library#operation',
    operationType: 'insert',
    status: 'RUNNING',
    startTime: expect.any(String),
    progress: 0,
    zone: 'https://library.googleapis.com/v1/projects/p/zones/z',
  })
  const waited = (await server.ask(`POST ${zonal}/operations/${json.name}/wait`)).json
  expect(waited).toMatchObject({ status: 'DONE', progress: 100 })
  const book = (await server.ask(`GET ${zonal}/books/a`)).json
  expect([book.zone, book.id]).toEqual([json.zone, json.targetId])
  const labelled = (await server.ask(`POST ${zonal}/books/a/setLabels`, { labels: { env: 'dev' } }))
    .json
  expect(labelled.operationType).toBe('setLabels')
  await server.ask(`POST ${zonal}/operations/${labelled.name}/wait`)
  expect((await server.ask(`GET ${zonal}/books/a`)).json.labels).toEqual({ env: 'dev' })
})

describe('R14: what the server sets', () => {
  test('is filled where the resource has it, and nothing else is made up', async () => {
    const document = booksApi({
      createTime: time,
      updateTime: time,
      creationTime: long,
      uid: { ...text, readOnly: true },
      generation: { ...long, readOnly: true },
      etag: text,
      selfLink: text,
      state: { ...text, enum: ['STATE_UNSPECIFIED', 'CREATING', 'READY'], readOnly: true },
      host: { ...text, readOnly: true },
      deleteTime: time,
      isFull: { ...truth, readOnly: true },
    })
    const { json } = await statefulServer(document).ask(`POST ${BOOKS}?bookId=a`, {})
    expect(json).toEqual({
      name: 'projects/p/books/a',
      createTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6})?Z$/),
      updateTime: json.createTime,
      creationTime: expect.stringMatching(/^\d{13}$/),
      uid: expect.stringMatching(/^[\da-f-]{36}$/),
      generation: '1',
      etag: expect.any(String),
      selfLink: 'https://library.googleapis.com/v1/projects/p/books/a',
      state: 'READY',
    })
  })
})

// logging.projects.locations.buckets.get has lifecycleState ACTIVE, container's clusters status RUNNING; recorded.
test('R14: what it is doing is set under other names, too, where only the server says it', async () => {
  const doing = { ...text, enum: ['STATE_UNSPECIFIED', 'ACTIVE'] }
  const server = statefulServer(
    booksApi({
      lifecycleState: { ...doing, readOnly: true },
      status: { ...doing, description: '[Output Only] What it does.' },
    }),
  )
  const own = { lifecycleState: 'ACTIVE', status: 'ACTIVE' }
  expect((await server.ask(`POST ${BOOKS}?bookId=a`, {})).json).toMatchObject(own)
  const free = statefulServer(booksApi({ status: doing }))
  expect((await free.ask(`POST ${BOOKS}?bookId=a`, {})).json.status).toBeUndefined()
})

test('R15: a fingerprint is a tag as well', async () => {
  const server = statefulServer(
    booksApi({ title: text, fingerprint: text, labelFingerprint: text }),
  )
  const made = (await server.ask(`POST ${BOOKS}?bookId=a`, { fingerprint: 'mine' })).json
  const changed = (await server.ask(`PATCH ${BOOKS}/a`, { ...made, title: 'Emma' })).json
  for (const name of ['fingerprint', 'labelFingerprint'])
    expect([made[name], changed[name]]).toEqual([
      expect.stringMatching(/^.{11}=$/),
      expect.not.stringContaining(made[name]),
    ])
})

const prose = (description: string) => ({ ...text, description })

test('R14: what only the server sets is not taken from the client, also where prose alone says so', async () => {
  const server = statefulServer(
    booksApi({
      title: text,
      creationTime: prose('When it was made. Output only.'),
      creator: prose('Who made it. Read-only.'),
      host: prose('[Output Only] Where it is.'),
    }),
  )
  const sent = { title: 'Emma', creationTime: 'then', creator: 'me', host: 'mine' }
  const own = {
    name: 'projects/p/books/a',
    title: 'Emma',
    creationTime: expect.stringMatching(/Z$/),
  }
  expect((await server.ask(`POST ${BOOKS}?bookId=a`, sent)).json).toEqual(own)
  expect((await server.ask(`PATCH ${BOOKS}/a`, sent)).json).toEqual(own)
})

describe('R15: etag and generation', () => {
  test('change with each change, and an old etag is refused', async () => {
    const server = statefulServer(
      booksApi({ etag: text, title: text, generation: { ...long, readOnly: true } }),
    )
    const first = (await server.ask(`POST ${BOOKS}?bookId=a`, {})).json
    const second = (await server.ask(`PATCH ${BOOKS}/a`, { title: 'Emma', etag: first.etag })).json
    expect([second.etag === first.etag, second.generation]).toEqual([false, '2'])
    const { status, json } = await server.ask(`PATCH ${BOOKS}/a`, {
      title: 'Ema',
      etag: first.etag,
    })
    expect([status, json.error.status]).toEqual([409, 'ABORTED'])
  })
})

test('R15: older APIs read If-Match', async () => {
  const document = booksApi({ etag: text, title: text, kind: { ...text, default: 'library#book' } })
  const server = statefulServer(document)
  const { etag } = (await server.ask(`POST ${BOOKS}?bookId=a`, {})).json
  const patch = (ifMatch: string) =>
    server.request(`${BOOKS}/a`, {
      method: 'PATCH',
      body: '{"title":"Emma"}',
      headers: { 'if-match': ifMatch, 'content-type': 'application/json' },
    })
  expect((await patch(`"${etag}"`)).status).toBe(200)
  const { status, json } = await patch(`"${etag}"`)
  expect([status, json.error.errors[0].reason]).toEqual([412, 'conditionNotMet'])
  expect((await patch('*')).status).toBe(200)
})

describe('R16: types', () => {
  test('64-bit integers are texts and enums names, however they came', async () => {
    const document = booksApi({
      pages: long,
      genre: { ...text, enum: ['GENRE_UNSPECIFIED', 'NOVEL'] },
    })
    const { json } = await statefulServer(document).ask(`POST ${BOOKS}?bookId=a`, {
      pages: 400,
      genre: 1,
    })
    expect(json).toMatchObject({ pages: '400', genre: 'NOVEL' })
  })

  test('enums are numbers for who asks for numbers, also within an Any', async () => {
    const document = booksApi(
      { genre: { ...text, enum: ['GENRE_UNSPECIFIED', 'NOVEL'] } },
      { isSlow: true },
    )
    const line = `POST ${BOOKS}?bookId=a&$alt=json;enum-encoding=int`
    expect((await statefulServer(document).ask(line, { genre: 'NOVEL' })).json.response.genre).toBe(
      1,
    )
  })
})

const patchable = async () => {
  const own = statefulServer(
    booksApi(
      {
        title: text,
        subTitle: text,
        author: { $ref: 'Author' },
        host: { ...text, readOnly: true },
        labels: any,
      },
      { schemas: { Author: { firstName: text, lastName: text } } },
    ),
  )
  await own.ask(`POST ${BOOKS}?bookId=a`, {
    title: 'Emma',
    subTitle: 'A novel',
    author: { firstName: 'Jane', lastName: 'Austen' },
    labels: { a: '1', b: '2' },
  })
  return own
}
const patched = async (mask: string, message: object) =>
  (await (await patchable()).ask(`PATCH ${BOOKS}/a${mask}`, message)).json

describe('R17: a patch', () => {
  test('takes what the mask names, in camels or snakes, and clears what it names in vain', async () => {
    const { title, subTitle } = await patched('?updateMask=title,sub_title', {
      title: 'Persuasion',
    })
    expect([title, subTitle]).toEqual(['Persuasion', undefined])
  })

  test('takes single fields by dots', async () => {
    const { author, title } = await patched('?updateMask=author.firstName', {
      author: { firstName: 'J.', lastName: '?' },
      title: '?',
    })
    expect([author, title]).toEqual([{ firstName: 'J.', lastName: 'Austen' }, 'Emma'])
  })

  test('replaces a map that is named, and merges by key with dots', async () => {
    expect((await patched('?updateMask=labels', { labels: { c: '3' } })).labels).toEqual({ c: '3' })
    expect((await patched('?updateMask=labels.a', { labels: { a: '9' } })).labels).toEqual({
      a: '9',
      b: '2',
    })
  })

  test('merges without a mask, and replaces with *', async () => {
    expect(await patched('', { title: 'P' })).toMatchObject({ title: 'P', subTitle: 'A novel' })
    expect(await patched('?updateMask=*', { title: 'P' })).toEqual({
      name: 'projects/p/books/a',
      title: 'P',
    })
  })

  test('passes over what only the server sets', async () => {
    expect(
      await patched('?updateMask=host', { host: 'mine', name: 'projects/p/books/b' }),
    ).toMatchObject({ name: 'projects/p/books/a' })
    expect((await patched('', { host: 'mine' })).host).toBeUndefined()
  })

  test('without a mask clears what is null', async () => {
    const { title, subTitle, author } = await patched('', {
      subTitle: null,
      author: { firstName: null },
    })
    expect([title, subTitle, author]).toEqual(['Emma', undefined, { lastName: 'Austen' }])
  })

  test('understands fields named from the request on', async () => {
    expect((await patched('?updateMask=book.title', { title: 'P' })).title).toBe('P')
  })

  test('refuses a field that there is not, at any depth', async () => {
    const own = await patchable()
    for (const field of ['titel', 'author.frst_name']) {
      const { status, json } = await own.ask(`PATCH ${BOOKS}/a?updateMask=title,${field}`, {})
      expect([status, json.error.message]).toEqual([
        400,
        `Invalid field mask: Book has no field ${field}.`,
      ])
    }
    const camel = await own.ask(`PATCH ${BOOKS}/a?updateMask=author.frstName`, {})
    expect(camel.json.error.message).toContain('has no field author.frst_name.')
    expect((await own.ask(`GET ${BOOKS}/a`)).json.title).toBe('Emma')
  })

  // firestore.projects.databases.backupSchedules.patch, recorded: `updateMask=recurrence,retention`.
  test('takes the name of a oneof for all of its fields', async () => {
    const server = statefulServer(booksApi({ hardCover: text, softCover: text }))
    await server.ask(`POST ${BOOKS}?bookId=a`, { hardCover: 'blue' })
    const { json } = await server.ask(`PATCH ${BOOKS}/a?updateMask=cover`, { softCover: 'red' })
    expect(json).toEqual({ name: 'projects/p/books/a', softCover: 'red' })
  })

  test('makes what is missing where that is allowed', async () => {
    const own = await patchable()
    expect((await own.ask(`PATCH ${BOOKS}/b?allowMissing=true`, { title: 'P' })).json).toEqual({
      name: 'projects/p/books/b',
      title: 'P',
    })
  })
})

test('what is immutable stays as it was once it is set, and may be set later', async () => {
  const immutable = { type: 'string', description: 'Immutable. Where it is printed.' } as const
  const server = statefulServer(booksApi({ title: text, press: immutable, format: immutable }))
  await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma', press: 'Murray' })
  const changed = { title: 'Persuasion', press: 'Egerton', format: 'octavo' }
  const expected = { title: 'Persuasion', press: 'Murray', format: 'octavo' }
  const after = await server.ask(`PATCH ${BOOKS}/a?updateMask=title,press,format`, changed)
  expect(after.json).toMatchObject(expected)
  expect((await server.ask(`PUT ${BOOKS}/a`, { press: 'Egerton' })).json).toMatchObject({
    press: 'Murray',
    format: 'octavo',
  })
})

test('R18: a PUT drops what is not sent, but for what the server set', async () => {
  const server = statefulServer(booksApi({ title: text, subTitle: text, createTime: time }))
  const { createTime } = (
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma', subTitle: 'A novel' })
  ).json
  const { json } = await server.ask(`PUT ${BOOKS}/a`, { title: 'Persuasion' })
  expect(json).toEqual({ name: 'projects/p/books/a', title: 'Persuasion', createTime })
})

// logging.projects.sinks.update is a PUT that has an updateMask.
test('R18: a PUT with a mask changes what the mask names', async () => {
  const more = {
    'projects.books.update': [
      'PUT v1/projects/*/books/*',
      { request: 'Book', response: 'Book', query: ['updateMask'] },
    ] as const,
  }
  const server = statefulServer(booksApi({ title: text, subTitle: text }, { more }))
  await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma', subTitle: 'A novel' })
  const { json } = await server.ask(`PUT ${BOOKS}/a?updateMask=title`, { title: 'Persuasion' })
  expect([json.title, json.subTitle]).toEqual(['Persuasion', 'A novel'])
})

describe('R19: zero values', () => {
  const fields = {
    isBorrowed: truth,
    title: text,
    tags: { type: 'array', items: text } as const,
    notes: { $ref: 'Notes' },
  }
  const schemas = { Notes: { text } }
  const sent = { isBorrowed: false, title: '', tags: [], notes: {} }

  test('are not answered, but for messages', async () => {
    const { json } = await statefulServer(booksApi(fields, { schemas })).ask(
      `POST ${BOOKS}?bookId=a`,
      sent,
    )
    expect(json).toEqual({ name: 'projects/p/books/a', notes: {} })
  })

  test('are answered by older APIs, but for messages that say nothing', async () => {
    const kind = { ...text, default: 'library#book' }
    const { json } = await statefulServer(booksApi({ ...fields, kind }, { schemas })).ask(
      `POST ${BOOKS}?bookId=a`,
      sent,
    )
    expect(json).toEqual({
      name: 'projects/p/books/a',
      kind: 'library#book',
      isBorrowed: false,
      title: '',
      tags: [],
    })
  })
})

describe('R20: lists', () => {
  test('of nothing have no items, in order of creation', async () => {
    const server = statefulServer(booksApi({}))
    expect((await server.ask(`GET ${BOOKS}`)).json).toEqual({})
    for (const id of ['b', 'a', 'c']) await server.ask(`POST ${BOOKS}?bookId=${id}`, {})
    const { json } = await server.ask(`GET ${BOOKS}`)
    expect(json.books.map(({ name }: { name: string }) => name.at(-1))).toEqual(['b', 'a', 'c'])
  })

  test('of fewer than none are refused (AIP-158)', async () => {
    const server = statefulServer(booksApi({}))
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    const { status, json } = await server.ask(`GET ${BOOKS}?pageSize=-1`)
    expect([status, json.error.message]).toEqual([
      400,
      'Invalid pageSize: -1. It must not be negative.',
    ])
  })

  // bigquery.tables.list has totalItems, youtube.playlists.list pageInfo, also of nothing; recorded.
  test('say how many there are, where their answer has a place for it', async () => {
    const Books = {
      kind: { ...text, default: 'library#books' },
      books: listOf('Book'),
      nextPageToken: text,
      totalItems: { type: 'integer' },
      pageInfo: { $ref: 'PageInfo' },
    } as const
    const PageInfo = {
      totalResults: { type: 'integer' },
      resultsPerPage: { type: 'integer' },
    } as const
    const more = {
      'projects.books.list': [
        'GET v1/projects/*/books',
        { response: 'Books', query: ['pageToken', 'maxResults'] },
      ] as const,
    }
    const server = statefulServer(booksApi({}, { more, schemas: { Books, PageInfo } }))
    const totals = async (query: string) => {
      const { totalItems, pageInfo } = (await server.ask(`GET ${BOOKS}?${query}`)).json
      return [totalItems, pageInfo.totalResults, pageInfo.resultsPerPage]
    }
    expect(await totals('')).toEqual([0, 0, 0])
    for (const id of ['a', 'b', 'c']) await server.ask(`POST ${BOOKS}?bookId=${id}`, {})
    expect(await totals('')).toEqual([3, 3, 3])
    expect(await totals('maxResults=2')).toEqual([3, 3, 2])
  })

  test('of any project are asked for by -', async () => {
    const server = statefulServer(booksApi({}))
    for (const project of ['p', 'q'])
      await server.ask(`POST /v1/projects/${project}/books?bookId=a`, {})
    expect((await server.ask('GET /v1/projects/-/books')).json.books).toHaveLength(2)
  })

  test('come in pages, whatever is made or deleted meanwhile', async () => {
    const server = statefulServer(booksApi({}))
    for (const id of ['a', 'b', 'c', 'd']) await server.ask(`POST ${BOOKS}?bookId=${id}`, {})
    const first = (await server.ask(`GET ${BOOKS}?pageSize=2`)).json
    await server.ask(`DELETE ${BOOKS}/b`)
    await server.ask(`POST ${BOOKS}?bookId=e`, {})
    const rest = (await server.ask(`GET ${BOOKS}?pageSize=9&pageToken=${first.nextPageToken}`)).json
    expect(rest.books.map(({ name }: { name: string }) => name.at(-1))).toEqual(['c', 'd', 'e'])
    const foreign = await server.ask(`GET /v1/projects/q/books?pageToken=${first.nextPageToken}`)
    expect(foreign.status).toBe(400)
  })
})

describe('R21: policies', () => {
  const Policy = {
    version: { type: 'integer' },
    etag: text,
    bindings: { type: 'array', items: any },
  } as const
  const document = booksApi(
    {},
    {
      schemas: {
        Policy,
        SetPolicy: { policy: { $ref: 'Policy' } },
        Permissions: { permissions: { type: 'array', items: text } },
      },
      more: {
        'projects.books.getIamPolicy': [
          'GET v1/projects/*/books/*:getIamPolicy',
          { response: 'Policy' },
        ],
        'projects.books.setIamPolicy': [
          'POST v1/projects/*/books/*:setIamPolicy',
          { request: 'SetPolicy', response: 'Policy' },
        ],
        'projects.books.testIamPermissions': [
          'POST v1/projects/*/books/*:testIamPermissions',
          { request: 'Permissions', response: 'Permissions' },
        ],
      },
    },
  )
  const bindings = [{ role: 'roles/viewer', members: ['user:a@example.com'] }]

  test('have an etag alone before any is set, then version and bindings, and die with the resource', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`GET ${BOOKS}/a:getIamPolicy`)).json).toEqual({
      etag: expect.any(String),
    })
    const { json } = await server.ask(`POST ${BOOKS}/a:setIamPolicy`, {
      policy: { bindings, version: 3 },
    })
    expect(json).toEqual({ version: 1, etag: expect.any(String), bindings })
    expect((await server.ask(`GET ${BOOKS}/a:getIamPolicy`)).json).toEqual(json)
    await server.ask(`DELETE ${BOOKS}/a`)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`GET ${BOOKS}/a:getIamPolicy`)).json.bindings).toBeUndefined()
  })

  test('are refused where another was set meanwhile', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    await server.ask(`POST ${BOOKS}/a:setIamPolicy`, { policy: { bindings } })
    const { status, json } = await server.ask(`POST ${BOOKS}/a:setIamPolicy`, {
      policy: { etag: 'b2xk' },
    })
    expect([status, json.error.status]).toEqual([409, 'ABORTED'])
  })

  test('allow all that is asked for', async () => {
    const server = statefulServer(document)
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    const { json } = await server.ask(`POST ${BOOKS}/a:testIamPermissions`, {
      permissions: ['a', 'b'],
    })
    expect(json).toEqual({ permissions: ['a', 'b'] })
  })
})

test('R22: an answer that holds the resource in a field is filled', async () => {
  const document = booksApi(
    { title: text },
    {
      schemas: { Patched: { book: { $ref: 'Book' } } },
      more: {
        'projects.books.patch': [
          'PATCH v1/projects/*/books/*',
          { request: 'Book', response: 'Patched' },
        ],
      },
    },
  )
  const server = statefulServer(document)
  await server.ask(`POST ${BOOKS}?bookId=a`, {})
  expect((await server.ask(`PATCH ${BOOKS}/a`, { title: 'Emma' })).json).toEqual({
    book: { name: 'projects/p/books/a', title: 'Emma' },
  })
})

test('R23: settings are there as soon as what they are of, and take changes', async () => {
  const document = booksApi(
    {},
    {
      schemas: { Settings: { name: text, theme: text } },
      more: {
        'projects.books.getSettings': [
          'GET v1/projects/*/books/*/settings',
          { response: 'Settings' },
        ],
        'projects.books.updateSettings': [
          'PATCH v1/projects/*/books/*/settings',
          { request: 'Settings', response: 'Settings', query: ['updateMask'] },
        ],
      },
    },
  )
  const server = statefulServer(document)
  expect((await server.ask(`GET ${BOOKS}/a/settings`)).status).toBe(404)
  await server.ask(`POST ${BOOKS}?bookId=a`, {})
  expect((await server.ask(`GET ${BOOKS}/a/settings`)).status).toBe(200)
  const { json } = await server.ask(`PATCH ${BOOKS}/a/settings?updateMask=theme`, { theme: 'dark' })
  expect(json).toMatchObject({ theme: 'dark' })
  expect((await server.ask(`GET ${BOOKS}/a/settings`)).json).toEqual(json)
})

test('R23: what no method writes is 501 until it is put there; a list of nothing is empty', async () => {
  const document = booksApi(
    {},
    {
      schemas: {
        PublicKey: { name: text, pem: text },
        Logs: { logNames: { type: 'array', items: text }, nextPageToken: text },
      },
      more: {
        'projects.books.getPublicKey': [
          'GET v1/projects/*/books/*/publicKey',
          { response: 'PublicKey' },
        ],
        'projects.books.logs.list': ['GET v1/projects/*/books/*/logs', { response: 'Logs' }],
      },
    },
  )
  const engine = new Engine({ clock: new Clock(), seed: 'test' })
  const fallback = engineFallback(engine)
  const server = statefulServer(document, undefined, {}, { fallback })
  await server.ask(`POST ${BOOKS}?bookId=a`, {})
  expect((await server.ask(`GET ${BOOKS}/b/publicKey`)).status).toBe(404)
  const { status, json } = await server.ask(`GET ${BOOKS}/a/publicKey`)
  expect([status, json.error.message]).toEqual([
    501,
    'The document does not tell what library.projects.books.getPublicKey does. A rule in library_v1.rules.json can say it, or a handler in library_v1.ts.',
  ])
  expect((await server.ask(`GET ${BOOKS}/a/logs`)).json).toEqual({})
  const name = 'projects/p/books/a/publicKey'
  await engine.plant({ document, path: 'library_v1.api' }, '', [{ name, resource: { pem: 'a' } }])
  expect((await server.ask(`GET ${BOOKS}/a/publicKey`)).json).toEqual({ pem: 'a' })
})

test('R23: settings that hold a list are no list', async () => {
  const document = booksApi(
    {},
    {
      schemas: {
        Policy: { name: text, rules: listOf('Rule'), theme: text },
        Rule: { title: text },
      },
      more: {
        'projects.books.getPolicy': ['GET v1/projects/*/books/*/policy', { response: 'Policy' }],
        'projects.books.updatePolicy': [
          'PATCH v1/projects/*/books/*/policy',
          { request: 'Policy', response: 'Policy', query: ['updateMask'] },
        ],
      },
    },
  )
  const server = statefulServer(document)
  await server.ask(`POST ${BOOKS}?bookId=a`, {})
  const policy = { theme: 'dark', rules: [{ title: 'be quiet' }] }
  const { json } = await server.ask(`PATCH ${BOOKS}/a/policy?updateMask=*`, policy)
  expect(json).toEqual(policy)
  expect((await server.ask(`GET ${BOOKS}/a/policy`)).json).toEqual(json)
})

test('R24: the kind of each message is filled by older APIs', async () => {
  const document = booksApi(
    { kind: { ...text, default: 'library#book' }, networks: listOf('Network') },
    { schemas: { Network: { kind: { ...text, default: 'library#network' }, url: text } } },
  )
  const { json } = await statefulServer(document).ask(`POST ${BOOKS}?bookId=a`, {
    networks: [{ url: 'x' }],
  })
  expect(json).toMatchObject({
    kind: 'library#book',
    networks: [{ kind: 'library#network', url: 'x' }],
  })
})

test('R24: older APIs say the kind again with each change, and lists have a tag of what is in them', async () => {
  const document = booksApi(
    { kind: { ...text, default: 'library#book' }, title: text },
    {
      schemas: {
        Books: {
          kind: { ...text, default: 'library#books' },
          etag: text,
          books: listOf('Book'),
        },
      },
    },
  )
  const server = statefulServer(document)
  await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
  const list = async () => (await server.ask(`GET ${BOOKS}`)).json.etag
  const before = await list()
  expect([before, await list()]).toEqual([expect.stringMatching(/.{20}/), before])
  const { json } = await server.ask(`PUT ${BOOKS}/a`, { title: 'Persuasion' })
  expect(json.kind).toBe('library#book')
  expect(await list()).not.toBe(before)
})

/** Books that are called files, of an API that shows few of their fields. */
const filesApi = (fields: Parameters<typeof booksApi>[0]) => {
  const { schemas, ...rest } = booksApi(fields, {
    schemas: { Books: { kind: text, books: listOf('File'), nextPageToken: text } },
    parts: { name: 'drive' },
  })
  const named = JSON.stringify({ ...rest, schemas: { ...schemas, File: schemas!['Book'] } })
  return JSON.parse(named.replaceAll('"$ref":"Book"', '"$ref":"File"'))
}

// drive.files.create and drive.files.list, recorded.
test('an API that shows a few fields shows others if they are asked for', async () => {
  const fields = { kind: text, id: text, mimeType: text, createTime: time, title: text }
  const server = statefulServer(filesApi(fields))
  const shown = { id: 'a', name: 'projects/p/books/a', mimeType: 'text/plain' }
  const sent = { mimeType: 'text/plain', title: 'Emma' }
  expect((await server.ask(`POST ${BOOKS}?bookId=a`, sent)).json).toEqual(shown)
  expect((await server.ask(`GET ${BOOKS}/a`)).json).toEqual(shown)
  expect((await server.ask(`GET ${BOOKS}`)).json).toEqual({ books: [shown] })
  expect((await server.ask(`GET ${BOOKS}/a?fields=title`)).json).toEqual({ title: 'Emma' })
  // A version whose files have other fields.
  const other = statefulServer(filesApi({ title: text }))
  const whole = { name: 'projects/p/books/a', title: 'Emma' }
  expect((await other.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })).json).toEqual(whole)
})
