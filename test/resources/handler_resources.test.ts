// Handlers that write the special part of a method and let the engine do the rest: `call.resources`.
import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import type { HandlerModule } from '../../src/api/handlers.ts'
import { invalid } from '../../src/errors.ts'
import { booksApi, text } from './documents.ts'
import { statefulServer } from './library.ts'

type Table = HandlerModule['handlers']
const BOOKS = '/v1/projects/p/books'
const NAME = 'projects/p/books'
const books = booksApi(
  { title: text, shelf: text },
  {
    more: {
      'projects.books.swap': ['POST v1/projects/*/books/*:swap', { response: 'Book' }],
    },
  },
)

const serverWith = (handlers: Table) => statefulServer(books, undefined, handlers)

describe('default()', () => {
  test('does what the method does without a handler', async () => {
    const server = serverWith({
      'library.projects.books.create': ({ resources }) => resources.default(),
    })
    const made = await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    expect(made.json).toMatchObject({ name: `${NAME}/a`, title: 'Emma' })
    expect(made.headers.get('x-emulator-origin')).toBe('handler')
    expect((await server.ask(`GET ${BOOKS}/a`)).json).toEqual(made.json)
  })

  test('with another message or other parameters', async () => {
    const server = serverWith({
      'library.projects.books.create': ({ body, resources }) =>
        resources.default({ body: { ...(body as object), shelf: 'top' }, params: { bookId: 'b' } }),
    })
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
    expect((await server.ask(`GET ${BOOKS}/b`)).json).toMatchObject({ title: 'Emma', shelf: 'top' })
  })

  test('refuses as the method does, in the words of its API', async () => {
    const server = serverWith({
      'library.projects.books.get': ({ resources }) => resources.default(),
    })
    const { status, json } = await server.ask(`GET ${BOOKS}/a`)
    expect([status, json.error.message]).toEqual([404, `Resource '${NAME}/a' was not found`])
  })
})

describe('transaction()', () => {
  const swap: Table = {
    'library.projects.books.swap': ({ params, resources }) =>
      resources.transaction(async (own) => {
        const name = (params as { name: string }).name
        const [first, second] = await own.list<{ title?: string }>(NAME)
        own.put(first!.name, { ...first!.resource, title: second!.resource.title })
        own.put(second!.name, { ...second!.resource, title: first!.resource.title })
        if (second!.resource.title === 'Ulysses') throw invalid('That one stays.')
        return own.invoke('library.projects.books.get', { params: { name } })
      }),
  }

  test('reads, changes, and sees what it changed', async () => {
    const server = serverWith(swap)
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    await server.ask(`POST ${BOOKS}?bookId=b`, { title: 'Ivanhoe' })
    expect((await server.ask(`POST ${BOOKS}/a:swap`)).json).toMatchObject({ title: 'Ivanhoe' })
    expect((await server.ask(`GET ${BOOKS}/b`)).json).toMatchObject({ title: 'Emma' })
  })

  test('keeps nothing if it throws', async () => {
    const server = serverWith(swap)
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'Emma' })
    await server.ask(`POST ${BOOKS}?bookId=b`, { title: 'Ulysses' })
    expect((await server.ask(`POST ${BOOKS}/a:swap`)).status).toBe(400)
    expect((await server.ask(`GET ${BOOKS}/a`)).json).toMatchObject({ title: 'Emma' })
  })

  test('runs again where somebody else came between, so that no change is lost', async () => {
    let runs = 0
    const server = serverWith({
      'library.projects.books.swap': ({ params, resources }) =>
        resources.transaction(async (own) => {
          runs += 1
          const { name } = params as { name: string }
          const held = await own.get<{ title: string }>(name)
          await new Promise(setImmediate)
          own.put(name, { ...held!.resource, title: `${held!.resource.title}I` })
          return {}
        }),
    })
    await server.ask(`POST ${BOOKS}?bookId=a`, { title: 'I' })
    await Promise.all(Array.from({ length: 9 }, () => server.ask(`POST ${BOOKS}/a:swap`)))
    expect((await server.ask(`GET ${BOOKS}/a`)).json.title).toBe('IIIIIIIIII')
    expect(runs).toBeGreaterThan(9)
  })

  test('deletes a resource with all that is in it', async () => {
    const server = serverWith({
      'library.projects.books.delete': ({ params, resources }) =>
        resources.transaction(async (own) => {
          const { name } = params as { name: string }
          own.put(`${name}/pages/1`, { number: 1 })
          await own.delete(name)
          expect(await own.get(name)).toBeUndefined()
          expect(await own.list(`${name}/pages`)).toEqual([])
        }),
    })
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`DELETE ${BOOKS}/a`)).status).toBe(200)
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(404)
  })

  test('names a method that is not there', async () => {
    const server = serverWith({
      'library.projects.books.get': ({ resources }) =>
        resources.transaction((own) => own.invoke('library.projects.books.burn', { params: {} })),
    })
    expect((await server.ask(`GET ${BOOKS}/a`)).status).toBe(500)
    expect(server.log.at(-1)!.error).toContain(
      'library_v1.api has no method library.projects.books.burn',
    )
  })
})

describe('bytes', () => {
  test('are kept, referred to by a resource, and read', async () => {
    let read: string | undefined
    const server = serverWith({
      'library.projects.books.create': async ({ resources }) => {
        const kept = await resources.keep(
          Readable.from([Buffer.from('Chapter '), Buffer.from('1')]),
          {
            contentType: 'text/plain',
          },
        )
        expect([kept.size, kept.md5.toString('hex')]).toEqual([
          9,
          createHash('md5').update('Chapter 1').digest('hex'),
        ])
        return resources.transaction(async (own) => {
          own.put(`${NAME}/a`, { title: 'Emma' }, kept)
          return {}
        })
      },
      'library.projects.books.get': async ({ resources }) => {
        const held = await resources.transaction((own) => own.get(`${NAME}/a`))
        expect(held!.media).toEqual({ contentType: 'text/plain', blob: expect.any(String) })
        const bytes = await resources.read(held!.media!)
        read = (await buffer(Readable.from(bytes.bytes(0, bytes.size)))).toString()
        return held!.resource
      },
    })
    await server.ask(`POST ${BOOKS}?bookId=a`, {})
    expect((await server.ask(`GET ${BOOKS}/a`)).json).toEqual({ title: 'Emma' })
    expect(read).toBe('Chapter 1')
  })
})
