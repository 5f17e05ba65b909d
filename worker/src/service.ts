// A worker put together from its settings: what `worker run`, `testClient` and `startWorker` all run.
import type { Clock } from './clock.ts'
import type { Config } from './config/config.ts'
import { ConfigError } from './config/config_error.ts'
import { queueNames, type QueueChoice } from './config/queue_names.ts'
import { findProcessor } from './processor/find_processor.ts'
import { sayingThatItRuns, sayWhatRuns } from './cli/first_lines.ts'
import { packageOf } from './health/package_of.ts'
import { Stopping } from './host/held_task.ts'
import { startHost, type Host } from './host/host.ts'
import type { HostOptions } from './host/parts.ts'
import type { Worker } from './processor/processor.ts'
import { openHere } from './executors/here.ts'
import { openLanes, type Lanes } from './executors/lanes.ts'
import { openChild, openThread } from './executors/remote.ts'
import type { FoundWorker } from './processor/load_worker.ts'
import type { Logger } from './log/logger.ts'
import { isOfIsle } from './log/originals.ts'
import { openSeen } from './seen/open.ts'
import { openSource } from './sources/open.ts'
import { PLACE } from './supervisor/messages.ts'

export interface Service {
  readonly found: FoundWorker
  readonly host: Host
  /** As the worker's own kind says its lines. */
  readonly logger: Logger
}

export interface ServiceOptions {
  readonly config: Config
  readonly folder: string
  /** The processor's file, as given on the command line; or a worker itself, which then runs on this thread. */
  readonly argument?: string | Worker | undefined
  readonly logger: Logger
  /** Of leases, limits, waits and runs by the clock; by default the machine's. */
  readonly clock?: Clock
  /** Whether the processor of a file runs on this thread, whatever its isolation. */
  readonly here?: boolean
}

/** A worker whose host has not started. */
export interface PreparedService extends Omit<Service, 'host'> {
  readonly parts: HostOptions
  /** None of a clock. */
  readonly queues: readonly QueueChoice[]
}

/** As `prepareService`, and begins with the startup hooks. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { found, logger, parts } = await prepareService(options)
  return { found, logger, host: startHost(parts) }
}

/** Reads all that can be wrong before anything is started; throws a ConfigError that names every problem. */
export async function prepareService(options: ServiceOptions): Promise<PreparedService> {
  const { config, folder, clock } = options
  const { settings } = config
  const problems = [...config.problems]
  const found = await findWorker(options).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error
    problems.push(...error.problems)
    return undefined
  })
  const inKeys = found?.worker.processors.flatMap(({ inKey }) => inKey ?? []) ?? []
  const type = settings.processorType || (found?.type ?? '')
  const queues =
    settings.executionType === 'MESSAGING' ? queueNames(config, { type, inKeys }, problems) : []
  if (found === undefined || problems.length > 0) throw new ConfigError(problems)
  const { worker } = found
  const logger = isOfIsle(worker) ? options.logger.child({ seedOf: 'isle' }) : options.logger
  const doubt = isFirst(config) ? (sentence: string) => logger.warn(sentence) : undefined
  const source = await openSource({ settings, queues, worker, logger, clock, doubt })
  const seen = await openSeen({ settings, worker, folder, logger })
  const { logFormat } = settings
  const lines = { found, folder, logger, logFormat, service: await packageOf(folder) }
  if (isFirst(config)) sayWhatRuns(lines)
  const lanes = sayingThatItRuns(lanesFor(found, { ...options, logger }), lines)
  const names = queues.map(({ name }) => name)
  const shared = { settings, worker, source, lanes, seen, logger, queues: names }
  const parts = { ...shared, ...(clock && { clock }) }
  return { found, logger, queues, parts }
}

/** Of several processes one says it for all. */
const isFirst = ({ env }: Config): boolean => (env[PLACE] ?? '1') === '1'

async function findWorker({ config, folder, argument }: ServiceOptions): Promise<FoundWorker> {
  if (typeof argument === 'object') return { file: '', type: argument.name, worker: argument }
  const { processorModule: module, processorType: type } = config.settings
  return findProcessor({ argument, folder, module, type })
}

/** Milliseconds an aborted task of a stopping worker gets before its thread or child is ended. */
const STOPPING_GRACE = 500

function lanesFor(
  { file, type, worker }: FoundWorker,
  { config, logger, clock, here = false }: ServiceOptions,
): Lanes {
  const { settings, env } = config
  const isolation = here || file === '' ? 'none' : (worker.isolate ?? settings.isolation)
  const startupMs = settings.startupSeconds * 1000
  const log = {
    level: settings.logLevel,
    format: settings.logFormat,
    ...(isOfIsle(worker) && { seedOf: 'isle' as const }),
  }
  const remote = { file, type, log, env, startupMs, maxMegabytes: settings.maxRssMb }
  const open = {
    none: () => openHere(worker, { logger, env, startupMs }),
    thread: () => openThread(remote),
    process: () => openChild(remote),
  }[isolation]
  return openLanes({
    open,
    concurrency: settings.concurrency,
    shared: isolation === 'none',
    graceAfter: (reason) =>
      reason instanceof Stopping ? STOPPING_GRACE : settings.taskGraceSeconds * 1000,
    maxCalls: settings.maxTasksPerChild,
    maxMegabytes: settings.maxRssMb,
    clock,
  })
}
