// What a call over gRPC costs: the processor time of the server, against the REST call it stands for and against a bare server
// of grpc-js over the same handlers; and what the descriptors of many APIs cost. Only ratios of one run mean anything.
import { protos } from '@google-cloud/tasks'
import { Client, credentials } from '@grpc/grpc-js'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSecondsOf } from './cpu.ts'
import { measureDescriptors } from './descriptors.ts'
import { repeat, withClient, type Exchange } from './load.ts'
import { startBareGrpc, startEmulator, type Running } from './programs.ts'
import { compare, type Side } from './table.ts'
import { targetsOf, type Part } from './targets.ts'

const root = join(import.meta.dirname, '..')
const COUNT = 8000

/** Does one of an operation. */
type Unit = () => Promise<unknown>
type Units = Readonly<Record<string, Unit>>

const parent = 'projects/p/locations/l'
const name = `${parent}/queues/q`
const queue = {
  name,
  rateLimits: { maxDispatchesPerSecond: 10, maxConcurrentDispatches: 5 },
  retryConfig: { maxAttempts: 7 },
}

const get: Exchange = { method: 'GET', path: `/v2/${name}`, status: 200 }
const create: Exchange = {
  method: 'POST',
  path: `/v2/${parent}/queues`,
  body: JSON.stringify(queue),
  status: 200,
}

export const grpc: Part = async ({ quick }) => {
  const rounds = quick ? 3 : 5
  const folder = await mkdtemp(join(tmpdir(), 'bench-grpc-'))
  try {
    await layOut(folder)
    await using ours = await startEmulator('memory:', folder, folder)
    await using bare = await startBareGrpc(folder)
    using ourClient = clientOf(ours)
    using bareClient = clientOf(bare)
    const targets = await withClient(ours.origin, async (send) => {
      const rest = sideOf('REST', ours, {
        'get a queue': () => send(get),
        'create a queue': () => send(create),
      })
      const own = sideOf('gRPC', ours, ourClient.units)
      const byGrpcJs = sideOf('bare grpc-js', bare, bareClient.units)
      const toRest = await compare('gRPC against the REST call it stands for', [rest, own], rounds)
      const toBare = await compare('gRPC against a bare server of grpc-js', [byGrpcJs, own], rounds)
      return [
        ...targetsOf(
          toRest,
          (what) => `CPU of ${what} by gRPC, against REST`,
          () => 2,
        ),
        ...targetsOf(
          toBare,
          (what) => `CPU of ${what} by gRPC, against grpc-js`,
          () => 1.5,
        ),
      ]
    })
    return [...targets, await measureDescriptors(layOut, firstCall, rounds)]
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function layOut(path: string): Promise<void> {
  await copyFile(join(root, 'api_data/cloudtasks_v2.api'), join(path, 'cloudtasks_v2.api'))
  const client = join(root, 'node_modules/@google-cloud/tasks/build/protos/protos.json')
  await copyFile(client, join(path, 'cloudtasks_v2.protos.json'))
  const handlers = join(import.meta.dirname, 'grpc_queues.ts')
  await writeFile(join(path, 'cloudtasks_v2.ts'), `export * from '${handlers}'\n`)
}

async function firstCall(origin: string): Promise<void> {
  using client = clientOf({ origin })
  await client.units['get a queue']!()
}

/** Messages are written once, and answers not read: it is the server that is measured. */
function clientOf({ origin }: Pick<Running, 'origin'>): Disposable & { readonly units: Units } {
  const client = new Client(new URL(origin).host, credentials.createInsecure())
  const { GetQueueRequest, CreateQueueRequest } = protos.google.cloud.tasks.v2
  const requests = {
    'get a queue': ['GetQueue', GetQueueRequest.encode({ name }).finish()],
    'create a queue': ['CreateQueue', CreateQueueRequest.encode({ parent, queue }).finish()],
  } as const
  const units = Object.entries(requests).map(([what, [method, bytes]]) => {
    const path = `/google.cloud.tasks.v2.CloudTasks/${method}`
    const unit = () =>
      new Promise((resolve, reject) =>
        client.makeUnaryRequest(path, same, same, Buffer.from(bytes), (error, answer) =>
          error ? reject(error) : resolve(answer),
        ),
      )
    return [what, unit] as const
  })
  return { units: Object.fromEntries(units), [Symbol.dispose]: () => client.close() }
}

function same(bytes: Buffer): Buffer {
  return bytes
}

/** Microseconds a call. */
function sideOf(side: string, { pid }: Running, units: Units): Side {
  let isWarm = false
  return {
    name: side,
    async measure() {
      const found = new Map<string, number>()
      for (const [what, unit] of Object.entries(units)) {
        const once = async () => void (await unit())
        if (!isWarm) await repeat(COUNT, once)
        const before = cpuSecondsOf([pid])
        await repeat(COUNT, once)
        found.set(what, ((cpuSecondsOf([pid]) - before) * 1_000_000) / COUNT)
      }
      isWarm = true
      return found
    },
  }
}
