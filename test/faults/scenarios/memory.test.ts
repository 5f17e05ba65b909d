// Nothing is kept of requests that are over: after a million of them the server has at most a tenth more than after a hundred thousand. In
// the short form that is said of what it keeps after a full collection of garbage alone: what it has of the machine
// still grows then, as its engine takes room for the garbage of a load that it has not seen for long.
import { expect, inject, test } from 'vitest'
import type { Tasks } from '../../../api_data/types/taskqueue_v1beta2.ts'
import { Clients } from '../load/clients.ts'
import { answerTo, succeed } from '../load/timed.ts'
import { isShort, report, storesOf } from '../scenario.ts'
import { startSubject } from '../subject.ts'

const [EARLY, LATE] = isShort ? [3000, 12_000] : [100_000, 1_000_000]
const AT_ONCE = 32

const queue = '/taskqueue/v1beta2/projects/p/taskqueues/memory'
const books = '/library.googleapis.com/v1/projects/p/books'

/** Ten requests, after which there is as much as before. */
async function round(clients: Clients, i: number): Promise<void> {
  await succeed(clients, `POST ${queue}/tasks`, { payloadBase64: 'cGF5bG9hZA==' })
  const lease = `POST ${queue}/tasks/lease?numTasks=1&leaseSecs=60`
  const { items = [] } = await answerTo<Tasks>(clients, lease)
  const { id = '' } = items[0] ?? {}
  await succeed(clients, `GET ${queue}/tasks/${id}`)
  await succeed(clients, `DELETE ${queue}/tasks/${id}`)
  await succeed(clients, `GET ${queue}?getStats=true`)
  await succeed(clients, `POST ${books}?bookId=b${i}`, { title: 'a book' })
  await succeed(clients, `PATCH ${books}/b${i}?updateMask=title`, { title: 'another' })
  await succeed(clients, `GET ${books}/b${i}`)
  await succeed(clients, `DELETE ${books}/b${i}`)
  const gone = await clients.ask(`GET ${books}/b${i}`)
  if (gone?.answer?.status !== 404) throw new Error('a deleted book is still there')
}

async function requests(clients: Clients, from: number, to: number): Promise<void> {
  let next = from / 10
  const client = async (): Promise<void> => {
    while (next < to / 10) {
      await round(clients, next++)
      clients.exchanges.length = 0 // of no use here, and memory of ours
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
}

/** Megabytes: what is kept after a full collection of garbage, and what the process has of the machine. */
const memoryOf = (clients: Clients) =>
  answerTo<{ kept: number; resident: number }>(clients, 'GET /memory.googleapis.com/v1/memory')

test.for(storesOf(['SQLite', 'memory', 'Redis']))(
  'memory after many requests (%s)',
  { timeout: 3_600_000 },
  async (store, context) => {
    if (store === 'Redis' && inject('redisServer') === null) context.skip()
    await using subject = await startSubject(store, { workers: 1 })
    await using clients = new Clients(subject.url)
    await requests(clients, 0, EARLY)
    const early = await memoryOf(clients)
    await requests(clients, EARLY, LATE)
    const late = await memoryOf(clients)
    const sizes = isShort ? (['kept'] as const) : (['kept', 'resident'] as const)
    const grown = sizes.filter((size) => late[size] > early[size] * 1.1)
    report(context, {
      scenario: `memory after ${LATE} requests`,
      store,
      operations: LATE,
      unknown: 0,
      faults: 0,
      verdict: grown.length === 0 ? 'holds' : `${grown.length} faults`,
      figures: `kept ${early.kept} → ${late.kept} MB, resident ${early.resident} → ${late.resident} MB`,
    })
    expect(grown).toEqual([])
  },
)
