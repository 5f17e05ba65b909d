// Dead letters in pull queues: tasks with a tag of their own, in the queue where the task was.
import type { Settings } from '../../config/settings.ts'
import {
  ForeignLetter,
  type DeadLetter,
  type DeadLetters,
  type DeathNotice,
  type Task,
} from '../source.ts'
import { derivedId } from './derived_id.ts'
import { openPullApi, type PullApiSettings } from './open_api.ts'
import type { PullApi, PulledTask } from './pull_api.ts'

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
  api: PullApi,
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
      payload: original,
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
  await api.insert(task.queue, { id, tag, payload: Buffer.from(JSON.stringify(letter)) })
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

export function openDeadLetters(
  settings: PullApiSettings & Pick<Settings, 'deadTag'>,
  queues: readonly string[],
): DeadLetters {
  const api = openPullApi(settings)
  const { deadTag } = settings
  const find = async (id: string): Promise<DeadLetter | undefined> => {
    for (const queue of queues) {
      const task = await api.get(queue, id)
      if (task?.tag === deadTag) return letterOf(api, queue, task)
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
          const tasks = await api.list(queue, deadTag)
          return Promise.all(tasks.map((task) => letterOf(api, queue, task)))
        }),
      )
      return found.flat()
    },
    async retry(id) {
      const letter = await find(id)
      if (letter === undefined) return false
      if (letter.diedAt === undefined) throw new ForeignLetter(id)
      const { task } = letter
      // The name of a deleted task stays taken, so the task gets a new one; asked twice, it is still one task.
      await api.insert(task.queue, {
        id: derivedId('retry', task.id),
        tag: task.tag ?? '',
        payload: task.payload,
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

/** Undefined for the payload of a task that no worker has buried: anybody may use the tag. */
function readLetter(payload: Uint8Array): Letter | undefined {
  try {
    const letter = JSON.parse(Buffer.from(payload).toString()) as Partial<Letter> | null
    const isOne = letter?.kind === 'worker#dead' && typeof letter.task_id === 'string'
    return isOne && !Number.isNaN(Date.parse(letter.died_at ?? '')) ? (letter as Letter) : undefined
  } catch {
    return undefined
  }
}

const foreign = (queue: string, id: string, payload: Uint8Array): DeadLetter => ({
  id,
  task: { id, queue, payload, tag: undefined, headers: {} },
  notice: { reason: 'foreign: no worker has buried this task', attempts: 0 },
  diedAt: undefined,
})

async function letterOf(
  api: PullApi,
  queue: string,
  { id, payload: said }: PulledTask,
): Promise<DeadLetter> {
  const letter = readLetter(said)
  if (letter === undefined) return foreign(queue, id, said)
  const elsewhere =
    letter.original_in === undefined ? undefined : await api.get(queue, letter.original_in)
  const payload = elsewhere?.payload ?? Buffer.from(letter.original ?? '', 'base64')
  const { reason, attempts, error } = letter
  return {
    id,
    task: { id: letter.task_id, queue, payload, tag: letter.tag, headers: {} },
    notice: { reason, attempts, ...(error && { error }) },
    diedAt: Date.parse(letter.died_at),
  }
}
