// A pair of a document and its handlers as a user would drop it into a folder: three methods, state in the handler.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const book = { $ref: 'Book' }
const name = { type: 'string', location: 'path', required: true }

export const libraryDocument = {
  kind: 'discovery#restDescription',
  discoveryVersion: 'v1',
  id: 'library:v1',
  name: 'library',
  version: 'v1',
  title: 'Library API',
  protocol: 'rest',
  rootUrl: 'https://library.example.com/',
  servicePath: '',
  basePath: '',
  baseUrl: 'https://library.example.com/',
  batchPath: 'batch',
  parameters: { '$.xgafv': { type: 'string', enum: ['1', '2'], location: 'query' } },
  schemas: {
    Book: {
      id: 'Book',
      type: 'object',
      properties: {
        name: { type: 'string' },
        title: { type: 'string' },
        pages: { type: 'integer', format: 'int32' },
      },
    },
    Books: { id: 'Books', type: 'object', properties: { books: { type: 'array', items: book } } },
  },
  resources: {
    books: {
      methods: {
        insert: {
          id: 'library.books.insert',
          path: 'v1/books',
          httpMethod: 'POST',
          parameters: {},
          request: book,
          response: book,
        },
        get: {
          id: 'library.books.get',
          path: 'v1/books/{name}',
          httpMethod: 'GET',
          parameters: { name },
          parameterOrder: ['name'],
          response: book,
        },
        list: {
          id: 'library.books.list',
          path: 'v1/books',
          httpMethod: 'GET',
          parameters: { least: { type: 'integer', format: 'int32', location: 'query' } },
          response: { $ref: 'Books' },
        },
      },
    },
  },
}

export const libraryHandlers = `
import { alreadyExists, notFound } from 'discovery-emulator'

export const open = () => new Map()

export const handlers = {
  'library.books.insert': ({ body }, books) => {
    if (books.has(body.name)) throw alreadyExists('There is a book ' + body.name + '.')
    books.set(body.name, body)
    return body
  },
  'library.books.get': ({ params }, books) => {
    if (!books.has(params.name)) throw notFound('There is no book ' + params.name + '.')
    return books.get(params.name)
  },
  'library.books.list': ({ params }, books) => ({
    books: [...books.values()].filter(({ pages = 0 }) => pages >= (params.least ?? 0)),
  }),
}
`

/** Its list answers the process it runs in; its get answers once the file `release` is in the folder of the pair. */
export const slowHandlers = `
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const here = import.meta.dirname

export const handlers = {
  'library.books.get': async ({ params }) => {
    writeFileSync(join(here, 'started'), '')
    while (!existsSync(join(here, 'release'))) await pause(10)
    return { name: params.name, title: 'finished' }
  },
  'library.books.list': () => ({ books: [{ name: String(process.pid) }] }),
}
`

/** Writes the pair into `folder`. */
export async function writeLibrary(folder: string, handlers = libraryHandlers): Promise<void> {
  await writeFile(join(folder, 'library_v1.api'), JSON.stringify(libraryDocument, null, 2))
  await writeFile(join(folder, 'library_v1.ts'), handlers)
}
