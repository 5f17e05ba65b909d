// The command line: which command, with which settings; and what went wrong, in a sentence.
import cluster from 'node:cluster'
import { parseArgs } from 'node:util'
import { noCommand, parse, refuseStrangers, type Values } from './arguments.ts'
import { commands, UsageError } from './commands.ts'
import { settingsIn } from '../api/import_handlers.ts'
import { apiFolders } from '../config/api_data.ts'
import { ConfigError, readConfig, type Config } from '../config/config.ts'
import { printableLines } from '../printable.ts'
import { DocumentError } from '../discovery/read/load.ts'
import { commandHelp, helpText } from './help.ts'
import { ownVersion } from './own_version.ts'
import { tellPrimary } from './tell_primary.ts'
import { settings } from '../config/settings.ts'
import type { Declared, SettingTable } from '../setting.ts'
import { isCommandName } from './usage.ts'

/** Exit code of a wrong configuration, EX_CONFIG of sysexits.h. */
const EX_CONFIG = 78
const EX_USAGE = 2

/** Runs one command; resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  // It talks to a server, has no settings of one, and other options.
  if (args[0] === 'queue') {
    const { queueCommand } = await import('./queue/queue_command.ts')
    return await queueCommand(args.slice(1))
  }
  if (args[0] === 'help' && args[1] === 'queue') return await main(['queue', '--help'])
  try {
    const declared = await settingsIn(...apiDataIn(args))
    const { command: said, rest, values, flags } = parse(args, declared.settings)
    if (values['help'] === true || said === 'help') {
      const about = said === 'help' ? rest[0] : said
      console.log(helpAbout(about, declared.settings))
      return 0
    }
    if (values['version'] === true) {
      console.log(ownVersion())
      return 0
    }
    const command = said ?? 'serve'
    if (!isCommandName(command)) throw noCommand(command)
    refuseStrangers(command, { rest, values }, declared.settings)
    const found = commands[command]
    const config = await configOf(values, declared, found.writes === true)
    return await found.run(config, {
      rest,
      flags,
      text: (name) => (values[name] === undefined ? undefined : String(values[name])),
      is: (name) => values[name] === true,
    })
  } catch (error) {
    return await report(error)
  }
}

/** The folders whose modules may declare settings, before it is known which flags there are. */
function apiDataIn(args: readonly string[]): string[] {
  const { values } = parseArgs({
    args: [...args],
    strict: false,
    options: { 'api-data': { type: 'string' } },
  })
  const said = values['api-data']
  // oxlint-disable-next-line node/no-process-env -- as in configOf
  const named = typeof said === 'string' ? said : process.env['API_DATA'] || undefined
  const { api_data: folder, ownApiData } = apiFolders(named)
  return ownApiData === undefined ? [folder] : [folder, ownApiData]
}

function helpAbout(command: string | undefined, declared: SettingTable): string {
  if (command === undefined) return helpText(declared)
  if (!isCommandName(command)) throw noCommand(command)
  return commandHelp(command, declared)
}

function configOf(values: Values, declared: Declared, writes: boolean): Promise<Config> {
  // --host and --port are halves of --bind.
  const flags = Object.fromEntries(
    [...Object.keys({ ...declared.settings, ...settings }), 'host', 'port'].map((name) => {
      const value = values[name.replaceAll('_', '-')]
      return [name, value === undefined ? undefined : String(value)]
    }),
  )
  const { env } = process // oxlint-disable-line node/no-process-env -- the one place that reads it
  const file = values['config'] === undefined ? undefined : String(values['config'])
  return readConfig({ flags, env, file, writes }, declared)
}

/** One sentence for what a person can mend, and the code that says which kind it is. */
async function report(error: unknown): Promise<number> {
  if (cluster.isWorker) return await reportToPrimary(error)
  if (error instanceof UsageError) {
    console.error(
      printableLines(`discovery-emulator: ${error.message.replace(/[^?]$/, '$&.')} See --help.`),
    )
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
      // A folder that is missing is EACCES on Linux.
      EACCES: 'its folder is not there, or this user may not write in it',
    }[code ?? ''] ?? code
  return `cannot listen at unix:${path}: ${why}.`
}
