// One run: two servers under load, whose master is killed and replaced by its replica while they go on; and what became of what
// they had answered.
import { randomUUID } from 'node:crypto'
import { inspect } from 'node:util'
import { setTimeout as pause } from 'node:timers/promises'
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import { startTarget, type Target } from '../api_data/cloudtasks/target.ts'
import { startServer, until } from '../helpers/server_process.ts'
import { objectOf, startClients, type Clients, type Names } from './clients.ts'
import { configure, replicaOf, type Deployment } from './deployments.ts'
import { Notes } from './notes.ts'

export interface Setting {
  readonly name: string
  /** After the URL of the deployment. */
  readonly query: string
  /** Of every Redis. */
  readonly redis: Readonly<Record<string, string>>
  /** Of what was acknowledged. */
  readonly losesNothing: boolean
}

export const settings = {
  asynchronous: { name: 'as it comes', query: '', redis: {}, losesNothing: false },
  wait: { name: 'wait=1', query: '?wait=1', redis: {}, losesNothing: true },
  minReplicas: {
    name: 'min-replicas-to-write 1, max-lag 1',
    query: '',
    redis: { 'min-replicas-to-write': '1', 'min-replicas-max-lag': '1' },
    losesNothing: false,
  },
} satisfies Record<string, Setting>

const usual = { 'min-replicas-to-write': '0', 'min-replicas-max-lag': '10' }

export interface Verdict {
  readonly tasks: number
  readonly lostTasks: number
  readonly leasedTwice: number
  readonly undoneDeletions: number
  readonly resources: number
  readonly lostResources: number
  readonly pushed: number
  readonly neverSent: number
  readonly sentTwice: number
  /** Whatever nobody has written. */
  readonly invented: readonly string[]
  /** From the kill until both servers had answered each kind of request again. */
  readonly secondsAway: number
  readonly slowestSeconds: number
  readonly refusals: ReadonlyMap<string, number>
}

/** Bytes that a replica which hears nothing cannot have: more than the buffers of a connection. */
const MUCH = 24 * 2 ** 20

/** `replica`: a replica that is behind hears nothing for a while before the master is killed; without one, the master is started again. */
export async function run(
  deployment: Deployment,
  setting: Setting,
  replica: 'in step' | 'behind' | 'none',
): Promise<Verdict> {
  await configure(deployment, { ...usual, ...setting.redis })
  const master = (await deployment.masterOf('{resources}'))!
  const heir = replica === 'none' ? master : await replicaOf(deployment, master)
  await using stack = new AsyncDisposableStack()
  const target = stack.use(await startTarget())
  const env = { STORE_URL: deployment.url + setting.query }
  const servers = await Promise.all([1, 2].map(() => startServer({ env })))
  for (const server of servers) stack.use(server)
  const urls = servers.map(({ url }) => url)
  const names = await namesAt(deployment, master.port)
  await prepare(urls[0]!, names)
  const notes = new Notes()
  const clients = startClients({ servers: urls, names, target: target.url, notes })
  await until('all are at work', () => isDone(notes, target.received.length))
  if (replica === 'behind') {
    heir.signal('SIGSTOP')
    await writeMuch(clients, notes)
  }
  await master.kill()
  if (replica === 'behind') heir.signal('SIGCONT')
  const killed = performance.now()
  notes.done.clear()
  const sentBefore = target.received.length
  await until(
    'the replica is master',
    async () => (await deployment.masterOf('{resources}').catch(() => undefined)) === heir,
    60,
  )
  await master.start()
  if (replica === 'none') await prepare(urls[0]!, names) // it may have lost everything
  const isWell = () => isDone(notes, target.received.length - sentBefore)
  await until('both servers answer everything again', isWell).catch((error: Error) => {
    const since = { done: notes.done, sent: target.received.length - sentBefore }
    throw new Error(`${error.message}: ${inspect({ ...since, last: notes.last })}`)
  })
  const secondsAway = (performance.now() - killed) / 1000
  await clients.stop()
  return { ...(await verdictOn(deployment.url, urls, names, notes, target)), secondsAway }
}

const kinds = ['insert', 'lease', 'delete', 'bucket', 'object', 'push']

/** Both servers have done each kind of thing some times, and some tasks were sent. */
const isDone = ({ done }: Notes, sent: number, times = 3): boolean =>
  sent >= times &&
  kinds.every((kind) => [0, 1].every((server) => (done.get(`${server} ${kind}`) ?? 0) >= times))

