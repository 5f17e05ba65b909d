// The task store in Redis, one server or a cluster: one script a call, the time is Redis's own.
import type { Clock, Micros } from '../../clock.ts'
import { gateOf } from '../gate.ts'
import type {
  AcknowledgeRequest,
  LeaseRequest,
  NewTask,
  Position,
  Queue,
  QueueRecord,
  QueueStats,
  RenewRequest,
  SettleRequest,
  StoredTask,
  Taken,
  TakeRequest,
  TaskStore,
} from '../store.ts'
import { describeAddress, type Address } from '../../store/redis/address.ts'
import { Calls } from '../../store/redis/calls.ts'
import { connect, type Connection } from '../../store/redis/connection.ts'
import { warningsOf } from '../../store/redis/warnings.ts'
import { keysOf, labelOf, queueOf, registryOf } from './keys.ts'
import { scriptsOfQueues, type ScriptName } from './scripts.ts'
import { storedTask, storedTasks, type Columns } from './tasks.ts'

/** `tombstone`: how long the name of a deleted task stays taken. */
export async function openRedisStore(
  address: Address,
  clock: Clock,
  tombstone: Micros,
): Promise<TaskStore> {
  const connection = await connect(address, 'task store')
  const calls = new Calls({
    connection,
    place: `task store: ${describeAddress(address)}`,
    scripts: scriptsOfQueues(),
    replicas: address.replicas,
  })
  try {
    await calls.learnTime()
    const warnings = await warningsOf(connection.client, address)
    return new RedisStore({ address, clock, tombstone, connection, calls, warnings })
  } catch (error) {
    connection.close()
    throw error
  }
}

interface Parts {
  readonly address: Address
  readonly clock: Clock
  readonly tombstone: Micros
  readonly connection: Connection
  readonly calls: Calls<ScriptName>
  readonly warnings: readonly string[]
}

type TakenColumns = readonly [string[], string[], string[], (string | null)[], string, string]

class RedisStore implements TaskStore {
  readonly description: string
  readonly warnings: readonly string[]
  readonly #parts: Parts
  readonly #registry: string
  /** Labels of queues that this process knows to be in the set of all queues. */
  readonly #registered = new Set<string>()

  constructor(parts: Parts) {
    this.description = describeAddress(parts.address)
    this.warnings = parts.warnings
    this.#parts = parts
    this.#registry = registryOf(parts.address.prefix)
    // A failover may have lost that a queue was noted, though not its tasks.
    parts.connection.onLost(() => this.#registered.clear())
  }

  async insert(queue: Queue, task: NewTask): Promise<StoredTask | 'exists'> {
    const answer = await this.insertAll(queue, [task])
    return answer === 'exists' ? answer : answer[0]!
  }

  async insertAll(
    queue: Queue,
    tasks: readonly NewTask[],
  ): Promise<readonly StoredTask[] | 'exists'> {
    if (tasks.length === 0) return []
    const label = labelOf(queue)
    const values = tasks.flatMap(({ id, named, payload, tag, availableAt = 0 }) => [
      id,
      named ? 1 : 0,
      payload,
      tag,
      availableAt,
    ])
    // At once, so that it keeps its place among the operations of this turn.
    const [answer] = await Promise.all([
      this.#script<[string[], number] | 'exists'>('insert', queue, values),
      this.#registered.has(label) ? undefined : this.#register(label),
    ])
    if (answer === 'exists') return 'exists'
    const [metas, first] = answer
    // Someone has emptied the database since we looked.
    if (first === 1) await this.#register(label)
    return tasks.map(({ id, payload }, i) => storedTask(id, metas[i] ?? '', payload))
  }

  async get(queue: Queue, id: string): Promise<StoredTask | undefined> {
    const answer = await this.#script<[string, string, string | null] | null>('get', queue, [id])
    return answer === null ? undefined : storedTask(id, ...answer)
  }

  async list(queue: Queue, limit: number, after?: Position): Promise<StoredTask[]> {
    const position = [after?.availableAt ?? '', after?.enqueuedAt ?? '']
    return storedTasks(await this.#script<Columns>('list', queue, [limit, ...position]))
  }

  async lease(queue: Queue, request: LeaseRequest): Promise<StoredTask[]> {
    const { count, duration, maxPayload, tags } = request
    const tag = tags.kind === 'only' ? tags.tag : ''
    const values = [count, duration, maxPayload, tags.kind, tag]
    return storedTasks(await this.#script<Columns>('lease', queue, values))
  }

  async renew(
    queue: Queue,
    id: string,
    { duration, leaseTimestamp, retryCount }: RenewRequest,
  ): Promise<StoredTask | 'missing' | 'expired'> {
    const values = [id, duration, leaseTimestamp ?? '', retryCount ?? '']
    const answer = await this.#script<[string, string] | 'missing' | 'expired'>(
      'renew',
      queue,
      values,
    )
    return typeof answer === 'string' ? answer : storedTask(id, ...answer)
  }

  async remove(queue: Queue, id: string, tombstone = this.#parts.tombstone): Promise<boolean> {
    return (await this.#script<string>('remove', queue, [id, tombstone, ''])) === 'done'
  }

  acknowledge(
    queue: Queue,
    id: string,
    { token, tombstone }: AcknowledgeRequest,
  ): Promise<'done' | 'missing' | 'expired'> {
    return this.#script('remove', queue, [id, tombstone, token])
  }

  async isRemembered(queue: Queue, id: string): Promise<boolean> {
    return (await this.#script<number>('record', queue, [id])) === 1
  }

  async take(queue: Queue, { count, hold }: TakeRequest): Promise<Taken> {
    const [ids, metas, payloads, notes, next, resource] = await this.#script<TakenColumns>(
      'take',
      queue,
      [count, hold, ''],
    )
    return {
      tasks: storedTasks([ids, metas, payloads, notes]),
      resource,
      next: next === '' ? undefined : Number(next),
    }
  }

  async takeOne(queue: Queue, id: string, hold: Micros): Promise<StoredTask | undefined> {
    const [ids, metas, payloads, notes] = await this.#script<TakenColumns>('take', queue, [
      1,
      hold,
      id,
    ])
    return storedTasks([ids, metas, payloads, notes])[0]
  }

  async settle(
    queue: Queue,
    id: string,
    { token, duration, held, note }: SettleRequest,
  ): Promise<StoredTask | 'missing' | 'stale'> {
    const values = [id, token, duration, held ? 1 : 0, note ?? '', note === undefined ? 0 : 1]
    const answer = await this.#script<[string, string, string | null] | 'missing' | 'stale'>(
      'settle',
      queue,
      values,
    )
    return typeof answer === 'string' ? answer : storedTask(id, ...answer)
  }

