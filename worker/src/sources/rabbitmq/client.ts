// Puts messages into RabbitMQ's queues and takes results out of them, for tests of services.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Options } from 'amqplib'
import type { Settings } from '../../config/settings.ts'
import type { PutOptions, QueueClient } from '../../testing/client.ts'
import { decode, JSON_TYPE } from '../../processor/codecs.ts'
import { connectOptions, importAmqplib, type RabbitMqAddress } from './amqp.ts'
import { openDeadLetters } from './dead_letters.ts'
import { openLink, type Link } from './link.ts'
import { textOf } from './message.ts'
import type { Outgoing } from './publisher.ts'
import { deadQueueOf, delayQueueNames } from './topology.ts'

/** Milliseconds a worker gets to declare its queue, which is its to declare. */
const DECLARING = 10_000

export async function openRabbitMqClient(
  settings: RabbitMqAddress & Pick<Settings, 'resultTag'>,
  queues: readonly string[],
): Promise<QueueClient> {
  const amqplib = await importAmqplib()
  const connect = connectOptions(settings)
  const link = await openLink({ amqplib, connect, prefetch: 0, first: true })
  const { resultTag } = settings
  const first = queues[0] ?? ''
  const pulled = new Set(queues.map((queue) => `${queue}.${resultTag}`))
  return {
    async put(payload, options) {
      const { id = randomUUID(), queue = first } = options
      const properties = propertiesOf(id, options)
      await sendWhenThere(link, { queue, body: payload, properties })
      return id
    },
    async pull(queue = `${first}.${resultTag}`) {
      pulled.add(queue)
      const message = await link
        .aside((channel) => channel.get(queue, { noAck: true }))
        .catch(() => false as const)
      if (message === false) return undefined
      return decode(message.content, textOf(message.properties.contentType) || JSON_TYPE)
    },
    async dead() {
      const letters = await openDeadLetters(settings, queues)
      return letters.list().finally(() => letters.close())
    },
    async clean() {
      const names = queues.flatMap((queue) => [
        queue,
        deadQueueOf(queue),
        ...delayQueueNames(queue),
      ])
      await link.aside(async (channel) => {
        for (const name of [...names, ...pulled]) await channel.deleteQueue(name)
      })
    },
    close: () => link.close(),
  }
}

const propertiesOf = (id: string, { mimetype, headers = {} }: PutOptions): Options.Publish => ({
  messageId: id,
  persistent: true,
  headers,
  ...(mimetype !== undefined && { contentType: mimetype }),
})

async function sendWhenThere(link: Link, message: Outgoing): Promise<void> {
  const deadline = Date.now() + DECLARING
  while (!(await link.sendIfThere(message))) {
    if (Date.now() > deadline) throw new Error(`RabbitMQ has no queue ${message.queue}`)
    await pause(20)
  }
}
