// The command line: serve, dev, check, types, add, replay, record, learn, key.
import cluster from 'node:cluster'
import { parseArgs } from 'node:util'
import { addCommand } from './add/add.ts'
import { settingsIn } from '../api/import_handlers.ts'
import { ConfigError, readConfig, type Config } from '../config/config.ts'
import { printableLines } from '../printable.ts'
import { DocumentError } from '../discovery/read/load.ts'
import { helpText } from './help.ts'
import { checkCommand, serveCommand, tellPrimary } from './serve.ts'
import { devCommand } from './dev.ts'
import { settings } from '../config/settings.ts'
import type { Declared, SettingTable } from '../setting.ts'
import { keyCommand } from './key_command.ts'
import { learnCommand } from './learn/learn_command.ts'
import { recordCommand } from './record/record_command.ts'
import { replayCommand } from './replay/replay_command.ts'
import { typesCommand } from './types.ts'

/** Exit code of a wrong configuration, EX_CONFIG of sysexits.h. */
const EX_CONFIG = 78
const EX_USAGE = 2

/** Runs one command; resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const declared = await settingsIn(apiDataIn(args))
    const { command, rest, values, flags } = parse(args, declared.settings)
    if (values['help'] === true || command === 'help') {
      console.log(helpText(declared.settings))
      return 0
    }
    const config = await configOf(values, declared)
    switch (command) {
      case 'serve':
        return await serveCommand(config)
      case 'dev':
        return await devCommand(config, flags)
      case 'check':
        return await checkCommand(config)
      case 'types':
        return await typesCommand(config.api_data, { check: values['check'] === true })
      case 'add':
        return await addCommand(config, {
          name: rest[0],
          version: rest[1],
          from: values['from'] === undefined ? undefined : String(values['from']),
          force: values['force'] === true,
          protos: values['protos'] === undefined ? undefined : String(values['protos']),
        })
      case 'replay':
        if (rest[0] === undefined) throw new UsageError('replay needs the FILE of a recording')
        return await replayCommand(config, {
          file: rest[0],
          api: values['api'] === undefined ? undefined : String(values['api']),
          byMethod: values['methods'] === true,
          isBare: values['bare'] === true,
          show: values['show'] === undefined ? 0 : Number(values['show']),
        })
      case 'record':
        if (values['upstream'] === undefined)
          throw new UsageError('record needs --upstream URL, where the real service is')
        return await recordCommand(config, {
          upstream: String(values['upstream']),
          out: values['out'] === undefined ? 'recording.jsonl' : String(values['out']),
        })
      case 'learn':
        if (rest[0] === undefined) throw new UsageError('learn needs the FILE of a recording')
        return await learnCommand(config, {
          file: rest[0],
          out: values['out'] === undefined ? 'learned' : String(values['out']),
          isBare: values['bare'] === true,
        })
      case 'key':
        if (values['project'] === undefined || values['account'] === undefined)
          throw new UsageError('key needs --project PROJECT and --account NAME')
        return keyCommand(config, {
          project: String(values['project']),
          name: String(values['account']),
          out: values['out'] === undefined ? undefined : String(values['out']),
          isFederated: values['federated'] === true,
        })
      default:
        throw new UsageError(
          `there is no command "${command}"; there are serve, dev, check, types, add, replay, record, learn, key`,
        )
    }
  } catch (error) {
    return await report(error)
  }
}

class UsageError extends Error {}

/** The folder whose modules may declare settings, before it is known which flags there are. */
function apiDataIn(args: readonly string[]): string {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { 'api-data': { type: 'string' } },
  })
  const said = values['api-data']
  // oxlint-disable-next-line node/no-process-env -- as in configOf
  return typeof said === 'string' ? said : process.env['API_DATA'] || settings.api_data.default
}

