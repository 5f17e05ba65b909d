// What a message of RabbitMQ costs in the host, against a bare loop that takes, answers and acknowledges as many.
import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import amqplib, { type ConfirmChannel } from 'amqplib'
import { readConfig } from '../src/config/config.ts'
import type { Worker } from '../src/index.ts'
import { silentLogger } from '../src/log/logger.ts'
import { startService } from '../src/service.ts'
import { openBroker } from '../test/helpers/rabbitmq.ts'
import { measured, printCosts, type Cost } from './cost.ts'
import noop from './noop.ts'

const MESSAGES = Number(process.argv[2] ?? 5000)
const WARM = 500
const CONCURRENCY = 10
const properties = { persistent: true, contentType: 'application/json' } as const

await using broker = await openBroker()
if (broker !== undefined) {
  const connection = await amqplib.connect(broker.url)
  const channel = await connection.createConfirmChannel()
  await bare(channel, WARM)
  const loop = await bare(channel, MESSAGES)
  const here = await hosted(channel, noop)
  const thread = await hosted(channel, join(import.meta.dirname, 'noop.ts'))
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

async function hosted(channel: ConfirmChannel, argument: Worker | string): Promise<Cost> {
  const queue = await filled(channel, MESSAGES + WARM)
  const env = {
    MESSAGING_TYPE: 'RabbitMqConnection',
    RABBITMQ_URL: broker?.url,
    QUEUE_NAME: queue,
    WORKER_CONCURRENCY: String(CONCURRENCY),
    LOG_LEVEL: 'silent',
  }
  const config = await readConfig({ folder: tmpdir(), env })
  const options = { config, folder: tmpdir(), argument, logger: silentLogger() }
  const { host } = await startService(options)
  const done = async (count: number): Promise<void> => {
    while (host.status().counters.done < count) await pause(5)
  }
  // The start of threads is not what a message costs.
  await done(WARM)
  const { done: before } = host.status().counters
  const cost = await measured(MESSAGES + WARM - before, () => done(MESSAGES + WARM))
  await host.stop()
  return cost
}
