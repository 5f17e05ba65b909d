// `worker run`: a worker from its settings to its last task, as one process or as the parent of several.
import { readConfig, type Config } from '../config/config.ts'
import { ConfigError } from '../config/config_error.ts'
import { whenFinished } from './consume_config.ts'
import { openEndpoints } from '../health/endpoints.ts'
import { healthOfHost } from '../health/health.ts'
import { packageOf } from '../health/package_of.ts'
import type { Host } from '../host/host.ts'
import { openLogger, type Logger } from '../log/logger.ts'
import { isOfIsle, notFoundLines } from '../log/originals.ts'
import { startService } from '../service.ts'
import { linkToParent, type ParentLink } from '../supervisor/parent_link.ts'
import { processesOf, runParent, type Site } from '../supervisor/run_parent.ts'
import { onSignals } from '../supervisor/signals.ts'

export interface RunOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly argument: string | undefined
  /** What a service that is more than its processor has besides. */
  readonly service?: Omit<ServiceProgram, 'processor'>
}

/** A service with a program of its own, instead of `worker run`. */
export interface ServiceProgram {
  /** File of the processor. */
  readonly processor: string
  readonly name: string
  readonly version: string
  /** Settings that differ from the worker's defaults, by their variables. */
  readonly defaults?: Readonly<Record<string, string>>
  /** What is wrong with the service's own variables; each problem is a sentence. */
  readonly check?: (env: Readonly<Record<string, string | undefined>>) => readonly string[]
  /** Web pages. They outlive processes of the worker, so with them a parent runs even for one process. */
  readonly site?: Site
}

/** Resolves to the exit code when the worker has stopped. Throws ConfigError, StartupFailed and PortError. */
export async function runCommand(options: RunOptions): Promise<number> {
  const { folder, env, argument, service } = options
  const link = linkToParent(env)
  let how: 'done' | 'failed' = 'failed'
  try {
    const config = await readConfig({ env, folder, ...service })
    const { settings } = config
    // Processors read their own variables from the environment, and are to find those of the files there.
    Object.assign(env, config.env)
    const logger = openLogger({ level: settings.logLevel, format: settings.logFormat })
    if (!link) for (const doubt of config.doubts) logger.warn(doubt)
    if (!link && (service?.site || processesOf(settings) > 1)) {
      if (config.problems.length > 0 && service) throw new ConfigError(config.problems)
      const args = ['run', ...(argument === undefined ? [] : [argument])]
      const about = service ?? (await packageOf(folder))
      return await runParent({ ...about, settings, logger, args, env })
    }
    const code = await runHost(options, { config, logger, link })
    how = code === 0 ? 'done' : 'failed'
    return code
  } finally {
    await link?.close(how)
  }
}

interface HostSurroundings {
  readonly config: Config
  readonly logger: Logger
  readonly link: ParentLink | undefined
}

/** Resolves to the exit code: of a worker that is to do one thing, whether it did it. */
async function runHost(
  { folder, argument }: RunOptions,
  { config, logger: general, link }: HostSurroundings,
): Promise<number> {
  const { settings } = config
  const graceMs = settings.shutdownGraceSeconds * 1000
  let host: Host | undefined
  let quiet = false
  // Before the host, so that a port that is taken is said before any task is.
  await using _endpoints = link
    ? undefined
    : await openEndpoints({
        settings,
        health: () => healthOfHost(host),
        quiet() {
          general.info('POST /quiet: the worker takes no more tasks')
          quiet = true
          host?.drain()
        },
        ...(await packageOf(folder)),
      })
  const service = await startService({ config, folder, argument, logger: general }).catch(
    (error: unknown) => {
      if (error instanceof ConfigError && settings.logFormat === 'seed')
        for (const seed of notFoundLines(error.problems))
          general.warn({ seed }, 'a variable is missing')
      throw error
    },
  )
  const { logger } = service
  host = service.host
  if (quiet) host.drain()
  link?.follow(host, graceMs)
  const ignore = link ? () => undefined : listenToSignals(host, graceMs, logger)
  const stopWatching = endWhenFinished(config, host, logger)
  try {
    await host.stopped
    const { counters } = host.status()
    if (settings.logFormat === 'seed' && isOfIsle(service.found.worker))
      logger.info({ seed: 'CLEANING UP' }, 'cleaning up')
    logger.info({ ...counters, seed: 'SHUT DOWN COMPLETE' }, 'the worker has stopped')
    return settings.executionType === 'ONCE' && counters.done === 0 ? 1 : 0
  } finally {
    stopWatching()
    ignore()
  }
}

function endWhenFinished({ settings }: Config, host: Host, logger: Logger): () => void {
  return whenFinished(settings, host, () => {
    logger.info(
      {
        seed: 'Reached inactivity timeout. No threads are running and EXIT_WHEN_FINISHED=1, exiting!',
      },
      'no tasks are left and EXIT_WHEN_FINISHED=1: the worker ends',
    )
    void host.stop()
  })
}

function listenToSignals(host: Host, graceMs: number, logger: Logger): () => void {
  return onSignals({
    stop: (signal) => {
      logger.info({ inFlight: host.status().inFlight }, `${signal}: the worker stops`)
      void host.stop(graceMs)
    },
    now: (signal, code) => {
      logger.warn(`${signal} again: the worker exits now`)
      process.exit(code)
    },
    drain: () => {
      logger.info('SIGTSTP: the worker takes no more tasks')
      host.drain()
    },
  })
}
