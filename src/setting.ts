// What a setting is, and how texts are read. A module declares its own; their values are given where the server is started.

/** One setting: its variable, its default, its meaning and how its text is read. */
export interface Setting<T> {
  readonly default: T
  /** Environment variable. The flag is the setting's name with dashes. */
  readonly env: string
  /** One line for `--help` and the README. */
  readonly about: string
  /** Throws an Error that says what is expected. */
  readonly read: (text: string) => T
}

/** Settings by name, in the case of gunicorn's: `graceful_timeout`. */
export type SettingTable = Readonly<Record<string, Setting<unknown>>>

/** The values of a table. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer T> ? T : never
}

/** Reads any text. */
export const text = (value: string): string => value

/** Reads `true` and `false`, `1` and `0`, `yes` and `no`, `on` and `off`, in any case; an empty text is false. Throws an Error for others. */
export function bool(value: string): boolean {
  if (/^(1|true|yes|on)$/i.test(value)) return true
  if (/^(0|false|no|off|)$/i.test(value)) return false
  throw new Error('true or false')
}

/** Reads a whole number within bounds, both included. Throws an Error for others. */
export const whole = (least: number, most: number) => (value: string) => {
  const number = Number(value)
  if (!/^\d+$/.test(value.trim()) || number < least || number > most)
    throw new Error(`a whole number from ${least} to ${most}`)
  return number
}

export const defaultsOf = <Table extends SettingTable>(table: Table): ValuesOf<Table> =>
  Object.fromEntries(
    Object.entries(table).map(([name, setting]) => [name, setting.default]),
  ) as ValuesOf<Table>

/** What the modules of a server declare. */
export interface Declared {
  readonly settings: SettingTable
  /** What is wrong with the values of their settings together. */
  problemsOf(values: Readonly<Record<string, unknown>>): string[]
}

export const nothingDeclared: Declared = { settings: {}, problemsOf: () => [] }
