// A document of a small library, as one that a person drops in, and a server that has nothing else.
import type { RestDescription } from '../../src/discovery/document.ts'
import { Clock } from '../../src/clock.ts'
import { Engine } from '../../src/resources/engine.ts'
import { engineFallback } from '../../src/resources/fallback.ts'
import { documentOf, serverOf, type TestServer } from '../helpers/server.ts'

const text = { type: 'string' } as const
const query = { type: 'string', location: 'query' } as const

/** Path `v1/{+name}` of a resource, spelled out. */
const ofBook = {
  path: 'v1/{+name}',
  flatPath: 'v1/projects/{projectsId}/books/{booksId}',
  parameters: {
    name: { ...text, location: 'path', required: true, pattern: '^projects/[^/]+/books/[^/]+$' },
  },
} as const

const ofBooks = {
  path: 'v1/{+parent}/books',
  flatPath: 'v1/projects/{projectsId}/books',
  parameters: {
    parent: { ...text, location: 'path', required: true, pattern: '^projects/[^/]+$' },
  },
} as const

export const library: RestDescription = documentOf({
  name: 'library',
  rootUrl: 'https://library.googleapis.com/',
  schemas: {
    Book: {
      id: 'Book',
      type: 'object',
      properties: {
        name: { ...text, description: 'Identifier. Name of the book.' },
        title: { ...text, description: 'Required. What stands on its back.' },
        isBorrowed: { type: 'boolean' },
        pages: { type: 'string', format: 'int64' },
        labels: { type: 'object', additionalProperties: text },
        createTime: { ...text, format: 'google-datetime', readOnly: true },
        updateTime: { ...text, format: 'google-datetime', readOnly: true },
        etag: text,
        state: { ...text, enum: ['STATE_UNSPECIFIED', 'ACTIVE', 'LOST'], readOnly: true },
      },
    },
    ListBooksResponse: {
      id: 'ListBooksResponse',
      type: 'object',
      properties: { books: { type: 'array', items: { $ref: 'Book' } }, nextPageToken: text },
    },
    Empty: { id: 'Empty', type: 'object', properties: {} },
  },
  resources: {
    projects: {
      resources: {
        books: {
          methods: {
            create: {
              id: 'library.projects.books.create',
              httpMethod: 'POST',
              ...ofBooks,
              parameters: { ...ofBooks.parameters, bookId: query },
              request: { $ref: 'Book' },
              response: { $ref: 'Book' },
            },
            get: {
              id: 'library.projects.books.get',
              httpMethod: 'GET',
              ...ofBook,
              response: { $ref: 'Book' },
            },
            list: {
              id: 'library.projects.books.list',
              httpMethod: 'GET',
              ...ofBooks,
              parameters: {
                ...ofBooks.parameters,
                pageSize: { type: 'integer', format: 'int32', location: 'query' },
                pageToken: query,
              },
              response: { $ref: 'ListBooksResponse' },
            },
            patch: {
              id: 'library.projects.books.patch',
              httpMethod: 'PATCH',
              ...ofBook,
              parameters: {
                ...ofBook.parameters,
                updateMask: { ...query, format: 'google-fieldmask' },
              },
              request: { $ref: 'Book' },
              response: { $ref: 'Book' },
            },
            delete: {
              id: 'library.projects.books.delete',
              httpMethod: 'DELETE',
              ...ofBook,
              response: { $ref: 'Empty' },
            },
          },
        },
      },
    },
  },
})

/** A server of documents without handlers; ids and tags are the same in each run. */
export function statefulServer(
  ...documents: readonly RestDescription[]
): TestServer & { readonly clock: Clock } {
  const clock = new Clock()
  const fallback = engineFallback(new Engine({ clock, seed: 'test' }))
  return {
    ...serverOf(
      documents.map((document) => ({ document })),
      { fallback },
    ),
    clock,
  }
}
