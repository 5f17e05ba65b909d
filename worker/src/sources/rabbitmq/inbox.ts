// Messages that were delivered and not yet asked for, by queue.
import type { Task } from '../source.ts'
import type { Message } from './amqp.ts'
import type { Link } from './link.ts'

/** A message this worker holds until it is acknowledged, or its link ends. */
export interface Delivery {
  readonly task: Task
  readonly message: Message
  readonly link: Link
  /** Whether a copy of it is in another queue for good, so that a repeated call only acknowledges. */
  copied: boolean
  /** Its `lost` says nothing any more. False if it was let go before: to say a thing twice closes the channel. */
  readonly letGo: () => boolean
}

export interface Inbox {
  put(delivery: Delivery): void
  /** Up to `count`, the queues in the order given; none of a link that has ended. */
  take(count: number, queues: readonly string[]): Delivery[]
  /** Resolves at the next delivery. */
  arrival(): Promise<void>
}

export function openInbox(): Inbox {
  const waiting = new Map<string, Delivery[]>()
  let arrived = Promise.withResolvers<void>()
  return {
    put(delivery) {
      const { queue } = delivery.task
      const here = waiting.get(queue)
      if (here) here.push(delivery)
      else waiting.set(queue, [delivery])
      arrived.resolve()
      arrived = Promise.withResolvers()
    },
    take(count, queues) {
      const taken: Delivery[] = []
      for (const queue of queues) {
        const here = (waiting.get(queue) ?? []).filter(({ link }) => !link.ended.aborted)
        taken.push(...here.splice(0, count - taken.length))
        waiting.set(queue, here)
      }
      return taken
    },
    arrival: () => arrived.promise,
  }
}
