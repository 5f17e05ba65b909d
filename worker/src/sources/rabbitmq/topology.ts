// The queues of a worker: its own, those of its dead letters and results, and those where messages wait for a retry.
import type { Options } from 'amqplib'
import { ConfigError } from '../../config/config_error.ts'
import type { Logger } from '../../log/logger.ts'
import { codeOf, unavailable, wordsOf } from './amqp.ts'
import { DECLARED_FOR, type Declare, type Link } from './link.ts'
import type { QueueOptions } from './queue_options.ts'

type Asker = Pick<Link, 'aside'>

export const deadQueueOf = (queue: string): string => `${queue}.dead`

/** RabbitMQ 4's own; said because RabbitMQ 3 has none, and would hand out for ever what kills every worker. */
const DELIVERY_LIMIT = 20

/** Declares the queue of tasks and the one of its dead letters. Throws a ConfigError for what cannot be. */
export async function declareQueue(
  link: Asker,
  queue: string,
  options: QueueOptions,
  logger: Logger,
): Promise<void> {
  await declareDead(link, deadQueueOf(queue))
  // Others may have declared it already, and need not have done it as we would.
  if (!options.declared) return declareUnlessThere(link, queue)
  const said = { durable: options.durable ?? true, arguments: options.arguments ?? {} }
  if (!options.quorum) return assertQueue(link, queue, said)
  const safe = { ...said, arguments: { ...safeguards(queue), ...said.arguments } }
  const refusal = await tried(() => assertQueue(link, queue, safe))
  if (refusal === undefined) return
  await assertQueue(link, queue, said)
  logger.warn(
    `RabbitMQ has queue ${queue} without our delivery limit and dead letter queue; only TASK_RETRY_LIMIT holds (${refusal.message})`,
  )
}

/** For messages that end every worker before it can say anything of them. */
const safeguards = (queue: string): Readonly<Record<string, unknown>> => ({
  'x-delivery-limit': DELIVERY_LIMIT,
  ...movingTo(deadQueueOf(queue), true),
})

/** Quorum queues keep a message until the next queue has confirmed it, where they may refuse new ones. */
const movingTo = (queue: string, quorum: boolean): Readonly<Record<string, unknown>> => ({
  'x-dead-letter-exchange': '',
  'x-dead-letter-routing-key': queue,
  ...(quorum && { 'x-dead-letter-strategy': 'at-least-once', 'x-overflow': 'reject-publish' }),
})

async function tried(call: () => Promise<void>): Promise<ConfigError | undefined> {
  try {
    await call()
    return undefined
  } catch (error) {
    if (error instanceof ConfigError) return error
    throw error
  }
}

async function assertQueue(
  link: Asker,
  queue: string,
  options: Options.AssertQueue,
): Promise<void> {
  try {
    await link.aside((channel) => channel.assertQueue(queue, options))
  } catch (error) {
    throw refusalOf(queue, error)
  }
}

function refusalOf(queue: string, error: unknown): Error {
  const words = wordsOf(error)
  if (codeOf(error) === 406)
    return new ConfigError([
      `RabbitMQ has queue ${queue} with other options than this worker wants (${words}); delete the queue, or say in the processor's options what it has`,
    ])
  if (codeOf(error) === 403)
    return new ConfigError([`RabbitMQ does not let this user declare queue ${queue}: ${words}`])
  return error instanceof Error && error.name === 'SourceUnavailable'
    ? error
    : unavailable(`RabbitMQ does not declare queue ${queue}`, error)
}

/** Durable, where it is not there yet; any queue of that name will do. */
export const declareUnlessThere: Declare = (link, queue) => unlessThere(link, queue, {})

/**
 * Classic, whatever the virtual host's default: looking at the messages of a quorum queue counts as deliveries, and
 * too many of those would delete a dead letter.
 */
export const declareDead: Declare = (link, queue) =>
  unlessThere(link, queue, { 'x-queue-type': 'classic' })

async function unlessThere(link: Asker, queue: string, args: object): Promise<void> {
  try {
    await link.aside((channel) => channel.checkQueue(queue))
  } catch (error) {
    if (codeOf(error) !== 404) throw refusalOf(queue, error)
    await assertQueue(link, queue, { durable: true, arguments: args })
  }
}

/** Lengths of waits; few enough that not every failed message has a queue of its own. */
const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
const LONGEST_DELAY = 40 * 86_400_000
const SHORTEST_DELAY = 100

/** Milliseconds: the step that is no shorter than the delay, at most 40 days (AMQP's own bound is 49). */
export function delayStep(delayMs: number): number {
  const least = Math.min(Math.max(delayMs, SHORTEST_DELAY), LONGEST_DELAY)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = STEPS.find((each) => each * power >= least - 1e-6) ?? 10
  return Math.min(Math.round(step * power), LONGEST_DELAY)
}

const delayName = (queue: string, step: number): string => `${queue}.retry.${step}`

/** All that there may be. */
export function delayQueueNames(queue: string): readonly string[] {
  const steps = new Set<number>()
  for (let step = SHORTEST_DELAY; step < LONGEST_DELAY; step = delayStep(step + 1)) steps.add(step)
  return [...steps, LONGEST_DELAY].map((step) => delayName(queue, step))
}

export interface DelayQueue {
  readonly name: string
  readonly declare: Declare
}

/** A queue whose messages go back to `queue` after a time. It vanishes when nobody has used it for long enough. */
export function delayQueue(queue: string, delayMs: number, quorum: boolean): DelayQueue {
  const step = delayStep(delayMs)
  const args = {
    'x-queue-type': quorum ? 'quorum' : 'classic',
    'x-message-ttl': step,
    // Not before the last message has left it: that one came at most DECLARED_FOR after the declaration.
    'x-expires': step + 2 * DECLARED_FOR,
    ...movingTo(queue, quorum),
  }
  const declare: Declare = (link, name) =>
    assertQueue(link, name, { durable: true, arguments: args })
  return { name: delayName(queue, step), declare }
}
