// `worker config`: every setting with its value in force and where that was said; secrets masked.
import { print, printError } from '../log/printable.ts'
import { readConfig, type Config } from '../config/config.ts'
import { ConfigError } from '../config/config_error.ts'
import type { Setting } from '../config/setting.ts'
import { settings, type Settings } from '../config/settings.ts'

export async function configCommand(folder: string, env: NodeJS.ProcessEnv): Promise<number> {
  const config = await readConfig({ env, folder })
  for (const line of configLines(config)) print(line)
  for (const doubt of config.doubts) printError(`worker: ${doubt}`)
  if (config.problems.length > 0) throw new ConfigError(config.problems)
  return 0
}

function configLines(config: Config): string[] {
  const table = Object.entries(settings as Record<string, Setting<unknown>>).map(
    ([name, setting]) => {
      const value = config.settings[name as keyof Settings]
      return {
        name: setting.env,
        shown: shownValue(value, setting),
        origin: originOf(setting.env, config, setting.mayBeEmpty),
      }
    },
  )
  const queues = Object.keys(config.origins)
    .filter((name) => /._QUEUE_NAME$/.test(name))
    .map((name) => ({ name, shown: config.env[name] ?? '', origin: originOf(name, config) }))
  return [...table, ...queues].map(({ name, shown, origin }) => `${name}=${shown}  # ${origin}`)
}

function originOf(variable: string, { origins, env }: Config, mayBeEmpty: boolean = false): string {
  const isSet = Boolean(env[variable]) || (mayBeEmpty && env[variable] === '')
  return isSet ? (origins[variable] ?? 'default') : 'default'
}

function shownValue(value: unknown, { secret }: Setting<unknown>): string {
  if (value === undefined || value === '') return ''
  if (secret) return '********'
  return Array.isArray(value) ? value.join(',') : `${value as string | number | boolean}`
}
