// From the broker's deliveries to tasks: subscribes, counts what classic queues do not, refuses what came back too often.
import type { Logger } from '../../log/logger.ts'
import type { ConsumeMessage } from './amqp.ts'
import type { Delivery } from './inbox.ts'
import type { Link } from './link.ts'
import { ATTEMPTS, cameBackUncounted, copyProperties, taskOf } from './message.ts'
import type { QueueOptions } from './queue_options.ts'
import { acknowledge, end, giveBack } from './settle.ts'
import { declareQueue, declareUnlessThere } from './topology.ts'

export interface Subscriber {
  readonly options: ReadonlyMap<string, QueueOptions>
  readonly logger: Logger
  /** Called with what may be handed out. */
  readonly deliver: (delivery: Delivery) => void
}

/** Milliseconds after which a queue whose consumer was cancelled is asked again. */
const RESUBSCRIBE_AFTER = 1000

/**
 * Consumes every queue, and goes on when the broker cancels. The function returned cancels them all; it resolves when
 * no message is on its way to another queue.
 */
export async function subscribe(link: Link, subscriber: Subscriber): Promise<() => Promise<void>> {
  const moving = new Set<Promise<void>>()
  const move = (work: Promise<void>): void => {
    const done = work.finally(() => moving.delete(done))
    moving.add(done)
  }
  const consumers = new Map<string, string>()
  const out = heldOn(link)
  const stopping = new AbortController()
  const consume = async (queue: string, options: QueueOptions): Promise<void> => {
    await declareQueue(link, queue, options, subscriber.logger)
    const { consumerTag } = await link.channel.consume(queue, (message) => {
      if (message === null) void again(queue, options)
      else receive(out(message, queue), subscriber, move)
    })
    consumers.set(queue, consumerTag)
  }
  const again = async (queue: string, options: QueueOptions): Promise<void> => {
    consumers.delete(queue)
    if (stopping.signal.aborted || link.ended.aborted) return
    subscriber.logger.warn(`RabbitMQ ended the subscription to ${queue}; subscribing again`)
    try {
      await consume(queue, options)
    } catch (error) {
      subscriber.logger.error({ err: error }, `cannot subscribe to ${queue}`)
      setTimeout(() => void again(queue, options), RESUBSCRIBE_AFTER).unref()
    }
  }
  for (const [queue, options] of subscriber.options) await consume(queue, options)
  return async () => {
    stopping.abort()
    const tags = [...consumers.values()]
    await Promise.all(tags.map((tag) => link.channel.cancel(tag).catch(() => undefined)))
    await Promise.all(moving)
  }
}

/** Makes deliveries whose `lost` is aborted when the link ends. */
function heldOn(link: Link): (message: ConsumeMessage, queue: string) => Delivery {
  // One signal for all would keep every listener of every task there ever was.
  const controllers = new Set<AbortController>()
  link.ended.addEventListener('abort', () => {
    for (const controller of controllers) controller.abort(link.ended.reason)
  })
  return (message, queue) => {
    const controller = new AbortController()
    controllers.add(controller)
    const task = { ...taskOf(message, queue), lost: controller.signal }
    return { task, message, link, copied: false, letGo: () => controllers.delete(controller) }
  }
}

/** Never throws: amqplib would close the whole connection. */
function receive(
  delivery: Delivery,
  subscriber: Subscriber,
  move: (work: Promise<void>) => void,
): void {
  const { task, message } = delivery
  const most = subscriber.options.get(task.queue)?.maxDeliveryCount ?? -1
  if (most >= 0 && task.attempt - 1 > most) return move(refuse(delivery, subscriber, most))
  if (cameBackUncounted(message)) return move(recount(delivery, subscriber))
  subscriber.deliver(delivery)
}

async function refuse(delivery: Delivery, { logger }: Subscriber, most: number): Promise<void> {
  const { task } = delivery
  const attempts = task.attempt - 1
  const reason = `came back ${attempts} times, and maxDeliveryCount is ${most}`
  logger.error({ task: task.id, queue: task.queue }, `dead: ${reason}`)
  try {
    await end(delivery, { reason, attempts }, logger)
  } catch (error) {
    logger.warn({ err: error, task: task.id }, 'the message goes back to its queue')
    giveBack(delivery, logger)
  }
}

/**
 * A classic queue says that a message came back, but not how often: one that kills its workers would do so for ever.
 * So it is put into the queue anew, with its number in a header.
 */
async function recount(delivery: Delivery, { logger, deliver }: Subscriber): Promise<void> {
  const { task, link, message } = delivery
  const properties = copyProperties(message, task.id, { [ATTEMPTS]: task.attempt - 1 })
  try {
    await link.send({ queue: task.queue, body: message.content, properties }, declareUnlessThere)
    acknowledge(delivery, logger)
  } catch (error) {
    logger.debug({ err: error, task: task.id }, 'the attempts of a message could not be counted')
    deliver(delivery)
  }
}
