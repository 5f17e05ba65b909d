// A task of kind `task#render`, checked: what is asked for in the words of the drawing half.
// Names, messages and the order of checks are the original render service's.
import type { Order } from '../draw.ts'
import type { PaperSize } from '../page/paper.ts'
import { TaskError } from '../task_error.ts'
import { languages, type Language } from '../texts/index.ts'
import { worksheets, type WorksheetName } from '../worksheets/index.ts'
import { required, shown, textIn, type Fields } from './task_fields.ts'

const paperSizes: readonly PaperSize[] = ['a4', 'letter']

const MOST_COPIES = 50

/** What must be there, in the order in which it is missed. */
const needs = [
  ['resource_slug', 'the resource slug'],
  ['resource_name', 'the resource name'],
  ['resource_view', 'the resource view'],
  ['paper_size', 'paper size'],
  ['copies', 'number of copies'],
  ['url', 'the url'],
] as const

/** @throws TaskError for the first thing that is wrong. */
export function parseTask(fields: Fields): Order {
  for (const [name, what] of needs) required(fields, name, what)
  refuseFiles(fields)
  const view = viewOf(fields)
  return {
    view,
    resourceName: textIn(fields, 'resource_name'),
    headerText: textIn(fields, 'header_text'),
    url: textIn(fields, 'url'),
    options: optionsOf(fields, view),
    paperSize: oneOf(fields, 'paper_size', paperSizes),
    copies: copiesOf(fields),
    language: languageOf(fields),
  }
}

/** In the original these were names of files, and so of any file that it could read. */
function refuseFiles(fields: Fields): void {
  for (const name of ['template', 'css'])
    if (fields[name] !== undefined)
      throw new TaskError(name, `Task cannot choose a file for its ${name}; leave it out.`)
}

function viewOf(fields: Fields): WorksheetName {
  // With and without Python's ending, as the original took them.
  const name = textIn(fields, 'resource_view').replace(/\.py$/, '')
  if (Object.hasOwn(worksheets, name)) return name as WorksheetName
  const known = Object.keys(worksheets).join(', ')
  throw new TaskError(
    'resource_view',
    `There is no resource view ${JSON.stringify(shown(name))}, only ${known}.`,
  )
}

function optionsOf(fields: Fields, view: WorksheetName): Order['options'] {
  const values = Object.entries(worksheets[view].options)
  return Object.fromEntries(values.map(([name, list]) => [name, oneOf(fields, name, list)]))
}

function oneOf<T extends string | boolean>(fields: Fields, name: string, list: readonly T[]): T {
  const value = fields[name]
  if (value === undefined || value === null)
    throw new TaskError(name, `Task is missing value for ${name}.`)
  const found = list.find((each) => isSame(each, value))
  if (found !== undefined) return found
  const known = list.map((each) => (typeof each === 'string' ? `'${each}'` : shown(each)))
  throw new TaskError(
    name,
    `Value (${shown(value)}) for option ${name} is not in: [${known.join(', ')}].`,
  )
}

/** Python's equality, in which 1 is True and 0 is False. */
const isSame = (allowed: string | boolean, value: unknown): boolean =>
  allowed === value || (typeof allowed === 'boolean' && value === Number(allowed))

/** English where a task has none, as all tasks of the original. */
const languageOf = (fields: Fields): Language =>
  (fields['language'] ?? undefined) === undefined ? 'en' : oneOf(fields, 'language', languages)

function copiesOf({ copies }: Fields): number {
  if (Number.isInteger(copies) && Number(copies) >= 1 && Number(copies) <= MOST_COPIES)
    return copies as number
  throw new TaskError(
    'copies',
    `Value (${shown(copies)}) for copies must be a whole number from 1 to ${MOST_COPIES}.`,
  )
}
