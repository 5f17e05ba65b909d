// The settings in force, read once: flags before environment before config file before defaults.
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { nothingDeclared, type Declared, type Setting, type SettingTable } from '../setting.ts'
import { apiFolders } from './api_data.ts'
import { settings, type Settings } from './settings.ts'

const CONFIG_FILE = 'gunicorn-equivalent.config.ts'

/** Settings that cannot be read; the message names each with what is expected. */
export class ConfigError extends Error {}

export interface ConfigSources {
  /** Flags by setting name, as given on the command line. */
  readonly flags: Readonly<Record<string, string | undefined>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** A config file to read instead of the one in the working folder. */
  readonly file?: string | undefined
  /** For a command that writes documents: where nobody names a folder it is the user's, there or not. */
  readonly writes?: boolean
}

export interface Config extends Settings {
  /** Values of the settings that modules declare. */
  readonly ofModules: Readonly<Record<string, unknown>>
  /** Folder of further documents that are served, those that come with this package. */
  readonly ownApiData?: string | undefined
}

export async function readConfig(
  { flags, env, file, writes = false }: ConfigSources,
  declared: Declared = nothingDeclared,
): Promise<Config> {
  const fromFile = await readConfigFile(file)
  const problems: string[] = []
  const unsaid = new Set<string>()
  const table: SettingTable = { ...declared.settings, ...settings }
  for (const name of Object.keys(fromFile))
    if (!Object.hasOwn(table, name))
      problems.push(`${file ?? CONFIG_FILE}: there is no setting "${name}"`)
  const values = Object.entries(table).map(([name, setting]): [string, unknown] => {
    const { text, from } = textOf(name, setting, { flags, env, file }, fromFile)
    if (text === undefined) {
      unsaid.add(name)
      return [name, setting.default]
    }
    try {
      return [name, setting.read(text)]
    } catch (error) {
      problems.push(
        `${from} is "${withoutPassword(text)}", but must be ${(error as Error).message}`,
      )
      return [name, setting.default]
    }
  })
  const own = Object.fromEntries(values.filter(isOwn)) as unknown as Settings
  const ofModules = Object.fromEntries(values.filter((value) => !isOwn(value)))
  const folders = apiFolders(writes || !unsaid.has('api_data') ? own.api_data : undefined)
  const config: Config = { ...own, ...folders, ofModules }
  for (const name of Object.keys(declared.settings))
    if (Object.hasOwn(settings, name))
      problems.push(`a handler module declares ${name}, which is a setting of the server's own`)
  problems.push(...contradictions(config), ...declared.problemsOf(ofModules))
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return Object.freeze(config)
}

/** What somebody wrote, for the terminal and the log: a URL keeps its user and password to itself, readable or not. */
export const withoutPassword = (text: string): string =>
  text.replace(/^([a-z][a-z\d+-]*:\/*).*@/is, '$1…@')

const isOwn = ([name]: [string, unknown]): boolean => Object.hasOwn(settings, name)

function textOf(
  name: string,
  setting: Setting<unknown>,
  { flags, env, file }: ConfigSources,
  fromFile: Readonly<Record<string, unknown>>,
): { readonly text: string | undefined; readonly from: string } {
  const { env: variable } = setting
  const flag = `--${name.replaceAll('_', '-')}`
  if (flags[name] !== undefined) return { text: flags[name], from: flag }
  const halves = { HOST: flags['host'], PORT: flags['port'] }
  if (name === 'bind' && (isSet('HOST', halves) || isSet('PORT', halves))) {
    const unflagged = textOf(name, setting, { flags: {}, env, file }, fromFile)
    return { text: halvesOf(halves, unflagged.text ?? String(setting.default)), from: 'HOST:PORT' }
  }
  if (isSet(variable, env)) return { text: env[variable], from: variable }
  const original = originalVariable(name, env, textIn(fromFile[name]) ?? String(setting.default))
  if (original !== undefined) return original
  return { text: textIn(fromFile[name]), from: `${name} in ${file ?? CONFIG_FILE}` }
}

/** A value of the config file as its setting reads it. */
function textIn(value: unknown): string | undefined {
  if (value === undefined) return undefined
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A variable without text is as if it were not there; but an empty ACCESSLOG means no log. */
const isSet = (variable: string, env: ConfigSources['env']): boolean =>
  env[variable] !== undefined && (env[variable] !== '' || variable === 'ACCESSLOG')

/** Variables of the original service, which name parts of a setting. */
function originalVariable(
  name: string,
  env: ConfigSources['env'],
  otherwise: string,
): { readonly text: string; readonly from: string } | undefined {
  if (name === 'bind' && (isSet('HOST', env) || isSet('PORT', env))) {
    return { text: halvesOf(env, otherwise), from: 'HOST:PORT' }
  }
  if (name === 'store_url' && isSet('REDIS_HOST', env))
    return {
      text: `redis://${env['REDIS_HOST']}:${env['REDIS_PORT'] || '6379'}`,
      from: 'REDIS_HOST:REDIS_PORT',
    }
  return undefined
}

/** HOST and PORT as one address; a half that is not said is that of another address. */
function halvesOf({ HOST, PORT }: ConfigSources['env'], otherwise: string): string {
  const colon = otherwise.lastIndexOf(':')
  const host = HOST || otherwise.slice(0, Math.max(colon, 0))
  if (socketPathOf(host) !== undefined) return host
  return `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${PORT || otherwise.slice(colon + 1)}`
}

async function readConfigFile(
  file: string | undefined,
): Promise<Readonly<Record<string, unknown>>> {
  const path = resolve(file ?? CONFIG_FILE)
  const there = await access(path).then(
    () => true,
    () => false,
  )
  if (!there && file === undefined) return {}
  if (!there) throw new ConfigError(`there is no config file ${file}`)
  try {
    const module = (await import(pathToFileURL(path).href)) as { default?: unknown }
    if (typeof module.default !== 'object' || module.default === null)
      throw new Error('it has no default export with settings')
    return module.default as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new ConfigError(`cannot read the config file ${path}: ${(error as Error).message}`)
  }
}

function contradictions({ workers, store_url, tls_cert, tls_key }: Settings): string[] {
  const problems: string[] = []
  if (workers > 1 && store_url === 'memory:')
    problems.push(
      'workers is more than 1, but each worker would have its own memory: store; use sqlite:FILE or redis://',
    )
  if ((tls_cert === '') !== (tls_key === ''))
    problems.push('tls_cert and tls_key go together: a certificate and its key, as PEM files')
  return problems
}

/** `a, b` → its folders. */
export const foldersIn = (text: string): string[] =>
  text.split(',').flatMap((each) => (each.trim() === '' ? [] : [each.trim()]))

/** `unix:/run/emulator.sock` → its path; undefined for an address of a network. */
export const socketPathOf = (bind: string): string | undefined =>
  bind.startsWith('unix:') ? bind.slice('unix:'.length) : undefined

/** `127.0.0.1:5052` → its halves; no host is every address. Clients of a Unix socket call it localhost. */
export function hostAndPort(bind: string): {
  readonly host: string | undefined
  readonly port: number
} {
  if (socketPathOf(bind) !== undefined) return { host: 'localhost', port: 80 }
  const colon = bind.lastIndexOf(':')
  const host = bind.slice(0, Math.max(colon, 0)).replace(/^\[(.*)\]$/, '$1')
  return { host: host === '' ? undefined : host, port: Number(bind.slice(colon + 1)) }
}
