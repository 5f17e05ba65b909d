// A document alone: create, get, list, patch and delete work on resources.
import { describe, expect, test } from 'vitest'
import { library, statefulServer } from './library.ts'

const BOOKS = '/v1/projects/p/books'

const withDates = {
  createTime: expect.any(String),
  updateTime: expect.any(String),
  etag: expect.any(String),
}

describe('a document without handlers', () => {
  test('makes a resource under the id that the client chose, and answers it', async () => {
    const server = statefulServer(library)
    const { status, json } = await server.post(`${BOOKS}?bookId=emma`, { title: 'Emma' })
    expect(status).toBe(200)
    expect(json).toEqual({
      name: 'projects/p/books/emma',
      title: 'Emma',
      state: 'ACTIVE',
      ...withDates,
    })
    expect((await server.request(`${BOOKS}/emma`)).json).toEqual(json)
  })

  test('refuses an id that is taken', async () => {
    const server = statefulServer(library)
    await server.post(`${BOOKS}?bookId=emma`, {})
    const { status, json } = await server.post(`${BOOKS}?bookId=emma`, {})
    expect([status, json.error.status]).toEqual([409, 'ALREADY_EXISTS'])
  })

  test('says which resource is not there', async () => {
    const server = statefulServer(library)
    for (const method of ['GET', 'DELETE', 'PATCH']) {
      const { status, json } = await server.request(`${BOOKS}/emma`, { method })
      expect([status, json.error.message]).toEqual([
        404,
        "Resource 'projects/p/books/emma' was not found",
      ])
    }
  })

  test('lists what is there page by page, and nothing as an empty message', async () => {
    const server = statefulServer(library)
    expect((await server.request(BOOKS)).json).toEqual({})
    for (const id of ['a', 'b', 'c']) await server.post(`${BOOKS}?bookId=${id}`, {})
    await server.post('/v1/projects/other/books?bookId=d', {})
    const first = (await server.request(`${BOOKS}?pageSize=2`)).json
    const second = (await server.request(`${BOOKS}?pageSize=2&pageToken=${first.nextPageToken}`))
      .json
    const names = [first, second].map(({ books }) =>
      books.map(({ name }: { name: string }) => name.at(-1)),
    )
    expect([names, second.nextPageToken]).toEqual([[['a', 'b'], ['c']], undefined])
  })

  test('patches what the mask names, and deletes', async () => {
    const server = statefulServer(library)
    await server.post(`${BOOKS}?bookId=emma`, {
      title: 'Ema',
      pages: 400,
      labels: { by: 'Austen' },
    })
    const init = {
      method: 'PATCH',
      body: JSON.stringify({ title: 'Emma', pages: 1 }),
      headers: { 'content-type': 'application/json' },
    }
    const { json } = await server.request(`${BOOKS}/emma?updateMask=title,labels`, init)
    expect(json).toEqual({
      name: 'projects/p/books/emma',
      title: 'Emma',
      pages: '400',
      state: 'ACTIVE',
      ...withDates,
    })
    expect((await server.request(`${BOOKS}/emma`, { method: 'DELETE' })).json).toEqual({})
    expect((await server.request(`${BOOKS}/emma`)).status).toBe(404)
  })
})
