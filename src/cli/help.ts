// `--help`, of all and of one command.
import { ownCommand } from '../own_command.ts'
import { settings } from '../config/settings.ts'
import type { Setting, SettingTable } from '../setting.ts'
import { usageOf, usages, type CommandName } from './usage.ts'

/** `declared`: settings of modules. */
export function helpText(declared: SettingTable): string {
  const commands = Object.entries(usages).map(([name, { about }]) => row(name, about))
  return `discovery-emulator: Google REST APIs on localhost, from their discovery documents.

  ${startWith('serve')}  serve every document in api_data/
  ${startWith('dev')}  the same, restarting on changes
  ${startWith('serve', '--port 8080')}  with another port

Commands
${commands.join('\n')}
${row('queue', 'see the tasks of a pull queue, add to them, take them out')}

COMMAND --help tells what a command takes, --version prints the version.

${settingLines(declared)}

Exit codes: 0 stopped as asked, 1 could not run, 2 not understood,
78 a setting, document or handler is wrong.`
}

export function commandHelp(command: CommandName, declared: SettingTable): string {
  const { takes = '', about, more, options = {}, examples = [] } = usageOf(command)
  const rows = Object.entries(options).map(([name, { value = '', about: what }]) =>
    row(`--${name} ${value}`, what, 24),
  )
  const sections = [
    `discovery-emulator ${command}: ${about}`,
    `  ${[runOf(command), takes, '[OPTIONS]'].filter((part) => part !== '').join(' ')}`,
    ...(more === undefined ? [] : [more]),
    ...(rows.length === 0 ? [] : [`Options\n${rows.join('\n')}`]),
    ...(examples.length === 0
      ? []
      : [`Examples\n${examples.map((line) => `  npx discovery-emulator ${line}`).join('\n')}`]),
    command === 'serve' || command === 'dev'
      ? settingLines(declared)
      : 'Settings, such as --api-data DIR, are options of it, too: --help without a command tells them.',
  ]
  return sections.join('\n\n')
}

/** The commands that people start most have npm scripts in the sources. */
const runOf = (command: CommandName): string =>
  ['serve', 'dev', 'add', 'types'].includes(command)
    ? ownCommand(command, ' ').trimEnd()
    : `npx discovery-emulator ${command}`

const row = (name: string, about: string, width = 9): string => `  ${name.padEnd(width)} ${about}`

function settingLines(declared: SettingTable): string {
  const all: SettingTable = { ...settings, ...declared }
  const lines = Object.entries(all).map(([name, setting]) => lineOf(name, setting))
  return `Settings: a flag, else the environment variable, else gunicorn-equivalent.config.ts (--config FILE for another)
${lines.join('\n')}`
}

const startWith = (command: string, args?: string): string => ownCommand(command, args).padEnd(26)

function lineOf(name: string, { default: value, env, about }: Setting<unknown>): string {
  const flag = `--${name.replaceAll('_', '-')}`
  return `  ${flag.padEnd(28)} ${env.padEnd(25)} ${about} [${value === '' ? 'none' : String(value)}]`
}
