// What is wrong with the schemas and parameters of a document.
import { pointerToken } from '../../json_pointer.ts'
import { patternProblem } from '../schema/pattern.ts'

export interface Problem {
  /** JSON pointer (RFC 6901) into the document; '' is its root. */
  readonly pointer: string
  readonly message: string
}

export type Json = Readonly<Record<string, unknown>>

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A value as a message can quote it. */
export function quote(value: unknown): string {
  if (value === undefined) return 'missing'
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** A pointer longer than this leads into something that no real document has, and that would exhaust the stack. */
const LONGEST_POINTER = 5000

export const isTooDeep = (pointer: string): boolean => pointer.length > LONGEST_POINTER

export const tooDeep = (pointer: string): Problem => ({
  pointer: `${pointer.slice(0, 60)}…`,
  message: 'nests too deeply to be served',
})

/** Problems of a table of schemas or parameters; `schemas` are the names a `$ref` may use. */
export function tableProblems(
  table: unknown,
  pointer: string,
  schemas: ReadonlySet<string>,
): Problem[] {
  if (table === undefined) return []
  if (!isObject(table)) return [{ pointer, message: `must be an object, is ${quote(table)}` }]
  return Object.entries(table).flatMap(([name, schema]) =>
    schemaProblems(schema, `${pointer}/${pointerToken(name)}`, schemas),
  )
}

/** Problems of one schema and all within it. */
export function schemaProblems(
  schema: unknown,
  pointer: string,
  schemas: ReadonlySet<string>,
): Problem[] {
  if (schema === undefined) return []
  if (isTooDeep(pointer)) return [tooDeep(pointer)]
  if (!isObject(schema)) return [{ pointer, message: `must be a schema, is ${quote(schema)}` }]
  return [
    ...ownProblems(schema, schemas).map(([key, message]) => ({
      pointer: `${pointer}/${key}`,
      message,
    })),
    ...tableProblems(schema['properties'], `${pointer}/properties`, schemas),
    ...schemaProblems(schema['items'], `${pointer}/items`, schemas),
    ...schemaProblems(schema['additionalProperties'], `${pointer}/additionalProperties`, schemas),
  ]
}

const types = new Set(['any', 'array', 'boolean', 'integer', 'null', 'number', 'object', 'string'])

/** Pairs of a key and what is wrong with it. */
function ownProblems(schema: Json, schemas: ReadonlySet<string>): [string, string][] {
  const { $ref, type, enum: names, pattern } = schema
  const problems: [string, string][] = []
  if ($ref !== undefined && !schemas.has($ref as string))
    problems.push(['$ref', `there is no schema ${quote($ref)}`])
  if (type !== undefined && !types.has(type as string))
    problems.push(['type', `${quote(type)} is not a type`])
  if (names !== undefined && !isStrings(names))
    problems.push(['enum', `must be a list of strings, is ${quote(names)}`])
  if (pattern !== undefined) {
    const fault = typeof pattern === 'string' ? patternProblem(pattern) : 'it is not a string'
    if (fault) problems.push(['pattern', `${quote(pattern)} is no regular expression: ${fault}`])
  }
  for (const bound of ['minimum', 'maximum'])
    if (schema[bound] !== undefined && !Number.isFinite(Number(schema[bound])))
      problems.push([bound, `${quote(schema[bound])} is not a number`])
  const { location, minimum, maximum } = schema
  if (location !== undefined && location !== 'path' && location !== 'query')
    problems.push(['location', `${quote(location)} is neither "path" nor "query"`])
  if (Number(minimum) > Number(maximum))
    problems.push(['minimum', `${quote(minimum)} is above the maximum, ${quote(maximum)}`])
  if (schema['location'] !== undefined && !defaultFits(schema))
    problems.push([
      'default',
      `${quote(schema['default'])} is not a string that holds a value of type ${quote(type)}`,
    ])
  return problems
}

const isStrings = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')

/** Documents write defaults as strings whatever the type. */
function defaultFits({ type, default: value }: Json): boolean {
  if (value === undefined) return true
  if (typeof value !== 'string') return false
  if (type === 'integer') return /^-?\d+$/.test(value)
  if (type === 'number') return Number.isFinite(Number(value))
  return type !== 'boolean' || /^(true|false)$/i.test(value)
}
