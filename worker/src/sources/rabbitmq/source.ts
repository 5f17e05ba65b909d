// Tasks of RabbitMQ's queues: handed out by the broker, held until they are acknowledged or the connection is lost.
import type { QueueChoice } from '../../config/queue_names.ts'
import type { Settings } from '../../config/settings.ts'
import type { Logger } from '../../log/logger.ts'
import type { Worker } from '../../processor/processor.ts'
import type { Task, TaskSource } from '../source.ts'
import { connectOptions, importAmqplib, placeOf, type RabbitMqAddress } from './amqp.ts'
import { timeoutDoubts, type TimeSettings } from './consumer_timeout.ts'
import type { Delivery } from './inbox.ts'
import { openLinks } from './links.ts'
import { textOf } from './message.ts'
import { queueOptions } from './queue_options.ts'
import { openReceiver } from './receive.ts'
import { sendResult } from './results.ts'
import { acknowledge, end, putBack } from './settle.ts'

export type RabbitMqSettings = RabbitMqAddress &
  TimeSettings &
  Pick<Settings, 'concurrency' | 'batchSize' | 'leaseAhead' | 'resultTag'>

export interface RabbitMqSourceOptions {
  readonly settings: RabbitMqSettings
  readonly queues: readonly QueueChoice[]
  readonly worker: Pick<Worker, 'processors'>
  readonly logger: Logger
  /** Told in a sentence of what may be wrong with a queue. */
  readonly doubt?: ((sentence: string) => void) | undefined
}

/** Does not connect. Throws a ConfigError for what cannot be: options, the URL, a missing package. */
export async function openRabbitMq(given: RabbitMqSourceOptions): Promise<TaskSource> {
  const { settings, queues, worker, logger } = given
  const names = queues.map(({ name }) => name)
  const options = queueOptions(names, worker.processors)
  const connect = connectOptions(settings)
  if (given.doubt) timeoutDoubts(settings, options).forEach(given.doubt)
  const prefetch = prefetchOf(settings, worker)
  const tell = (sentence: string): void => logger.warn(sentence)
  const links = openLinks({ amqplib: await importAmqplib(), connect, prefetch, tell })
  const onSubscribed = (): void => {
    const place = `${placeOf(connect)} with ${settings.concurrency} threads...`
    for (const queue of names)
      logger.info(
        { seed: `Listening to RabbitMQ queue ${queue} on ${place}` },
        `consuming ${queue}`,
      )
  }
  const receiver = openReceiver({ links, queues, options, logger, onSubscribed })
  const held = new WeakMap<Task, Delivery>()
  const source: Omit<TaskSource, 'ack' | 'release' | 'deadLetter'> = {
    description: `queue ${names.join(', ')} at ${placeOf(connect)}`,
    leases: false,
    async receive(request) {
      const received = await receiver.next(request)
      for (const delivery of received) held.set(delivery.task, delivery)
      return received.map(({ task }) => task)
    },
    extend: async (task) => (ours(held, task) ? 'held' : 'lost'),
    async publish(result) {
      const replyTo = textOf(held.get(result.task)?.message.properties.replyTo)
      const sent = await sendResult(await links.current(), result, replyTo, settings)
      if (sent === 'nobody')
        logger.warn({ task: result.task.id }, `the result's reply queue ${replyTo} is gone`)
      return 'published'
    },
    async close() {
      logger.info(
        { seed: { isle: 'CLOSING RABBITMQ CONNECTION' } },
        `leaving RabbitMQ at ${placeOf(connect)}`,
      )
      await receiver.close()
      await links.close()
    },
  }
  return { ...source, ...ends(held, options, logger) }
}

/** What can become of a task; nothing, when its connection is gone and the broker hands it out again. */
function ends(
  held: WeakMap<Task, Delivery>,
  options: ReturnType<typeof queueOptions>,
  logger: Logger,
): Pick<TaskSource, 'ack' | 'release' | 'deadLetter'> {
  return {
    async ack(task) {
      const delivery = ours(held, task)
      if (delivery) acknowledge(delivery, logger)
    },
    async release(task, delayMs) {
      const delivery = ours(held, task)
      if (delivery) await putBack(delivery, delayMs, options.get(task.queue), logger)
    },
    async deadLetter(task, notice) {
      const delivery = ours(held, task)
      if (delivery) await end(delivery, notice, logger)
    },
  }
}

const ours = (held: WeakMap<Task, Delivery>, task: Task): Delivery | undefined => {
  const delivery = held.get(task)
  return delivery?.link.ended.aborted ? undefined : delivery
}

/** As many as the host can have begun at a time: `count` never asks for more. */
function prefetchOf(
  { concurrency, batchSize, leaseAhead }: RabbitMqSettings,
  { processors }: Pick<Worker, 'processors'>,
): number {
  const batch = processors.length === 1 && processors[0]?.processBatch ? batchSize : 1
  return Math.min(concurrency * batch + leaseAhead, 65_535)
}
