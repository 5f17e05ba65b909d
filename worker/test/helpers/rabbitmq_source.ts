// A RabbitMQ source as the host would open it, for tests that call it themselves.
import { openLogger } from '../../src/log/logger.ts'
import type { Processor } from '../../src/processor/processor.ts'
import type { Result, Task, TaskSource } from '../../src/sources/source.ts'
import { openRabbitMq, type RabbitMqSettings } from '../../src/sources/rabbitmq/source.ts'

export interface OpenedSource extends AsyncDisposable {
  readonly source: TaskSource
  /** Up to `count` tasks, as one `receive` gives them. */
  receive(count?: number): Promise<readonly Task[]>
  /** The next task; fails when none comes in time. */
  next(): Promise<Task>
  /** All that was logged so far. */
  log(): string
  /** As the host does when it stops. */
  drain(): void
}

export const settingsFor = (url: string): RabbitMqSettings => ({
  rabbitmqUrl: url,
  rabbitmqHost: '',
  rabbitmqPort: 0,
  rabbitmqUser: '',
  rabbitmqPassword: '',
  rabbitmqVirtualHost: '',
  concurrency: 4,
  batchSize: 1,
  leaseAhead: 0,
  resultTag: 'result',
  taskSeconds: 50,
  taskTimeMult: 1.33,
  taskRetryLimit: 5,
  taskGraceSeconds: 5,
})

export async function openTestSource(
  settings: RabbitMqSettings,
  queues: readonly string[],
  processors: readonly Processor[] = [{}],
): Promise<OpenedSource> {
  let log = ''
  const write = (line: string): void => void (log += line)
  const source = await openRabbitMq({
    settings,
    queues: queues.map((name) => ({ name, weight: 1 })),
    worker: { processors },
    logger: openLogger({ level: 'info', format: 'json' }, { write }),
  })
  const draining = new AbortController()
  const receive = async (count = 1): Promise<readonly Task[]> => {
    const request = { count, leaseMs: 60_000, signal: draining.signal }
    const received = await source.receive(request)
    return received === 'ended' ? [] : received
  }
  return {
    source,
    receive,
    log: () => log,
    drain: () => draining.abort(),
    async next() {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error('no task came within 15 s')), 15_000)
      const [task] = await Promise.race([receive(), late.promise]).finally(() =>
        clearTimeout(timer),
      )
      if (task === undefined) throw new Error('the source was drained')
      return task
    },
    async [Symbol.asyncDispose]() {
      draining.abort()
      await source.close()
    },
  }
}

export const resultOf = (task: Task, value: unknown, to?: string): Result => ({
  task,
  id: `result-${task.id}`,
  value,
  body: Buffer.from(JSON.stringify(value)),
  mimetype: 'application/json',
  headers: {},
  to,
})
