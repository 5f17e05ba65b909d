// The source that the settings ask for. Each is imported only when it is wanted.
import type { Clock } from '../clock.ts'
import type { QueueClient } from '../testing/client.ts'
import { ConfigError } from '../config/config_error.ts'
import type { QueueChoice } from '../config/queue_names.ts'
import type { Settings } from '../config/settings.ts'
import { isPullQueue } from '../config/source_settings.ts'
import type { Logger } from '../log/logger.ts'
import type { Worker } from '../processor/processor.ts'
import type { DeadLetters, TaskSource } from './source.ts'

export interface SourceOptions {
  readonly settings: Settings
  readonly queues: readonly QueueChoice[]
  readonly worker: Worker
  readonly logger: Logger
  /** Told in a sentence of what may be wrong with a queue; none of several processes but the first has it. */
  readonly doubt?: ((sentence: string) => void) | undefined
  /** By default the machine's. */
  readonly clock?: Clock | undefined
}

/** Does not connect: a source that cannot be reached yet says so when it is asked for tasks. */
export async function openSource(options: SourceOptions): Promise<TaskSource> {
  const { settings, queues, logger, clock, doubt } = options
  if (settings.executionType !== 'MESSAGING') {
    const { openTimerFor } = await import('./timer/open.ts')
    return openTimerFor(settings, logger, clock)
  }
  const { messagingType } = settings
  if (isPullQueue(messagingType)) {
    const { openPullQueue } = await import('./pull_queue/source.ts')
    return openPullQueue(settings, queues, doubt)
  }
  if (messagingType === 'RabbitMqConnection') {
    const { openRabbitMq } = await import('./rabbitmq/source.ts')
    return openRabbitMq(options)
  }
  if (messagingType === 'MemoryConnection') {
    const { memoryQueue } = await import('./memory_client.ts')
    return memoryQueue(queues[0]?.name ?? '', clock)
  }
  throw new ConfigError([`MESSAGING_TYPE=${messagingType} has no source yet`])
}

interface Queues {
  readonly settings: Settings
  readonly queues: readonly QueueChoice[]
}

/** For `testClient`. */
export async function openQueueClient({ settings, queues }: Queues): Promise<QueueClient> {
  const { messagingType } = settings
  const names = queues.map(({ name }) => name)
  if (isPullQueue(messagingType)) {
    const { openPullQueueClient } = await import('./pull_queue/client.ts')
    return openPullQueueClient(settings, names)
  }
  if (messagingType === 'MemoryConnection') {
    const { openMemoryClient } = await import('./memory_client.ts')
    return openMemoryClient(names[0] ?? '')
  }
  if (messagingType === 'RabbitMqConnection') {
    const { openRabbitMqClient } = await import('./rabbitmq/client.ts')
    return openRabbitMqClient(settings, names)
  }
  throw new ConfigError([`testClient knows no queue of ${messagingType}`])
}

/** For `worker dead`. */
export async function openLetters({ settings, queues }: Queues): Promise<DeadLetters> {
  const { messagingType } = settings
  const names = queues.map(({ name }) => name)
  if (isPullQueue(messagingType)) {
    const { openDeadLetters } = await import('./pull_queue/dead_letters.ts')
    return openDeadLetters(settings, names)
  }
  if (messagingType === 'RabbitMqConnection') {
    const { openDeadLetters } = await import('./rabbitmq/dead_letters.ts')
    return openDeadLetters(settings, names)
  }
  throw new ConfigError([`worker dead knows no dead letters of ${messagingType}`])
}