function parse(args: readonly string[], declared: SettingTable) {
  const flags = Object.entries({ ...declared, ...settings }).map(([name, { default: value }]) => [
    name.replaceAll('_', '-'),
    { type: typeof value === 'boolean' ? 'boolean' : 'string' } as const,
  ])
  try {
    const { values, positionals, tokens } = parseArgs({
      tokens: true,
      args: [...args],
      allowPositionals: true,
      options: {
        ...(Object.fromEntries(flags) as Record<string, { type: 'string' | 'boolean' }>),
        host: { type: 'string' },
        port: { type: 'string' },
        config: { type: 'string', short: 'c' },
        check: { type: 'boolean' },
        from: { type: 'string' },
        force: { type: 'boolean' },
        protos: { type: 'string' },
        api: { type: 'string' },
        methods: { type: 'boolean' },
        bare: { type: 'boolean' },
        out: { type: 'string' },
        upstream: { type: 'string' },
        show: { type: 'string' },
        project: { type: 'string' },
        account: { type: 'string' },
        federated: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
    const [command = 'serve', ...rest] = positionals
    const most = { add: 2, replay: 1, learn: 1 }[command] ?? 0
    if (rest.length > most) throw new UsageError(`"${rest.join(' ')}" is not understood`)
    const place = tokens.find(({ kind }) => kind === 'positional')?.index
    return {
      command,
      rest,
      values: values as Readonly<Record<string, string | boolean | undefined>>,
      flags: args.filter((_, i) => i !== place),
    }
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message)
  }
}

function configOf(
  values: Readonly<Record<string, string | boolean | undefined>>,
  declared: Declared,
): Promise<Config> {
  const flags = Object.fromEntries(
    Object.keys({ ...declared.settings, ...settings }).map((name) => {
      const value = values[name.replaceAll('_', '-')]
      return [name, value === undefined ? undefined : String(value)]
    }),
  )
  // --host and --port are the flags of HOST and PORT.
  const env: Record<string, string | undefined> = {
    ...process.env, // oxlint-disable-line node/no-process-env -- the one place that reads it
    ...(values['host'] !== undefined && { HOST: String(values['host']) }),
    ...(values['port'] !== undefined && { PORT: String(values['port']) }),
  }
  const file = values['config'] === undefined ? undefined : String(values['config'])
  return readConfig({ flags, env, file }, declared)
}

/** One sentence for what a person can mend, and the code that says which kind it is. */
async function report(error: unknown): Promise<number> {
  if (cluster.isWorker) return await reportToPrimary(error)
  if (error instanceof UsageError) {
    console.error(printableLines(`discovery-emulator: ${error.message}. See --help.`))
    return EX_USAGE
  }
  console.error(printableLines(`discovery-emulator: ${messageOf(error)}`))
  return error instanceof ConfigError || error instanceof DocumentError ? EX_CONFIG : 1
}

async function reportToPrimary(error: unknown): Promise<number> {
  await tellPrimary({ failed: messageOf(error) })
  return error instanceof ConfigError || error instanceof DocumentError ? EX_CONFIG : 1
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { code, port, address, syscall, hostname } = error as NodeJS.ErrnoException & {
    port?: number
    address?: string
    hostname?: string
  }
  if (syscall === 'listen' && port === -1) return socketProblem(code, address ?? '')
  if (code === 'EADDRINUSE')
    return `${address ?? ''}:${port} is in use already, maybe by another emulator. Stop that one, or choose a port with PORT=… or --port.`
  if (code === 'EACCES' && port !== undefined)
    return `this user may not listen on port ${port}; choose one above 1023 with PORT=… or --port.`
  if (code === 'EADDRNOTAVAIL') return `${address} is not an address of this machine; see HOST.`
  if (syscall === 'getaddrinfo') return `the host "${hostname}" is not known; see HOST.`
  return error.message
}

function socketProblem(code: string | undefined, path: string): string {
  const why =
    {
      EADDRINUSE: 'another server listens there; stop that one, or name another path',
      ENOENT: 'its folder is not there',
      EACCES: 'this user may not write in its folder',
    }[code ?? ''] ?? code
  return `cannot listen at unix:${path}: ${why}.`
}
