// What a message of RabbitMQ costs in the host, against a bare loop that takes, answers and acknowledges as many.
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import amqplib, { type ConfirmChannel } from 'amqplib'
import type { Worker } from '../src/index.ts'
import { openBroker } from '../test/helpers/rabbitmq.ts'
import { measured, printCosts, type Cost } from './cost.ts'
import { CONCURRENCY, hosted } from './hosted.ts'
import noop from './noop.ts'

const MESSAGES = Number(process.argv[2] ?? 5000)
const WARM = 500
const properties = { persistent: true, contentType: 'application/json' } as const

await using broker = await openBroker()
if (broker !== undefined) {
  const connection = await amqplib.connect(broker.url)
  const channel = await connection.createConfirmChannel()
  await bare(channel, WARM)
  const loop = await bare(channel, MESSAGES)
  const here = await host(channel, noop)
  const thread = await host(channel, join(import.meta.dirname, 'noop.ts'))
  printCosts({
    'bare loop of RabbitMQ': loop,
    'host, isolation none': here,
    'host, isolation thread': thread,
  })
  await connection.close()
}

async function filled(channel: ConfirmChannel, count: number): Promise<string> {
  const queue = `bench-${randomUUID()}`
  await channel.assertQueue(queue, { durable: true })
  for (let n = 0; n < count; n += 1) channel.sendToQueue(queue, Buffer.from('{"n":1}'), properties)
  await channel.waitForConfirms()
  return queue
}

/** Takes a message, sends a result, waits until the broker has it, acknowledges: as many at a time as the host. */
async function bare(channel: ConfirmChannel, count: number): Promise<Cost> {
  const queue = await filled(channel, count)
  const results = `${queue}.result`
  await channel.assertQueue(results, { durable: true })
  await channel.prefetch(CONCURRENCY)
  return measured(count, async () => {
    const all = Promise.withResolvers<void>()
    let done = 0
    const { consumerTag } = await channel.consume(queue, (message) => {
      if (message === null) return
      channel.sendToQueue(results, Buffer.from('{"n":1}'), properties, () => {
        channel.ack(message)
        done += 1
        if (done === count) all.resolve()
      })
    })
    await all.promise
    await channel.cancel(consumerTag)
  })
}

async function host(channel: ConfirmChannel, argument: Worker | string): Promise<Cost> {
  const count = MESSAGES + WARM
  const queue = await filled(channel, count)
  const env = {
    MESSAGING_TYPE: 'RabbitMqConnection',
    RABBITMQ_URL: broker?.url ?? '',
    QUEUE_NAME: queue,
  }
  return hosted(env, argument, { count, warm: WARM })
}
