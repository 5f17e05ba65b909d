// `testClient`: a service as it will run, on a real queue of its own, for the tests of its author.
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { encode, JSON_TYPE } from '../processor/codecs.ts'
import type { PutOptions, QueueClient } from './client.ts'
import { prefixed } from '../config/resource_name.ts'
import type { Host } from '../host/host.ts'
import { openLogger, silentLogger } from '../log/logger.ts'
import type { Worker } from '../processor/processor.ts'
import type { DeadLetter } from '../sources/source.ts'

/** Which service is run, and with which settings. */
export interface TestClientOptions {
  /** Settings by their environment variables. By default the environment's own, then short waits. */
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Whether what is left in its queues is removed at the end; true unless told otherwise. */
  readonly deleteQueues?: boolean
  /** Where .env, package.json and the processor are looked for; by default the working folder. */
  readonly folder?: string
}

/** No result came in time. */
export class QueueEmpty extends Error {
  override readonly name = 'QueueEmpty'
}

/** Puts messages in and takes results out, of a service that runs as it will run. */
export interface TestClient extends AsyncDisposable {
  readonly host: Host
  /** A message, by default as JSON; resolves to the task's id. */
  put(message: unknown, options?: PutOptions): Promise<string>
  /** The oldest result, removed; waits up to `seconds` (10). Throws QueueEmpty. */
  pull(options?: { readonly from?: string; readonly seconds?: number }): Promise<unknown>
  dead(): Promise<readonly DeadLetter[]>
}

/**
 * Runs a worker, or the file of one, against the queue that the settings name; a QUEUE_NAME_PREFIX of its own keeps
 * it apart from others. Stops and cleans up when it is disposed of.
 */
export async function testClient(
  processor: Worker | string | undefined,
  { env = {}, deleteQueues = true, folder = process.cwd() }: TestClientOptions = {},
): Promise<TestClient> {
  // Processors import from the same place, and need nothing of this.
  const { readConfig } = await import('../config/config.ts')
  const { queueNames } = await import('../config/queue_names.ts')
  const { startService } = await import('../service.ts')
  const { openQueueClient } = await import('../sources/open.ts')
  const prefix = env['QUEUE_NAME_PREFIX'] ?? `test-${randomUUID().slice(0, 8)}-`
  const config = await readConfig({
    folder,
    env: { ...defaults, ...environment(), ...env, QUEUE_NAME_PREFIX: prefix },
  })
  const logger = env['LOG_LEVEL']
    ? openLogger({ level: config.settings.logLevel, format: config.settings.logFormat })
    : silentLogger()
  const { host, found } = await startService({ config, folder, argument: processor, logger })
  const inKeys = found.worker.processors.flatMap(({ inKey }) => inKey ?? [])
  const queues = queueNames(config, { type: found.type, inKeys }, [])
  const client = await openQueueClient({ settings: config.settings, queues })
  return {
    host,
    put: (message, { queue, ...options } = {}) =>
      client.put(encode(message, options.mimetype ?? JSON_TYPE), {
        ...options,
        ...(queue !== undefined && { queue: prefixed(prefix, queue) }),
      }),
    pull: ({ from, seconds = 10 } = {}) =>
      pull(client, from === undefined ? undefined : prefixed(prefix, from), seconds),
    dead: () => client.dead(),
    async [Symbol.asyncDispose]() {
      await host.stop(config.settings.shutdownGraceSeconds * 1000)
      if (deleteQueues) await client.clean()
      await client.close()
    },
  }
}

const defaults = { QUEUE_NAME: 'test', PROJECT_NAME: 'test', RENDER_SLEEP_TIME: '0.2' }

// oxlint-disable-next-line node/no-process-env -- tests of services get their settings as services do
const environment = (): NodeJS.ProcessEnv => process.env

async function pull(client: QueueClient, from: string | undefined, seconds: number) {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const result = await client.pull(from)
    if (result !== undefined) return result
    if (Date.now() > deadline) throw new QueueEmpty(`no result in ${seconds} s`)
    await pause(20)
  }
}
