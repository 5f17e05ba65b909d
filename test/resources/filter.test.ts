// Filters and orders of lists: https://google.aip.dev/160 and https://google.aip.dev/132.
import { describe, expect, test } from 'vitest'
import { any, booksApi, long, text, truth } from './documents.ts'
import { statefulServer } from './library.ts'

const BOOKS = '/v1/projects/p/books'

const document = booksApi(
  {
    title: text,
    pages: long,
    isRead: truth,
    labels: any,
    author: { $ref: 'Author' },
    tags: { type: 'array', items: text },
    publishTime: text,
  },
  {
    schemas: { Author: { firstName: text } },
    more: {
      'projects.books.search': [
        'GET v1/projects/*/books:search',
        { response: 'Books', query: ['q'] },
      ],
    },
  },
)

const namesIn = (json: { books?: { name: string }[] }) =>
  (json.books ?? []).map(({ name }) => name.slice(name.lastIndexOf('/') + 1))

async function shelf() {
  const server = statefulServer(document)
  const books = {
    emma: {
      title: 'Emma',
      pages: 474,
      isRead: true,
      labels: { env: 'dev' },
      author: { firstName: 'Jane' },
      publishTime: '1815-12-23T00:00:00Z',
    },
    ivanhoe: {
      title: 'Ivanhoe',
      pages: 1000,
      author: { firstName: 'Walter' },
      tags: ['knights', 'war'],
      publishTime: '1819-12-20T00:00:00Z',
    },
    waverley: {
      title: 'Waverley or Sixty',
      pages: 90,
      labels: { env: 'prod', team: 'a' },
      author: { firstName: 'Walter' },
      publishTime: '1814-07-07T00:00:00+00:00',
    },
  }
  for (const [id, book] of Object.entries(books))
    await server.ask(`POST ${BOOKS}?bookId=${id}`, book)
  return server
}

describe('a filter', () => {
  test.each([
    ['title = "Emma"', ['emma']],
    ["title='Emma'", ['emma']],
    ['title != Emma', ['ivanhoe', 'waverley']],
    ['author.firstName = Walter AND pages > 100', ['ivanhoe']],
    ['author.first_name = Walter pages>100', ['ivanhoe']],
    ['pages >= 474 AND pages <= 1000', ['emma', 'ivanhoe']],
    ['title = Emma OR title = Ivanhoe', ['emma', 'ivanhoe']],
    ['author.firstName = Walter AND title = Emma OR title = Ivanhoe', ['ivanhoe']],
    ['(title = Emma OR title = Ivanhoe) AND NOT title = Emma', ['ivanhoe']],
    ['-title:Emma', ['ivanhoe', 'waverley']],
    ['NOT (pages < 100)', ['emma', 'ivanhoe']],
    ['labels:env', ['emma', 'waverley']],
    ['labels.env = dev', ['emma']],
    ['labels.team:*', ['waverley']],
    ['tags:war', ['ivanhoe']],
    ['title:or', ['waverley']],
    ['title = "Wav*"', ['waverley']],
    ['title = "*hoe"', ['ivanhoe']],
    ['isRead = true', ['emma']],
    ['isRead = false', ['ivanhoe', 'waverley']],
    ['publishTime < 1815-01-01T00:00:00Z', ['waverley']],
    ['Walter', ['ivanhoe', 'waverley']],
    ['id:aver', ['waverley']],
    ['', ['emma', 'ivanhoe', 'waverley']],
  ])('%s', async (filter, expected) => {
    const server = await shelf()
    const { json } = await server.ask(`GET ${BOOKS}?filter=${encodeURIComponent(filter)}`)
    expect(namesIn(json)).toEqual(expected)
  })

  test('of the older form has operators in lower case, and `contains`', async () => {
    const server = await shelf()
    const q = encodeURIComponent("title contains 'a' and not title contains 'Wav' or title = 'x'")
    expect(namesIn((await server.ask(`GET ${BOOKS}:search?q=${q}`)).json)).toEqual([
      'emma',
      'ivanhoe',
    ])
  })

  test.each([
    ['titel = Emma', 'Invalid filter: Book has no field titel.'],
    ['title =', 'Invalid filter: a value is missing after "title =".'],
    ['(title = Emma', 'Invalid filter: a parenthesis is not closed.'],
    ['title = Emma)', 'Invalid filter: ")" is not expected there.'],
    ['= Emma', 'Invalid filter: a term is missing before "=".'],
    ['title = "Emma', 'Invalid filter: what stands at character 8 is not understood.'],
  ])('that is none is refused: %s', async (filter, message) => {
    const server = await shelf()
    const { status, json } = await server.ask(`GET ${BOOKS}?filter=${encodeURIComponent(filter)}`)
    expect([status, json.error.message]).toEqual([400, message])
  })
})

describe('an order', () => {
  test.each([
    ['title', ['emma', 'ivanhoe', 'waverley']],
    ['title desc', ['waverley', 'ivanhoe', 'emma']],
    ['pages', ['waverley', 'emma', 'ivanhoe']],
    ['author.first_name desc, pages', ['waverley', 'ivanhoe', 'emma']],
  ])('%s', async (orderBy, expected) => {
    const server = await shelf()
    const { json } = await server.ask(`GET ${BOOKS}?orderBy=${encodeURIComponent(orderBy)}`)
    expect(namesIn(json)).toEqual(expected)
  })

  test('goes on from page to page', async () => {
    const server = await shelf()
    const order = 'orderBy=title%20desc&pageSize=1'
    const seen: string[] = []
    for (let token = ''; ;) {
      const { json } = await server.ask(`GET ${BOOKS}?${order}&pageToken=${token}`)
      seen.push(...namesIn(json))
      if (json.nextPageToken === undefined) break
      token = json.nextPageToken
    }
    expect(seen).toEqual(['waverley', 'ivanhoe', 'emma'])
  })

  test('that is none is refused', async () => {
    const server = await shelf()
    const { status, json } = await server.ask(`GET ${BOOKS}?orderBy=title%20up`)
    expect([status, json.error.message]).toEqual([
      400,
      'Invalid orderBy: "title up" is no field with asc or desc after it.',
    ])
  })
})
