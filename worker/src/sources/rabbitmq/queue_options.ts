// What a processor says about its queue: IsleConsumer's QueueOptions and ProcessingOptions, by camelCase names.
import { ConfigError } from '../../config/config_error.ts'
import type { Processor } from '../../processor/processor.ts'

/** `options` of a processor whose tasks come from RabbitMQ. */
export interface RabbitMqOptions {
  /** Whether the queue outlives the broker; true unless said. */
  readonly durable?: boolean
  /** Of the queue, e.g. `{ 'x-queue-type': 'quorum' }`. */
  readonly arguments?: Readonly<Record<string, unknown>>
  /**
   * true: a failed message goes back into its queue at once. false: it becomes a dead letter at once. Without: it
   * comes back after the host's delay, until TASK_RETRY_LIMIT.
   */
  readonly requeue?: boolean
  /** A message that was handed out before and fails becomes a dead letter. */
  readonly rejectOnRedelivered?: boolean
  /** Times a message may come back; -1 leaves it to TASK_RETRY_LIMIT. */
  readonly maxDeliveryCount?: number
}

export interface QueueOptions extends RabbitMqOptions {
  readonly quorum: boolean
  /** Whether the processor said what its queue is like; else a queue is taken as it is. */
  readonly declared: boolean
}

const checks: Readonly<
  Record<keyof RabbitMqOptions, readonly [string, (value: unknown) => boolean]>
> = {
  durable: ['true or false', isBoolean],
  arguments: ['an object', (value) => typeof value === 'object' && value !== null],
  requeue: ['true or false', isBoolean],
  rejectOnRedelivered: ['true or false', isBoolean],
  maxDeliveryCount: [
    'a whole number from -1',
    (value) => Number.isInteger(value) && Number(value) >= -1,
  ],
}

function isBoolean(value: unknown): boolean {
  return typeof value === 'boolean'
}

/** The options of each queue's processor. Throws a ConfigError that names every problem. */
export function queueOptions(
  queues: readonly string[],
  processors: readonly Pick<Processor, 'inKey' | 'options'>[],
): ReadonlyMap<string, QueueOptions> {
  const problems = processors.flatMap(({ inKey, options = {} }) => problemsOf(inKey, options))
  if (problems.length > 0) throw new ConfigError(problems)
  return new Map(queues.map((queue) => [queue, optionsOf(queue, processors)]))
}

function problemsOf(
  inKey: string | undefined,
  options: Readonly<Record<string, unknown>>,
): string[] {
  const whose = `options of the processor${inKey === undefined ? '' : ` for ${inKey}`}`
  return Object.entries(options).flatMap(([name, value]) => {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof RabbitMqOptions] : undefined
    if (check === undefined)
      return [
        `${whose}: there is no "${name}" for RabbitMQ; there are ${Object.keys(checks).join(', ')}`,
      ]
    const [expected, fits] = check
    return value === undefined || fits(value) ? [] : [`${whose}: ${name} must be ${expected}`]
  })
}

function optionsOf(
  queue: string,
  processors: readonly Pick<Processor, 'inKey' | 'options'>[],
): QueueOptions {
  // QUEUE_NAME_PREFIX goes before a queue's name, but not before its processor's key.
  const [named] = processors
    .filter(({ inKey }) => inKey !== undefined && queue.endsWith(inKey))
    .toSorted((a, b) => (b.inKey?.length ?? 0) - (a.inKey?.length ?? 0))
  const processor = named ?? processors.find(({ inKey }) => inKey === undefined)
  const options: RabbitMqOptions = processor?.options ?? {}
  return {
    ...options,
    quorum: options.arguments?.['x-queue-type'] === 'quorum',
    declared: options.durable !== undefined || options.arguments !== undefined,
  }
}