/** Until the replica lacks much, or the master takes no more. */
async function writeMuch(clients: Clients, notes: Notes): Promise<void> {
  const small = clients.payloadSize
  clients.payloadSize = 65_536
  const before = notes.bytes
  const deadline = Date.now() + 20_000
  while (notes.bytes < before + MUCH && notes.refused(/replicas/) < 20 && Date.now() < deadline)
    await pause(20)
  clients.payloadSize = small
}

/** Of queues that the master of this port has, like all resources. */
async function namesAt(deployment: Deployment, port: number): Promise<Names> {
  const nameWith = async (prefix: string): Promise<string> => {
    for (;;) {
      const name = `${prefix}-${randomUUID().slice(0, 8)}`
      if ((await deployment.masterOf(`{p/${name}}`))?.port === port) return name
    }
  }
  return { queue: await nameWith('queue'), pushQueue: await nameWith('push') }
}

/** Makes what clients put things into, unless it is there. */
async function prepare(url: string, { queue, pushQueue }: Names): Promise<void> {
  const location = 'projects/p/locations/us-central1'
  const make = async (path: string, body: object): Promise<boolean> => {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return response.ok || response.status === 409
  }
  await until('there is a bucket', () => make('/storage/v1/b?project=p', { name: queue }))
  const name = `${location}/queues/${pushQueue}`
  await until('there is a queue', () =>
    make(`/cloudtasks.googleapis.com/v2/${location}/queues`, { name }),
  )
}

const queueOf = (name: string) => ({ project: 'p', name, maxLeases: 0 })

async function verdictOn(
  storeUrl: string,
  urls: readonly string[],
  names: Names,
  notes: Notes,
  target: Target,
): Promise<Omit<Verdict, 'secondsAway'>> {
  await using store = await openTaskStore(storeUrl, { clock: new Clock() })
  // What the store has forgotten to be leased is leased once more.
  const rest = { count: 1000, duration: 1e9, maxPayload: 1e9, tags: { kind: 'every' } } as const
  for (;;) {
    const leased = await store.lease(queueOf(names.queue), rest)
    for (const { id, payload } of leased)
      notes.lease(id, Buffer.from(payload, 'base64').toString('base64url'))
    if (leased.length === 0) break
  }
  const stored = new Set((await store.list(queueOf(names.queue), 1e6)).map(({ id }) => id))
  const tasks = [...notes.tasks].filter(([, { isInserted }]) => isInserted)
  const lost = tasks.filter(([id, task]) => !task.isDeletionAsked && !stored.has(id))
  const undone = [...notes.tasks].filter(([id, task]) => task.isDeleted && stored.has(id))
  await until(
    'all tasks were sent',
    async () => (await store.stats(queueOf(names.pushQueue))).totalTasks === 0,
    60,
  )
  const objects = await lostOf(urls[0]!, notes, names)
  return {
    tasks: tasks.length,
    lostTasks: lost.length,
    leasedTwice: notes.leasedTwice,
    undoneDeletions: Math.max(notes.undone, undone.length),
    resources: notes.buckets.size + notes.objects.size,
    lostResources: objects.lost,
    ...sentOf(notes, target),
    invented: [...notes.invented, ...objects.broken],
    slowestSeconds: notes.slowest / 1000,
    refusals: notes.refusals,
  }
}

async function lostOf(url: string, { buckets, objects }: Notes, names: Names) {
  let lost = 0
  const broken: string[] = []
  for (const bucket of buckets)
    if ((await fetch(`${url}/storage/v1/b/${bucket}`)).status !== 200) lost += 1
  for (const object of objects) {
    const response = await fetch(`${url}/storage/v1/b/${names.queue}/o/${object}?alt=media`)
    if (response.status === 404) lost += 1
    else if ((await response.text().catch(String)) !== objectOf(object))
      broken.push(`${object}: ${response.status}`)
  }
  return { lost, broken }
}

function sentOf({ pushed }: Notes, { received }: Target) {
  const times = new Map<string, number>()
  for (const { path } of received) times.set(path, (times.get(path) ?? 0) + 1)
  return {
    pushed: pushed.size,
    neverSent: [...pushed].filter((path) => !times.has(path)).length,
    sentTwice: [...times.values()].filter((count) => count > 1).length,
  }
}

export const lineOf = (verdict: Verdict): string =>
  [
    `${verdict.tasks} tasks, ${verdict.lostTasks} lost, ${verdict.leasedTwice} leased twice`,
    `${verdict.undoneDeletions} deletions undone`,
    `${verdict.resources} resources, ${verdict.lostResources} lost`,
    `${verdict.pushed} sent, ${verdict.neverSent} never, ${verdict.sentTwice} twice`,
    `all again after ${verdict.secondsAway.toFixed(1)} s`,
    `slowest answer ${verdict.slowestSeconds.toFixed(1)} s`,
  ].join('; ')
