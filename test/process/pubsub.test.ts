// Messages outlive a crash: what was acknowledged to a publisher comes through StreamingPull, in order within its key.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Message, PubSub } from '@google-cloud/pubsub'
import { describe, expect, inject, test } from 'vitest'
import { clientOf, pubsubFolder } from '../api_data/pubsub/service.ts'
import { startRedis } from '../helpers/redis_server.ts'
import { startServer, until } from '../helpers/server_process.ts'

const binary = inject('redisServer')
const withLog = ['--appendonly', 'yes', '--appendfsync', 'always']

const KEYS = 200
const OF_EACH = 50
const MESSAGES = KEYS * OF_EACH

const apiData = pubsubFolder()

/** The client's own settings wait for up to a minute. */
const soon = {
  initialRetryDelayMillis: 100,
  retryDelayMultiplier: 1.3,
  maxRetryDelayMillis: 500,
  initialRpcTimeoutMillis: 10_000,
  rpcTimeoutMultiplier: 1,
  maxRpcTimeoutMillis: 10_000,
  totalTimeoutMillis: 60_000,
}

/** What came of each key, in the order in which it came. */
class Received {
  readonly #byKey = new Map<string, number[]>()
  readonly #disorder: string[] = []
  distinct = 0
  deliveries = 0

  take({ orderingKey = '', data }: Message): void {
    const numbers = this.#byKey.get(orderingKey) ?? []
    this.#byKey.set(orderingKey, numbers)
    const number = Number(data.toString())
    this.deliveries += 1
    if (number === numbers.length) {
      numbers.push(number)
      this.distinct += 1
    } else if (number > numbers.length)
      this.#disorder.push(`${orderingKey}: ${number} came, and ${numbers.length} never had`)
  }

  get disorder(): readonly string[] {
    return this.#disorder
  }
}

async function subscribe(pubsub: PubSub): Promise<Received> {
  const [topic] = await pubsub.createTopic('news')
  const [subscription] = await topic.createSubscription('all', { enableMessageOrdering: true })
  const received = new Received()
  subscription.on('message', (message: Message) => {
    received.take(message)
    message.ack()
  })
  subscription.on('error', () => {})
  return received
}

/** Resolves when the server has acknowledged all of them. A batch that a crash meets is sent again. `half`: at half of them. */
async function publish(pubsub: PubSub, half: () => void): Promise<void> {
  const topic = pubsub.topic('news', {
    messageOrdering: true,
    batching: { maxMessages: 10, maxMilliseconds: 20 },
    gaxOpts: { retry: { backoffSettings: soon } },
  })
  const keys = Array.from({ length: KEYS }, (_, i) => `key-${i}`)
  for (let number = 0; number < OF_EACH; number += 1) {
    const data = Buffer.from(`${number}`)
    const sent = keys.map((orderingKey) => topic.publishMessage({ orderingKey, data }))
    // Batches go after 20 milliseconds, so that they are under way then.
    if (number === OF_EACH / 2) setTimeout(half, 25)
    await Promise.all(sent)
  }
}

describe.each(['SQLite', 'Redis'])('a crash (%s)', (store) => {
  const isRedis = store === 'Redis'

  test.skipIf(isRedis && binary === null)(
    `loses none of ${MESSAGES} messages that were acknowledged, nor their order`,
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'pubsub-crash-'))
      await using redis = isRedis ? await startRedis(binary ?? '', withLog) : undefined
      const storeUrl = redis?.url ?? `sqlite:${join(folder, 'messages.sqlite')}`
      const env = { STORE_URL: storeUrl, API_DATA: apiData }
      await using first = await startServer({ env })
      const pubsub = clientOf(first.url)
      const received = await subscribe(pubsub)
      const published = publish(pubsub, () => first.signal('SIGKILL'))
      await first.ended
      expect(received.distinct).toBeGreaterThan(0)
      await using second = await startServer({ env: { ...env, PORT: new URL(first.url).port } })
      expect(second.url).toBe(first.url)
      await published
      await until('all have come', () => received.distinct === MESSAGES)
      expect(received.disorder).toEqual([])
      expect(received.deliveries).toBeGreaterThanOrEqual(MESSAGES)
      await pubsub.close()
      await rm(folder, { recursive: true, force: true })
    },
  )
})
