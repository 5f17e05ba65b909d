// Dead letters in a Task Queue: tasks with a tag of their own, in the queue where the task was.
import type { DeadLetter, DeadLetters, DeathNotice, Task } from '../../source.ts'
import {
  openTaskQueueApi,
  type TaskQueueAddress,
  type TaskQueueApi,
  type TaskResource,
} from './api.ts'
import { derivedId } from './derived_id.ts'

/** What a dead letter's payload says. */
interface Letter {
  readonly kind: 'worker#dead'
  readonly task_id: string
  readonly reason: string
  readonly attempts: number
  readonly error?: DeathNotice['error']
  readonly tag?: string | undefined
  /** ISO 8601. */
  readonly died_at: string
  /** The payload, base64; or where it is, when both would be too large for one task. */
  readonly original?: string
  readonly original_in?: string
}

/** Bytes of an original that fit into the letter, in base64 and with all the rest, below the 1 MiB of a task. */
const LARGEST_WITHIN = 600 * 1024
const LONGEST_STACK = 20_000

export async function buryIn(
  api: TaskQueueApi,
  tag: string,
  task: Task,
  notice: DeathNotice,
): Promise<void> {
  const { reason, attempts, error } = notice
  const id = derivedId('dead', task.id)
  const original = Buffer.from(task.payload)
  const within = original.length <= LARGEST_WITHIN
  const originalId = derivedId('original', task.id)
  if (!within)
    await api.insert(task.queue, {
      id: originalId,
      tag: `${tag}-original`,
      payloadBase64: original.toString('base64url'),
    })
  const letter: Letter = {
    kind: 'worker#dead',
    task_id: task.id,
    reason: reason.slice(0, LONGEST_STACK),
    attempts,
    ...(error && { error: shortened(error) }),
    tag: task.tag,
    died_at: new Date().toISOString(),
    ...(within ? { original: original.toString('base64') } : { original_in: originalId }),
  }
  const payloadBase64 = Buffer.from(JSON.stringify(letter)).toString('base64url')
  await api.insert(task.queue, { id, tag, payloadBase64 })
}

const shortened = ({
  name,
  message,
  stack,
}: NonNullable<DeathNotice['error']>): Letter['error'] => ({
  name,
  message: message.slice(0, LONGEST_STACK),
  ...(stack !== undefined && { stack: stack.slice(0, LONGEST_STACK) }),
})

export interface DeadLetterOptions extends TaskQueueAddress {
  readonly deadTag: string
  readonly queues: readonly string[]
}

export function openDeadLetters({ deadTag, queues, ...address }: DeadLetterOptions): DeadLetters {
  const api = openTaskQueueApi(address)
  const find = async (id: string): Promise<DeadLetter | undefined> => {
    for (const queue of queues) {
      const resource = await api.get(queue, id)
      if (resource?.tag === deadTag) return letterOf(api, queue, resource)
    }
    return undefined
  }
  const forget = async ({ id, task }: DeadLetter): Promise<void> => {
    await api.remove(task.queue, derivedId('original', task.id))
    await api.remove(task.queue, id)
  }
  return {
    async list() {
      const found = await Promise.all(
        queues.map(async (queue) => {
          const resources = await deadIn(api, queue, deadTag)
          return Promise.all(resources.map((resource) => letterOf(api, queue, resource)))
        }),
      )
      return found.flat()
    },
    async retry(id) {
      const letter = await find(id)
      if (letter === undefined) return false
      const { task } = letter
      const payloadBase64 = Buffer.from(task.payload).toString('base64url')
      // The name of a deleted task stays taken, so the task gets a new one; asked twice, it is still one task.
      await api.insert(task.queue, {
        id: derivedId('retry', task.id),
        tag: task.tag ?? '',
        payloadBase64,
      })
      await forget(letter)
      return true
    },
    async remove(id) {
      const letter = await find(id)
      if (letter === undefined) return false
      await forget(letter)
      return true
    },
    close: async () => api.close(),
  }
}

/** `list` gives a hundred tasks of any tag at most. */
const LISTED = 100

async function deadIn(
  api: TaskQueueApi,
  queue: string,
  tag: string,
): Promise<readonly TaskResource[]> {
  const listed = await api.list(queue)
  const found = listed.filter((task) => task.tag === tag)
  if (listed.length < LISTED)
    return Promise.all(found.map(async (task) => (await api.get(queue, task.id)) ?? task))
  // A lease of no time reads the tasks of one tag and takes none. It counts, though, and a queue with a limit of
  // leases would drop a task for it in the end, so it is not the first choice.
  return api.lease(queue, { count: 1000, seconds: 0, tag })
}

async function letterOf(
  api: TaskQueueApi,
  queue: string,
  resource: TaskResource,
): Promise<DeadLetter> {
  const letter = JSON.parse(
    Buffer.from(resource.payloadBase64 ?? '', 'base64url').toString(),
  ) as Letter
  const elsewhere =
    letter.original_in === undefined ? undefined : await api.get(queue, letter.original_in)
  const payload =
    elsewhere === undefined
      ? Buffer.from(letter.original ?? '', 'base64')
      : Buffer.from(elsewhere.payloadBase64 ?? '', 'base64url')
  const { reason, attempts, error } = letter
  return {
    id: resource.id,
    task: { id: letter.task_id, queue, payload, tag: letter.tag, headers: {} },
    notice: { reason, attempts, ...(error && { error }) },
    diedAt: Date.parse(letter.died_at),
  }
}
