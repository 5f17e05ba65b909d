// The daemon itself: holds the pid file, keeps its processes running, and writes what they say to the log.
import { readConfig, type Config } from '../config/config.ts'
import { openLogger, type Logger } from '../log/logger.ts'
import { forkPlace, limitsOf, processesOf, superviseUntilEnd } from '../supervisor/run_parent.ts'
import { Supervisor } from '../supervisor/supervisor.ts'
import { DaemonError } from './daemon_error.ts'
import type { FromKeeper, KeeperOptions } from './keeper_options.ts'
import { onWholeLines } from './lines.ts'
import { claim, unclaim } from './pid_file.ts'
import { RotatingLog } from './rotating_log.ts'

const { env } = process // oxlint-disable-line node/no-process-env -- a process of its own

async function main(options: KeeperOptions): Promise<number> {
  const config = await readConfig({ env, folder: process.cwd() })
  using log = new RotatingLog(options.logFile)
  const claimed = await claim(options.pidFile)
  if (claimed !== 'claimed')
    throw new DaemonError(`daemon ${options.number} runs already, with pid ${claimed.pid}`)
  const { logLevel: level, logFormat: format } = config.settings
  const logger = openLogger({ level, format }, { write: (line) => log.write(line) })
  try {
    logger.info(`Daemon with pid ${process.pid} running.`)
    return await keep(options, { config, log, logger })
  } finally {
    await unclaim(options.pidFile)
  }
}

interface Surroundings {
  readonly config: Config
  readonly log: RotatingLog
  readonly logger: Logger
}

async function keep(
  { args }: KeeperOptions,
  { config, log, logger }: Surroundings,
): Promise<number> {
  const { settings, origins } = config
  const sentences: string[] = []
  let started = false
  const keepLines = (lines: string): void => {
    log.write(lines)
    if (!started) sentences.push(...sentencesIn(lines))
  }
  const supervisor = new Supervisor({
    // As many daemons as there are processors are the original's way; each is one process, unless told otherwise.
    processes: origins['WORKER_PROCESSES'] === undefined ? 1 : processesOf(settings),
    spawn(number) {
      const child = forkPlace({ args, env }, number, 'pipe')
      for (const stream of [child.stdout, child.stderr]) if (stream) onWholeLines(stream, keepLines)
      return child
    },
    limits: limitsOf(settings),
    logger,
    onStarted: () => {
      started = true
      tell({ kind: 'running', pid: process.pid })
    },
  })
  const code = await superviseUntilEnd(supervisor, settings.shutdownGraceSeconds * 1000, logger)
  if (!started) tell({ kind: 'failed', sentences, code })
  logger.info({ code }, `Daemon with pid ${process.pid} ended.`)
  return code
}

const sentencesIn = (lines: string): string[] =>
  lines.split('\n').flatMap((line) => /^worker: (.*)$/.exec(line)?.[1] ?? [])

/** Whoever started us waits for one message, and no more. */
function tell(message: FromKeeper): void {
  if (process.connected) process.send?.(message, undefined, {}, () => process.disconnect?.())
}

try {
  process.exitCode = await main(JSON.parse(process.argv[2] ?? '') as KeeperOptions)
} catch (error) {
  const sentence = error instanceof DaemonError ? error.message : String((error as Error).stack)
  tell({ kind: 'failed', sentences: [sentence], code: 1 })
  process.exitCode = 1
}
