// A command line in its parts, and what is wrong with one.
import { parseArgs } from 'node:util'
import { didYouMean } from '../api/did_you_mean.ts'
import { settings } from '../config/settings.ts'
import type { SettingTable } from '../setting.ts'
import { UsageError } from './commands.ts'
import { usageOf, usages, type CommandName, type Option } from './usage.ts'

/** Options by name, of settings as well. */
export type Values = Readonly<Record<string, string | boolean | undefined>>

export interface Arguments {
  /** Undefined where only options are given. */
  readonly command: string | undefined
  /** The words behind it. */
  readonly rest: readonly string[]
  readonly values: Values
  /** All that was given but the command. */
  readonly flags: readonly string[]
}

const optionsOf = (command: CommandName): Readonly<Record<string, Option>> =>
  usageOf(command).options ?? {}

/** The options of all commands, to read a command line by before it is known which command it is. */
const commandOptions = Object.fromEntries(
  Object.keys(usages).flatMap((command) =>
    Object.entries(optionsOf(command as CommandName)).map(([name, { value }]) => [
      name,
      { type: value === undefined ? 'boolean' : 'string' } as const,
    ]),
  ),
)

/** Throws a UsageError for options that no command has. */
export function parse(args: readonly string[], declared: SettingTable): Arguments {
  const flags = Object.entries({ ...declared, ...settings }).map(
    ([name, { default: value }]) =>
      [
        name.replaceAll('_', '-'),
        { type: typeof value === 'boolean' ? 'boolean' : 'string' } as const,
      ] as const,
  )
  try {
    const { values, positionals, tokens } = parseArgs({
      tokens: true,
      args: [...args],
      allowPositionals: true,
      options: {
        ...Object.fromEntries(flags),
        host: { type: 'string' },
        port: { type: 'string' },
        config: { type: 'string', short: 'c' },
        ...commandOptions,
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
    const [command, ...rest] = positionals
    const place = tokens.find(({ kind }) => kind === 'positional')?.index
    return {
      command,
      rest,
      values,
      flags: args.filter((_, i) => i !== place),
    }
  } catch (error) {
    throw new UsageError(
      misread(
        error as NodeJS.ErrnoException,
        flags.map(([name]) => name),
      ),
    )
  }
}

/** Node's message goes on with advice about arguments that begin with a dash. */
function misread(
  { code, message }: NodeJS.ErrnoException,
  settingNames: readonly string[],
): string {
  const [, unknown] = /^Unknown option '-?-?([^']*)'/.exec(message) ?? []
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && unknown !== undefined) {
    const known = [...settingNames, ...Object.keys(commandOptions), 'host', 'port']
    return `there is no option --${unknown}${didYouMean(
      `--${unknown}`,
      known.map((name) => `--${name}`),
    )}`
  }
  return message.split(/\.\s/)[0]!.replace(/\.$/, '')
}

/** Throws a UsageError for words that the command does not take, and options of other commands, which would do nothing. */
export function refuseStrangers(
  command: CommandName,
  { rest, values }: Pick<Arguments, 'rest' | 'values'>,
  declared: SettingTable,
): void {
  const { words, takes } = usageOf(command)
  if (rest.length > words)
    throw new UsageError(
      `"${rest.slice(words).join(' ')}" is not understood${takes === undefined ? '' : `; ${command} takes ${takes}`}`,
    )
  const own = optionsOf(command)
  const names = new Set(
    Object.keys({ ...declared, ...settings }).map((name) => name.replaceAll('_', '-')),
  )
  for (const name of Object.keys(values)) {
    if (!Object.hasOwn(commandOptions, name) || Object.hasOwn(own, name) || names.has(name))
      continue
    const users = Object.keys(usages).filter((one) =>
      Object.hasOwn(optionsOf(one as CommandName), name),
    )
    throw new UsageError(`${command} has no option --${name}; it is one of ${users.join(', ')}`)
  }
}

export function noCommand(word: string): UsageError {
  const all = [...Object.keys(usages), 'queue']
  return new UsageError(
    `there is no command "${word}"${didYouMean(word, all) || `; there are ${all.join(', ')}`}`,
  )
}
