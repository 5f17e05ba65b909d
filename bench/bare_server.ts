// What our server is measured against: the least program on node:http that answers the same requests from the same store.
// It uses the classes of src/queue, so both programs run the same SQL with the same group commit and the same Lua scripts;
// what is left between them is HTTP, routing, validation, handlers, serialisation and the log.
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Clock } from '../src/clock.ts'
import { openTaskStore, type StoredTask } from '../src/queue/index.ts'

const [storeUrl = 'memory:', port = '0'] = process.argv.slice(2)
const store = await openTaskStore(storeUrl, { clock: new Clock() })

const resourceOf = (task: StoredTask, queueName: string) => ({
  kind: 'taskqueues#task',
  id: task.id,
  queueName,
  payloadBase64: task.payload,
  ...(task.tag !== '' && { tag: task.tag }),
  enqueueTimestamp: String(task.enqueuedAt),
  leaseTimestamp: String(task.leaseTimestamp),
  retry_count: task.retryCount,
})

const queueNamed = (name: string) => ({ project: 'p', name, maxLeases: 0 })

function answer(outgoing: ServerResponse, status: number, value: unknown): void {
  const body = JSON.stringify(value)
  const headers = {
    'content-type': 'application/json; charset=UTF-8',
    'content-length': Buffer.byteLength(body),
  }
  outgoing.writeHead(status, headers).end(body)
}

async function insert(text: string, queueName: string, outgoing: ServerResponse): Promise<void> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own load
  const { payloadBase64, tag = '' } = JSON.parse(text) as { payloadBase64: string; tag?: string }
  const task = { id: randomBytes(8).toString('hex'), named: false, payload: payloadBase64, tag }
  const stored = await store.insert(queueNamed(queueName), task)
  answer(outgoing, 200, stored === 'exists' ? {} : resourceOf(stored, queueName))
}

async function lease(query: string, queueName: string, outgoing: ServerResponse): Promise<void> {
  const params = new URLSearchParams(query)
  const count = Number(params.get('numTasks'))
  if (!Number.isInteger(count)) return answer(outgoing, 400, refusalOf(params.get('numTasks')))
  const tasks = await store.lease(queueNamed(queueName), {
    count,
    duration: Number(params.get('leaseSecs')) * 1_000_000,
    tags: params.has('groupByTag') ? { kind: 'oldest' } : { kind: 'every' },
    maxPayload: 2 ** 26,
  })
  const name = `projects/p/taskqueues/${queueName}`
  const items = tasks.map((task) => resourceOf(task, name))
  answer(outgoing, 200, { kind: 'taskqueue#tasks', items })
}

function refusalOf(value: string | null) {
  const message = `Invalid integer value: '${value}'.`
  const where = { locationType: 'parameter', location: 'numTasks' }
  const errors = [{ domain: 'global', reason: 'invalidParameter', message, ...where }]
  return { error: { errors, code: 400, message } }
}

async function remove(id: string, queueName: string, outgoing: ServerResponse): Promise<void> {
  const removed = await store.remove(queueNamed(queueName), id)
  outgoing.writeHead(removed ? 204 : 404).end()
}

function route(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> | void {
  const [path = '', query = ''] = incoming.url!.split('?')
  const [, , , , , , queueName = '', , id] = path.split('/')
  if (incoming.method === 'DELETE') return remove(id!, queueName, outgoing)
  if (id === 'lease') return lease(query, queueName, outgoing)
  if (incoming.method !== 'POST') return answer(outgoing, 200, {})
  const chunks: Buffer[] = []
  incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
  incoming.on('end', () => {
    fatal(insert(Buffer.concat(chunks).toString(), queueName, outgoing))
  })
}

function fatal(work: Promise<void> | void): void {
  work?.catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
}

createServer((incoming, outgoing) => fatal(route(incoming, outgoing))).listen(
  Number(port),
  '127.0.0.1',
)
