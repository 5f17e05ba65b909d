// What is said of a delivery: done, back into its queue at once or later, or dead.
import type { Logger } from '../../log/logger.ts'
import type { DeathNotice, Task } from '../source.ts'
import { bury } from './bury.ts'
import type { Delivery } from './inbox.ts'
import { ATTEMPTS, copyProperties } from './message.ts'
import type { QueueOptions } from './queue_options.ts'
import { delayQueue } from './topology.ts'

/** On a channel that has closed there is nothing to say: the broker hands the message out again. */
export function acknowledge({ link, message, task, letGo }: Delivery, logger: Logger): void {
  if (!letGo()) return
  try {
    link.channel.ack(message)
  } catch (error) {
    logger.warn({ err: error, task: task.id }, 'too late to acknowledge: the message comes again')
  }
}

export function giveBack({ link, message, task, letGo }: Delivery, logger: Logger): void {
  if (!letGo()) return
  try {
    link.channel.nack(message, false, true)
  } catch (error) {
    logger.debug({ err: error, task: task.id }, 'the message went back by itself')
  }
}

/** With a delay: the attempt failed. Without: the worker stops, and somebody else may have the message at once. */
export async function putBack(
  delivery: Delivery,
  delayMs: number,
  options: QueueOptions | undefined,
  logger: Logger,
): Promise<void> {
  const { task, message, link } = delivery
  const refusal = delayMs > 0 ? refusalOf(task, options) : undefined
  if (refusal !== undefined)
    return end(delivery, { reason: refusal, attempts: task.attempt }, logger)
  if (delayMs <= 0 || options?.requeue === true) return giveBack(delivery, logger)
  if (!delivery.copied) {
    const { name, declare } = delayQueue(task.queue, delayMs, options?.quorum ?? false)
    const properties = copyProperties(message, task.id, { [ATTEMPTS]: task.attempt })
    await link.send({ queue: name, body: message.content, properties }, declare)
    delivery.copied = true
  }
  acknowledge(delivery, logger)
}

/** Why a message that failed must not come back, by the options of IsleConsumer. */
function refusalOf({ attempt }: Task, options: QueueOptions | undefined): string | undefined {
  const most = options?.maxDeliveryCount ?? -1
  if (options?.requeue === false) return 'failed, and its queue says requeue: false'
  if (options?.rejectOnRedelivered === true && attempt > 1)
    return 'failed after it had come back, and its queue says rejectOnRedelivered'
  if (most >= 0 && attempt > most) return `failed ${attempt} times, and maxDeliveryCount is ${most}`
  return undefined
}

export async function end(delivery: Delivery, notice: DeathNotice, logger: Logger): Promise<void> {
  if (!delivery.copied) await bury(delivery.link, delivery.message, delivery.task, notice)
  delivery.copied = true
  acknowledge(delivery, logger)
}
