// The settings in force, with where each was said: environment before .env.secrets before .env before defaults.
import { join } from 'node:path'
import { contradictions } from './contradictions.ts'
import { readEnvFile, unquoted } from './env_file.ts'
import { misspelt } from './misspelt.ts'
import type { Setting } from './setting.ts'
import { settings, type Settings } from './settings.ts'

const mayBeEmpty = new Set(
  Object.values(settings as Record<string, Setting<unknown>>)
    .filter((each) => each.mayBeEmpty)
    .map(({ env }) => env),
)

export type Origin = 'environment' | '.env' | '.env.secrets' | 'default'

export interface Config {
  readonly settings: Settings
  /** The environment with the files read into it and every value unquoted. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** By the name of the variable; the default where a variable is not there. */
  readonly origins: Readonly<Record<string, Origin>>
  /** What is wrong; settings that could not be read have their default. */
  readonly problems: readonly string[]
  /** What may be wrong, each a sentence. */
  readonly doubts: readonly string[]
}

export interface ConfigSources {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where .env and .env.secrets are. */
  readonly folder: string
  /** What a service has instead of our defaults, by the variable. */
  readonly defaults?: Readonly<Record<string, string>>
  /** What else is wrong with the environment; each problem is a sentence. */
  readonly check?: (env: Config['env']) => readonly string[]
}

export async function readConfig(sources: ConfigSources): Promise<Config> {
  const { env, origins, problems } = await readEnvironment(sources)
  const values = Object.entries(settings as Record<string, Setting<unknown>>).map(
    ([name, setting]) => {
      const text = env[setting.env]
      if (text === undefined || (text === '' && !setting.mayBeEmpty))
        return [name, setting.default] as const
      try {
        return [name, setting.read(text)] as const
      } catch (error) {
        const shown = setting.secret ? 'not' : `"${text}", but must be`
        problems.push(
          `${setting.env} is ${shown} ${(error as Error).message}${from(origins, setting.env)}`,
        )
        return [name, setting.default] as const
      }
    },
  )
  const read = Object.fromEntries(values) as unknown as Settings
  const effective = withOriginalNames(read, env)
  return {
    settings: Object.freeze(effective),
    env,
    origins,
    doubts: misspelt(
      inFiles(origins),
      Object.values(settings).map((each) => each.env),
    ),
    problems: [...problems, ...contradictions(effective), ...(sources.check?.(env) ?? [])],
  }
}

const inFiles = (origins: Config['origins']): readonly { name: string; file: string }[] =>
  Object.entries(origins)
    .filter(([, origin]) => origin.startsWith('.'))
    .map(([name, file]) => ({ name, file }))

const from = (origins: Readonly<Record<string, Origin>>, name: string): string =>
  origins[name]?.startsWith('.') ? ` (in ${origins[name]})` : ''

async function readEnvironment({ env, folder, defaults = {} }: ConfigSources) {
  const layers: [Origin, Readonly<Record<string, string | undefined>>][] = [['default', defaults]]
  const problems: string[] = []
  for (const name of ['.env', '.env.secrets'] as const) {
    const file = await readEnvFile(join(folder, name), name)
    problems.push(...file.problems)
    layers.push([name, file.variables])
  }
  layers.push(['environment', env])
  const merged: Record<string, string | undefined> = {}
  const origins: Record<string, Origin> = {}
  for (const [origin, variables] of layers)
    for (const [name, value] of Object.entries(variables)) {
      // An empty variable is not set, but for those of which it is a value.
      const isSet = value !== '' || defaults[name] === undefined || mayBeEmpty.has(name)
      if (value === undefined || !isSet) continue
      merged[name] = unquoted(value)
      origins[name] = origin
    }
  return { env: merged, origins, problems }
}

/** RABBITMQ_NUM_THREADS is WORKER_CONCURRENCY by its original name. */
function withOriginalNames(read: Settings, env: Config['env']): Settings {
  const threads = read.messagingType === 'RabbitMqConnection' ? read.rabbitmqNumThreads : undefined
  if (threads === undefined || env[settings.concurrency.env]) return read
  return { ...read, concurrency: threads }
}
