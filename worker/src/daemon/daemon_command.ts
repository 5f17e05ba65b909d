// `worker daemon -d N start|stop|restart|status`: a worker in the background, with a pid file and a log of its own.
import { print, printError } from '../log/printable.ts'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../config/config.ts'
import { ConfigError } from '../config/config_error.ts'
import { packageOf } from '../health/package_of.ts'
import { UsageError } from '../cli/usage.ts'
import { start, status, stop, type Told } from './control.ts'
import type { KeeperOptions } from './keeper_options.ts'
import { pidFile } from './pid_file.ts'

export interface DaemonSurroundings {
  readonly folder: string
  readonly env: NodeJS.ProcessEnv
}

/** Milliseconds a daemon gets for ending, over the grace of its tasks. */
const LAST_WORDS = 8000

/** Resolves to the exit code. Throws UsageError, ConfigError and DaemonError. */
export async function daemonCommand(
  args: readonly string[],
  { folder, env }: DaemonSurroundings,
): Promise<number> {
  const { action, number, file } = parse(args)
  const { settings, problems } = await readConfig({ env, folder })
  const starts = action === 'start' || action === 'restart'
  if (starts && problems.length > 0) throw new ConfigError(problems)
  const { name } = await packageOf(folder)
  const base = name.replace(/^@/, '').replaceAll(/[^\w.-]+/g, '-')
  const options: KeeperOptions = {
    number,
    pidFile: pidFile(resolve(folder, settings.pidDirectory), base, number),
    logFile: join(resolve(folder, settings.daemonLogDirectory), `${base}_${number}.log`),
    args: ['run', ...(file === undefined ? [] : [file])],
  }
  const patienceMs = settings.shutdownGraceSeconds * 1000 + LAST_WORDS
  const told = await {
    start: () => start(options, env),
    stop: () => stop(options, patienceMs),
    status: () => status(options),
    restart: async (): Promise<Told> => {
      const stopped = await stop(options, patienceMs)
      const started = await start(options, env)
      return { sentences: [...stopped.sentences, ...started.sentences], code: started.code }
    },
  }[action]()
  for (const sentence of told.sentences)
    if (told.code === 0 || action === 'status') print(sentence)
    else printError(`worker: ${sentence}`)
  return told.code
}

const actions = ['start', 'stop', 'restart', 'status'] as const
type Action = (typeof actions)[number]

function parse(args: readonly string[]): { action: Action; number: number; file?: string } {
  const { values, positionals } = read(args)
  const [said, file, ...rest] = positionals
  const action = actions.find((each) => each === said)
  if (action === undefined)
    throw new UsageError(`worker daemon takes one of ${actions.join(', ')}, not "${said ?? ''}"`)
  if (rest.length > 0) throw new UsageError('worker daemon takes one file')
  const text = values['daemon'] ?? ''
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new UsageError(`worker daemon needs -d N, the daemon's number from 1, not "${text}"`)
  return { action, number: Number(text), ...(file !== undefined && { file }) }
}

function read(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { daemon: { type: 'string', short: 'd' } },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
