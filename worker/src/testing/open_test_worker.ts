// The parts of a worker in the process of its test.
import { randomUUID } from 'node:crypto'
import type { QueueClient } from './client.ts'
import { encode, JSON_TYPE } from '../processor/codecs.ts'
import { readConfig } from '../config/config.ts'
import { ConfigError } from '../config/config_error.ts'
import { prefixed } from '../config/resource_name.ts'
import { partsOf } from '../host/parts.ts'
import { openLogger, silentLogger } from '../log/logger.ts'
import { defineWorker } from '../processor/processor.ts'
import { prepareService, type PreparedService } from '../service.ts'
import { SourceUnavailable } from '../sources/source.ts'
import { openQueueClient } from '../sources/open.ts'
import { Recorder } from './ran.ts'
import type { StartWorkerOptions, TestWorker } from './test_worker.ts'
import { Stepper } from './stepper.ts'
import { testClock } from './test_clock.ts'
import type { Timeline } from './timeline.ts'
import { turnsOf } from './turns.ts'

/** Throws ConfigError and StartupFailed. */
export async function openTestWorker(options: StartWorkerOptions): Promise<TestWorker> {
  const { clock = testClock(), alongside = [], folder = process.cwd(), processors } = options
  const turns = turnsOf(clock)
  const { config, prefix, logger } = await readSettings(options, folder)
  const argument = workerIn(processors)
  const surroundings = { config, folder, logger, argument, clock: turns.time, here: true }
  const prepared = await prepareService(surroundings)
  const client = await clientOf(prepared)
  const stepped = await step(prepared, turns.time)
  const leave = turns.join(stepped.stepper, alongside)
  const queue = (name: string | undefined) =>
    name === undefined ? undefined : prefixed(prefix, name)
  return {
    clock,
    async put(message, { queue: to, ...more } = {}) {
      const name = queue(to)
      const bytes = encode(message, more.mimetype ?? JSON_TYPE)
      return client().put(bytes, { ...more, ...(name !== undefined && { queue: name }) })
    },
    runUntilIdle: () => turns.runUntilIdle(stepped.stepper),
    runFor: (seconds) => turns.runFor(stepped.stepper, seconds),
    pull: async (from) => client().pull(queue(from)),
    dead: async () => client().dead(),
    async [Symbol.asyncDispose]() {
      leave()
      await stepped.stop()
      await client.clean()
    },
  }
}

/** Milliseconds that a processor gets for ending, once it is told that the worker stops. */
const STOPPING = 1000

async function step({ parts }: PreparedService, time: Timeline) {
  const recorder = new Recorder(time.now)
  const ending = new AbortController()
  const source = recorder.source(parts.source)
  const lanes = recorder.lanes(parts.lanes)
  await lanes.start()
  const stepper = new Stepper(partsOf({ ...parts, source, lanes }, ending.signal), recorder, time)
  const stop = async (): Promise<void> => {
    await stepper.stop(STOPPING)
    ending.abort()
    recorder[Symbol.dispose]()
    await lanes.close(STOPPING)
    await parts.seen.close()
  }
  return { stepper, stop }
}

function workerIn(processors: StartWorkerOptions['processors']) {
  if (processors === undefined || typeof processors === 'string' || 'processors' in processors)
    return processors
  return defineWorker({ processors })
}

/** A random wait of up to ten seconds between looks at a queue makes no test better. */
const defaults = { QUEUE_NAME: 'test', PROJECT_NAME: 'test', RENDER_SLEEP_TIME: '1' }

// oxlint-disable-next-line node/no-process-env -- tests of services get their settings as services do
const environment = (): NodeJS.ProcessEnv => process.env

async function readSettings({ env = {}, source }: StartWorkerOptions, folder: string) {
  const prefix = env['QUEUE_NAME_PREFIX'] ?? `test-${randomUUID().slice(0, 8)}-`
  const memory = { EXECUTION_TYPE: 'MESSAGING', MESSAGING_TYPE: 'MemoryConnection' }
  const config = await readConfig({
    folder,
    env: {
      ...defaults,
      ...environment(),
      ...env,
      QUEUE_NAME_PREFIX: prefix,
      ...(source === 'memory' && memory),
    },
  })
  const { messagingType, executionType, logLevel, logFormat } = config.settings
  if (executionType === 'MESSAGING' && messagingType === 'RabbitMqConnection')
    throw new ConfigError([
      'startWorker knows no RabbitMQ, whose clock no test can move: use testClient, or source: "memory"',
    ])
  const logger = env['LOG_LEVEL']
    ? openLogger({ level: logLevel, format: logFormat })
    : silentLogger()
  return { config, prefix, logger }
}

/** Of a worker that runs by the clock alone there is none. */
async function clientOf({ parts: { settings }, queues }: PreparedService) {
  const client = queues.length > 0 ? await openQueueClient({ settings, queues }) : undefined
  const get = (): QueueClient => {
    if (client) return client
    throw new ConfigError([`EXECUTION_TYPE=${settings.executionType} has no queue`])
  }
  return Object.assign(get, {
    async clean() {
      // With a server that is gone, its queue is.
      await client?.clean().catch((error: unknown) => {
        if (!(error instanceof SourceUnavailable)) throw error
      })
      await client?.close()
    },
  })
}