  purge(queue: Queue, tombstone: Micros): Promise<number> {
    return this.#script('purge', queue, [tombstone])
  }

  async record(queue: Queue): Promise<QueueRecord> {
    const [resource, gate, revision] = await this.#script<(string | null)[]>('record', queue, [''])
    return {
      resource: resource ?? '',
      gate: gateOf(gate === '' ? null : gate),
      revision: Number(revision ?? 0),
    }
  }

  async writeRecord(
    queue: Queue,
    { resource, gate }: Omit<QueueRecord, 'revision'>,
    revision: number,
  ): Promise<'done' | 'conflict'> {
    await this.#register(labelOf(queue))
    const text = gate === undefined ? '' : JSON.stringify(gate)
    return this.#script('write_record', queue, [resource, text, revision, gate?.burst ?? 0])
  }

  async stats(queue: Queue): Promise<QueueStats> {
    const [totalTasks, oldest, leasedLastMinute, leasedLastHour] = await this.#script<
      [number, string | null, number, number]
    >('stats', queue, [])
    const oldestAvailableAt = oldest === null ? undefined : Number(oldest)
    return { totalTasks, oldestAvailableAt, leasedLastMinute, leasedLastHour }
  }

  async queues(): Promise<{ readonly project: string; readonly name: string }[]> {
    const { calls, connection } = this.#parts
    const labels = await calls.command(() => connection.client.smembers(this.#registry))
    return labels
      .map(queueOf)
      .toSorted((a, b) => compare(a.project, b.project) || compare(a.name, b.name))
  }

  async clear(): Promise<void> {
    const { address, calls, connection } = this.#parts
    const labels = await calls.command(() => connection.client.smembers(this.#registry))
    this.#registered.clear()
    for (const label of labels) {
      // Keys of a queue are in one slot of a cluster, queues are not.
      await calls.command(() => connection.client.unlink(...keysOf(address.prefix, label)))
      await calls.command(() => connection.client.srem(this.#registry, label))
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#parts.connection.close()
  }

  async #register(label: string): Promise<void> {
    await this.#parts.calls.script('register', [this.#registry], [label])
    this.#registered.add(label)
  }

  #script<Answer>(
    name: ScriptName,
    queue: Queue,
    values: readonly (string | number)[],
  ): Promise<Answer> {
    const { address, calls, clock } = this.#parts
    const keys = keysOf(address.prefix, labelOf(queue))
    const kind = `${queue.maxLeases} ${queue.isOrdered === true ? 1 : 0}`
    return calls.script<Answer>(name, keys, [clock.offset, kind, ...values])
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
