// What all versions of Cloud Tasks and Task Queue share: one store, one dispatcher, the queues that are declared.
import { readFile } from 'node:fs/promises'
import type { Clock, Environment } from 'discovery-emulator'
import {
  dispatchSettings,
  openDispatcher,
  openTaskStore,
  queueSettings,
  queueSettingsProblem,
  readAppEngineUrls,
  readQueueYaml,
  type Dispatcher,
  type QueueDeclaration,
  type TaskStore,
} from 'discovery-emulator/queue'
import { queueIdIn, queueIdOf, queueNameOf, type QueueId } from './names.ts'
import { Operations } from './operations.ts'
import { Quotas } from './quotas.ts'
import { declaredQueue, defaultPullQueue, defaultQueue, type StoredQueue } from './queue.ts'
import { Queues, type Found } from './queues.ts'
import { DAY } from './times.ts'
import { storedQueueFrom, type QueueResource } from './versions.ts'

export interface CloudTasks extends AsyncDisposable {
  readonly store: TaskStore
  readonly clock: Clock
  readonly queues: Queues
  readonly dispatcher: Dispatcher
  readonly operations: Operations
  /** Undefined: there are none. */
  readonly quotas: Quotas | undefined
  /** By location. */
  readonly keys: Map<string, string>
  /** queue.yaml, for Task Queue. */
  readonly declared: ReadonlyMap<string, QueueDeclaration>
  readonly settings: TaskSettings
  readonly baseUrl: () => string
}

interface TaskSettings {
  /** Location of Task Queue's queues. */
  readonly home: string
  readonly strict: boolean
  readonly autoCreate: boolean
  /** Task Queue makes no queue on first use. */
  readonly strictQueues: boolean
  readonly defaultUrl: string
}

export const settings = { ...queueSettings, ...dispatchSettings }

export { queueSettingsProblem as settingsProblem }

/** Made once for all documents that export it. */
export async function open(environment: Environment<typeof settings>): Promise<CloudTasks> {
  const { clock, storeUrl, warn, settings: values, baseUrl } = environment
  const { tasks_location: home, queue_yaml: queueYaml } = values
  const yaml = queueYaml === '' ? new Map() : await readQueueYaml(queueYaml)
  const file = await queuesOfFile(values.queues_file)
  const store = await openTaskStore(storeUrl, {
    clock,
    tombstoneSeconds: values.tombstone_seconds,
  })
  for (const warning of store.warnings) warn(warning)
  const declared = new Map<string, StoredQueue>()
  for (const [name, queue] of yaml) declared.set(name, declaredQueue(queue))
  for (const { id, queue } of file) if (!id.includes('/')) declared.set(id, queue)
  const strict = values.profile === 'strict'
  const queues = new Queues({ store, clock, home, declared, tombstone: strict ? 3 * DAY : 0 })
  const dispatcher = await openDispatcher({
    store,
    clock,
    warn,
    issuer: baseUrl,
    appEngine: readAppEngineUrls(values.app_engine),
    allowedHosts: values.dispatch_hosts
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    skipTlsVerify: values.dispatch_insecure,
    nameOf: (queue) => queueNameOf(queueIdIn(queue, home)),
  })
  for (const { id, queue } of file) if (id.includes('/')) await queues.declare(queueIdOf(id), queue)
  return {
    store,
    clock,
    queues,
    dispatcher,
    operations: new Operations(clock),
    quotas: strict ? new Quotas(clock) : undefined,
    keys: new Map(),
    declared: yaml,
    settings: {
      home,
      strict,
      strictQueues: values.strict_queues,
      autoCreate: values.auto_create_queues,
      defaultUrl: values.default_task_url,
    },
    baseUrl,
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** No queue and no task is left. Those that are declared are there again when the state is made. */
export const reset = ({ store }: CloudTasks): Promise<void> => store.clear()

/** With auto_create_queues whoever uses a queue makes it. */
export async function usedQueue(
  { queues, settings: { autoCreate } }: CloudTasks,
  id: QueueId,
  kind: StoredQueue['kind'],
): Promise<Found> {
  if (autoCreate) await queues.declare(id, kind === 'pull' ? defaultPullQueue : defaultQueue)
  return queues.get(id)
}

/** A queue whose name is only an id is one of every project, in the home location. */
async function queuesOfFile(
  path: string,
): Promise<readonly { readonly id: string; readonly queue: StoredQueue }[]> {
  if (path === '') return []
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw new Error(`cannot read the queues file ${path}: ${error.message}`)
  })
  let content: { readonly queues?: unknown }
  try {
    content = JSON.parse(text)
  } catch (error) {
    throw new Error(`${path} is not JSON: ${(error as Error).message}`, { cause: error })
  }
  if (!Array.isArray(content.queues))
    throw new Error(`${path}: it must be an object with "queues", a list of queues`)
  return content.queues.map((resource: QueueResource, i) => {
    const id = resource.name
    if (
      typeof id !== 'string' ||
      !/^(?:projects\/[^/]+\/locations\/[^/]+\/queues\/)?[\w-]{1,100}$/.test(id)
    )
      throw new Error(`${path}: /queues/${i}/name must be the id or the full name of a queue`)
    try {
      const state = resource.state === 'PAUSED' ? 'PAUSED' : 'RUNNING'
      return { id, queue: storedQueueFrom(resource, 'v2beta3', { state }) }
    } catch (error) {
      throw new Error(`${path}: /queues/${i}: ${(error as Error).message}`, { cause: error })
    }
  })
}
