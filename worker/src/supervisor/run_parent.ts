// `worker run` with several processes: their parent, its web endpoints and its signals.
import { fork, type ChildProcess } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Settings } from '../config/settings.ts'
import { openEndpoints } from '../health/endpoints.ts'
import type { Logger } from '../log/logger.ts'
import type { Health } from '../health/health.ts'
import { LAST_WORDS_MS, PLACE, TELL, type Settled } from './messages.ts'
import { onSignals } from './signals.ts'
import { Supervisor, type ReviveLimits, type SupervisorLimits } from './supervisor.ts'

export interface ParentOptions {
  readonly settings: Settings
  readonly logger: Logger
  /** What children are run with, as the parent was: `run`, FILE. */
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Of the service, for the web endpoints. */
  readonly name: string
  readonly version: string
  readonly site?: Site | undefined
}

/** Web pages of a service, beside those that every worker has. */
export interface Site {
  /** Called once, before the port opens. */
  open(view: ServiceView): {
    /** False where the worker's own pages are to answer. */
    readonly answer: (request: IncomingMessage, response: ServerResponse) => boolean
    readonly onSettled?: (settled: Settled) => void
  }
}

/** What a site has to show. */
export interface ServiceView {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
  readonly name: string
  readonly version: string
  readonly health: () => Health
  /** See `Supervisor.revive`. */
  readonly revive: (limits: ReviveLimits) => Promise<Health>
}

/** A clock or a single run would do everything once per process. */
export const processesOf = ({ executionType, messagingType, processes }: Settings): number =>
  executionType === 'MESSAGING' && messagingType !== 'MemoryConnection' ? processes : 1

/** Resolves to the exit code when no process is left. Throws PortError. */
export async function runParent(options: ParentOptions): Promise<number> {
  const { settings, logger, env, name, version } = options
  const site = options.site?.open({
    env,
    logger,
    name,
    version,
    health: () => supervisor.health(),
    revive: (limits) => supervisor.revive(limits),
  })
  const told = site?.onSettled ? { ...env, [TELL]: '1' } : env
  const supervisor = new Supervisor({
    processes: processesOf(settings),
    spawn: (number) => forkPlace({ ...options, env: told }, number),
    limits: limitsOf(settings),
    logger,
    onSettled: site?.onSettled,
  })
  await using endpoints = await openEndpoints({
    ...options,
    health: () => supervisor.health(),
    quiet() {
      logger.info('POST /quiet: all processes take no more tasks')
      supervisor.drain()
    },
    before: site?.answer,
  })
  if (site && endpoints) logger.info(`web pages at ${endpoints.url}`)
  return await superviseUntilEnd(supervisor, settings.shutdownGraceSeconds * 1000, logger)
}

/** Starts the children, and passes on what signals ask. */
export async function superviseUntilEnd(
  supervisor: Supervisor,
  graceMs: number,
  logger: Logger,
): Promise<number> {
  let forced: number | undefined
  const ignore = onSignals({
    stop: (signal) => {
      logger.info(`${signal}: all processes stop`)
      supervisor.stop(graceMs)
    },
    now: (signal, code) => {
      logger.warn(`${signal} again: all processes end now`)
      forced = code
      supervisor.kill()
    },
    drain: () => {
      logger.info('SIGTSTP: all processes take no more tasks')
      supervisor.drain()
    },
  })
  supervisor.start()
  const code = await supervisor.ended
  ignore()
  return forced ?? code
}

export const limitsOf = (settings: Settings): SupervisorLimits => ({
  hungMs: settings.hungSeconds * 1000,
  firstBeatMs: (settings.hungSeconds + settings.startupSeconds) * 1000,
  firstDelayMs: 500,
  lastDelayMs: 30_000,
  crashLimit: settings.crashLimit,
  crashMs: settings.crashSeconds * 1000,
  lastWordsMs: LAST_WORDS_MS,
})

const entry = new URL('../../bin/worker.js', import.meta.url)

/** In a group of its own: a terminal's Ctrl-C is for the parent to pass on, and the whole group can be killed. */
export function forkPlace(
  { args, env }: Pick<ParentOptions, 'args' | 'env'>,
  number: number,
  stdio: 'inherit' | 'pipe' = 'inherit',
): ChildProcess {
  return fork(entry, [...args], {
    detached: true,
    env: { ...env, [PLACE]: String(number) },
    stdio: ['ignore', stdio, stdio, 'ipc'],
  })
}
