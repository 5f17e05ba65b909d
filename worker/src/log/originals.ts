// What the original hosts said where we say it in our own words: the field `seed` of a log record.
import { threadId } from 'node:worker_threads'
import { processorsOf, type Worker } from '../processor/processor.ts'
import type { Seed } from './lines.ts'
import type { Task } from '../sources/source.ts'

/** Workers that name their queues by keys are IsleConsumer's kind, whose lines look otherwise. */
export const isOfIsle = ({ processors }: Pick<Worker, 'processors'>): boolean =>
  processors.some(({ inKey }) => inKey !== undefined)

/** Bytes of a message that are shown. */
const SHOWN = 1000

/** The only lines with a message in them: the originals print it, and who wants theirs wants it. */
export function messageLine({ payload, deliveryTag }: Task): string {
  const text = Buffer.from(payload.subarray(0, SHOWN)).toString()
  return deliveryTag === undefined
    ? `Received message: ${text}`
    : `Thread id: ${process.pid}${threadId} Delivery tag: ${deliveryTag} Message body: ${text}`
}

/** Only brokers number what they deliver. */
export const doneSeed = ({ deliveryTag }: Task): Seed =>
  deliveryTag === undefined ? {} : { rococo: `Sent ack for Delivery tag ${deliveryTag}...` }

/** IsleConsumer names the function; the stack follows. */
export function failureSeed({ processors }: Worker, task: Task, told: string) {
  const [processor] = processorsOf(processors, task.queue)
  const name = processor?.process?.name ?? processor?.processBatch?.name ?? task.queue
  return {
    rococo: `Task ${task.id} raised exception with error: ${told}`,
    isle: `ERROR AROUND '${name}':`,
  }
}

/** Variables that a problem says are missing, as rococo said it. */
export function notFoundLines(problems: readonly string[]): readonly string[] {
  return problems.flatMap((problem) => {
    const [subject = '', rest] = problem.split(/ (?:is|are) missing/)
    const names = rest === undefined ? [] : (subject.match(/\w+_\w+/g) ?? [])
    return names.map((name) => `Variable ${name} not found.`)
  })
}
