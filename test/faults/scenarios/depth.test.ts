// A queue of a million tasks and a collection of a million resources: all of them are there, in order, and what requests cost is
// told against what they cost among a thousand.
import { expect, inject, test } from 'vitest'
import type { Task, TaskQueue, Tasks } from '../../../api_data/types/taskqueue_v1beta2.ts'
import { Clock } from '../../../src/clock.ts'
import { openTaskStore } from '../../../src/queue/index.ts'
import { openResourceStore } from '../../../src/resources/store/open.ts'
import type { Imported } from '../../../src/resources/store/store.ts'
import { checkAnswers } from '../history/check_answers.ts'
import { BOUND, Clients } from '../load/clients.ts'
import { answerTo, medianOf } from '../load/timed.ts'
import { isShort, report } from '../scenario.ts'
import { startSubject } from '../subject.ts'

const FEW = 1000
const MANY = isShort ? 50_000 : 1_000_000
/** How often each request is timed. */
const TIMES = 100

const tasks = '/taskqueue/v1beta2/projects/p/taskqueues/deep'
const books = '/library.googleapis.com/v1/projects/p/books'
const idOf = (i: number): string => `t-${String(i).padStart(7, '0')}`

/** Through the store itself: over HTTP it would take an hour. */
async function fill(storeUrl: string, from: number, to: number): Promise<void> {
  await using store = await openTaskStore(storeUrl, { clock: new Clock() })
  const queue = { project: 'p', name: 'deep', maxLeases: 0 }
  for (let at = from; at < to; at += 500) {
    const ids = Array.from({ length: Math.min(500, to - at) }, (_, i) => idOf(at + i))
    const all = ids.map((id) => ({ id, named: true, payload: 'cGF5bG9hZA==', tag: '' }))
    expect(await store.insertAll(queue, all)).toHaveLength(ids.length)
  }
  await using resources = await openResourceStore(storeUrl, new Clock())
  await resources.replace('', booksUpTo(to))
}

async function* booksUpTo(count: number): AsyncGenerator<Imported> {
  for (let i = 0; i < count; i += 1) {
    const name = `projects/p/books/${idOf(i)}`
    yield { api: 'library', name, value: { resource: { name, title: 'a book' } } }
  }
}

/** Median milliseconds of each kind of request. */
async function costs(clients: Clients, round: string): Promise<Record<string, number>> {
  const time = medianOf.bind(undefined, clients, TIMES)
  return {
    insert: await time(
      () => `POST ${tasks}/tasks`,
      (i) => ({ id: `${round}-${i}`, payloadBase64: '' }),
    ),
    lease: await time(() => `POST ${tasks}/tasks/lease?numTasks=1&leaseSecs=3600`),
    'list of tasks': await time(() => `GET ${tasks}/tasks`),
    create: await time(
      (i) => `POST ${books}?bookId=${round}-${i}`,
      () => ({ title: 'another' }),
    ),
    read: await time((i) => `GET ${books}/${idOf(i)}`),
    page: await time(() => `GET ${books}?pageSize=100`),
  }
}

/** How many there are, each once, page by page. */
async function countBooks(clients: Clients): Promise<number> {
  const names = new Set<string>()
  let token = ''
  do {
    const line = `GET ${books}?pageSize=1000&pageToken=${encodeURIComponent(token)}`
    const page = await answerTo<{ books: { name: string }[]; nextPageToken?: string }>(
      clients,
      line,
    )
    for (const { name } of page.books) names.add(name)
    token = page.nextPageToken ?? ''
  } while (token !== '')
  return names.size
}

const figures = (few: Record<string, number>, many: Record<string, number>): string =>
  Object.entries(many)
    .map(([kind, cost]) => `${kind} ${cost.toFixed(1)} ms (×${(cost / few[kind]!).toFixed(1)})`)
    .join(', ')

test.for(['SQLite', 'Redis'] as const)(
  'many tasks and resources (%s)',
  { timeout: 3_600_000 },
  async (store, context) => {
    if (store === 'Redis' && inject('redisServer') === null) context.skip()
    await using subject = await startSubject(store)
    await using clients = new Clients(subject.url)
    await fill(subject.storeUrl, 0, FEW)
    const few = await costs(clients, 'few')
    await fill(subject.storeUrl, FEW, MANY)
    const many = await costs(clients, 'many')
    const { stats } = await answerTo<TaskQueue>(clients, `GET ${tasks}?getStats=true`)
    expect(stats?.totalTasks).toBe(MANY + 2 * TIMES)
    // Those that wait the longest come first: what was leased above is leased still.
    const line = `POST ${tasks}/tasks/lease?numTasks=500&leaseSecs=60`
    const { items = [] } = await answerTo<Tasks>(clients, line)
    const next = Array.from({ length: 500 }, (_, i) => idOf(2 * TIMES + i))
    expect(items.map(({ id }: Task) => id)).toEqual(next)
    expect(await countBooks(clients)).toBe(MANY + TIMES)
    const { resident } = await answerTo<{ resident: number }>(
      clients,
      'GET /memory.googleapis.com/v1/memory',
    )
    await subject.restart()
    expect(await answerTo<Task>(clients, `GET ${tasks}/tasks/${idOf(MANY - 1)}`)).toBeDefined()
    report(context, {
      scenario: `${MANY} tasks and resources`,
      store,
      operations: clients.exchanges.length,
      unknown: 0,
      faults: 0,
      verdict: 'holds',
      figures: `${figures(few, many)}; the server has ${Math.round(resident)} MB`,
    })
    expect(checkAnswers(clients.exchanges, BOUND)).toEqual([])
  },
)
