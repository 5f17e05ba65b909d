// `worker run`: one process of a worker, from its settings to its last task.
import { readConfig } from './config/config.ts'
import { whenFinished } from './consume_config.ts'
import { openLogger, type Logger } from './log/logger.ts'
import type { Host } from './host.ts'
import { startService } from './service.ts'
import { version } from './version.ts'

export interface RunOptions {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
  readonly argument: string | undefined
}

/** Resolves to the exit code when the worker has stopped. Throws ConfigError and StartupFailed. */
export async function runCommand({ folder, env, argument }: RunOptions): Promise<number> {
  const config = await readConfig({ env, folder })
  const { settings } = config
  // Processors read their own variables from the environment, and are to find those of the files there.
  Object.assign(env, config.env)
  const logger = openLogger({ level: settings.logLevel, format: settings.logFormat })
  logger.info({ version, seed: `Service Host Version: ${version}` }, 'worker')
  const { host } = await startService({ config, folder, argument, logger })
  const ignore = listenToSignals(host, settings.shutdownGraceSeconds * 1000, logger)
  const stopWatching = whenFinished(settings, host, () => {
    logger.info(
      {
        seed: 'Reached inactivity timeout. No threads are running and EXIT_WHEN_FINISHED=1, exiting!',
      },
      'no tasks are left and EXIT_WHEN_FINISHED=1: the worker ends',
    )
    void host.stop()
  })
  try {
    await host.stopped
    logger.info({ ...host.status().counters, seed: 'SHUT DOWN COMPLETE' }, 'the worker has stopped')
    return 0
  } finally {
    stopWatching()
    ignore()
  }
}

/** SIGTERM and SIGINT stop, a second one at once; SIGTSTP drains. The function returned forgets them. */
function listenToSignals(host: Host, graceMs: number, logger: Logger): () => void {
  let asked = false
  const stop = (signal: NodeJS.Signals): void => {
    if (asked) {
      logger.warn(`${signal} again: the worker exits now`)
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    asked = true
    logger.info({ inFlight: host.status().inFlight }, `${signal}: the worker stops`)
    void host.stop(graceMs)
  }
  const drain = (): void => {
    logger.info('SIGTSTP: the worker takes no more tasks')
    host.drain()
  }
  process.on('SIGTERM', stop).on('SIGINT', stop).on('SIGTSTP', drain)
  return () => void process.off('SIGTERM', stop).off('SIGINT', stop).off('SIGTSTP', drain)
}
