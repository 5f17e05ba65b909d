// The fields of a task, and the checks that all kinds of task have in common.
import { printable } from '../printable.ts'
import { TaskError } from '../task_error.ts'

export type Fields = Readonly<Record<string, unknown>>

/** Characters that a header, a name or an address may have: more would not be legible in its one line. */
const LONGEST = 1000

/**
 * Texts are well-formed: JSON can hold half of a character that needs two, which no address and no file name can.
 * @throws TaskError for a message that is no JSON object.
 */
export function fieldsOf(message: unknown): Fields {
  if (typeof message === 'object' && message !== null && !Array.isArray(message))
    return Object.fromEntries(
      Object.entries(message).map(([name, value]) => [
        name,
        typeof value === 'string' ? value.toWellFormed() : (value as unknown),
      ]),
    )
  throw new TaskError('', 'Task must be a JSON object.')
}

/** @throws TaskError naming `what`, as in "the resource name", where the field is missing or null. */
export function required(fields: Fields, name: string, what: string): unknown {
  const value = fields[name]
  if (value === undefined || value === null) throw new TaskError(name, `Task must specify ${what}.`)
  return value
}

/** @throws TaskError for what is no text, or too long. */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name]
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string')
    throw new TaskError(name, `Value of ${name} must be text, not ${shown(value)}.`)
  if (value.length > LONGEST)
    throw new TaskError(
      name,
      `Value of ${name} has ${value.length} characters, but may have at most ${LONGEST}.`,
    )
  return value
}

/** As the original's messages show values: in Python's notation, and cut short. */
export function shown(value: unknown): string {
  const text =
    typeof value === 'boolean'
      ? value
        ? 'True'
        : 'False'
      : typeof value === 'string'
        ? value
        : (JSON.stringify(value) ?? 'undefined')
  return printable(text.length <= 100 ? text : `${text.slice(0, 100)}…`)
}
