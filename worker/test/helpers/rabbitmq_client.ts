// What tests do with a broker besides the worker: put messages, look at queues, remove them.
import { randomUUID } from 'node:crypto'
import amqplib, { type Channel, type ConsumeMessage, type GetMessage, type Options } from 'amqplib'
import { until } from './until.ts'

export interface BrokerClient extends AsyncDisposable {
  /** A name that no other test has; the queue and those that follow from it are removed at the end. */
  queueName(what?: string): string
  put(queue: string, body: string | object, properties?: Options.Publish): Promise<void>
  pull(queue: string): Promise<GetMessage>
  /** Messages that are ready; -1 if there is no such queue. */
  ready(queue: string): Promise<number>
  /** Runs on a channel of its own; resolves to the error if it is refused. */
  ask<T>(use: (channel: Channel) => Promise<T>): Promise<T>
  consume(queue: string, take: (message: ConsumeMessage) => void): Promise<void>
}

function falseIfRefused(error: Error): false {
  if (!error.message.includes('nack')) throw error
  return false
}

const SUFFIXES = ['', '.dead', '.result']

export async function openClient(url: string): Promise<BrokerClient> {
  const connection = await amqplib.connect(url)
  connection.on('error', () => undefined)
  const confirms = await connection.createConfirmChannel()
  confirms.on('error', () => undefined)
  const names = new Set<string>()
  const ask: BrokerClient['ask'] = async (use) => {
    const channel = await connection.createChannel()
    channel.on('error', () => undefined)
    try {
      return await use(channel)
    } finally {
      await channel.close().catch(() => undefined)
    }
  }
  const get = (queue: string): Promise<GetMessage | false> =>
    ask((channel) => channel.get(queue, { noAck: true })).catch(() => false)
  return {
    ask,
    queueName(what = 'q') {
      const name = `test-${what}-${randomUUID().slice(0, 8)}`
      names.add(name)
      return name
    },
    async put(queue, body, properties = {}) {
      const content = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
      // A quorum queue that was made just now may refuse until it has a leader.
      await until(`${queue} takes a message`, async () => {
        confirms.publish('', queue, content, { persistent: true, ...properties })
        return await confirms.waitForConfirms().then(() => true, falseIfRefused)
      })
    },
    pull: (queue) => until(`${queue} has a message`, () => get(queue)),
    ready: (queue) =>
      ask((channel) => channel.checkQueue(queue)).then(
        ({ messageCount }) => messageCount,
        () => -1,
      ),
    async consume(queue, take) {
      const channel = await connection.createChannel()
      await channel.consume(queue, (message) => message && take(message), { noAck: true })
    },
    async [Symbol.asyncDispose]() {
      const all = [...names].flatMap((name) => SUFFIXES.map((suffix) => name + suffix))
      for (const name of all)
        await ask((channel) => channel.deleteQueue(name)).catch(() => undefined)
      await connection.close().catch(() => undefined)
    },
  }
}
