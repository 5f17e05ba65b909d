// The `fields` parameter: which parts of an answer the client wants.
// Grammar (Google's "partial response"): a,b/c,d(e,f/g),* — "/" and "." descend, groups nest, lists are mapped over.
import type { Schema } from '../discovery/document.ts'
import { ApiError } from '../errors.ts'
import { shortened } from './issues.ts'
import type { ErrorFormat } from '../api/error_format.ts'

/** What is wanted of an object, by name; `true` is the whole value, the name `*` any field. */
export type Selection = ReadonlyMap<string, Selection | true>

type Schemas = Readonly<Record<string, Schema>>

/** Reads and checks `fields` against the schema of the answer. Throws 400 for bad grammar and for unknown paths. */
export function selectionOf(
  text: string,
  response: Schema | undefined,
  schemas: Schemas,
  format: ErrorFormat,
): Selection {
  const selection = parse(text, (at) => refuse(format, text.slice(at) || text))
  const unknown = response && pathFinder(schemas)(selection, response)
  if (unknown !== undefined) throw refuse(format, unknown)
  return selection
}

function refuse(format: ErrorFormat, unknown: string): ApiError {
  const path = shortened(unknown)
  const description =
    format === 'v1'
      ? `Invalid field selection ${path}`
      : `Error expanding 'fields' parameter. Cannot find matching fields for path '${path}'.`
  const message = format === 'v1' ? description : 'Request contains an invalid argument.'
  return new ApiError('INVALID_ARGUMENT', 'invalidParameter', message, {
    violations: [{ field: 'fields', description, location: { type: 'parameter', name: 'fields' } }],
  })
}

const BLANK = /\s/

/** A deeper selection than any message is an attack on the stack. */
const MAX_DEPTH = 100

function parse(text: string, refusalAt: (at: number) => ApiError): Selection {
  let at = 0
  /** Blanks may stand around names and signs: Drive's own guide writes `files(id, name)`. */
  const nextSign = (): string | undefined => {
    while (BLANK.test(text[at] ?? '')) at += 1
    return text[at]
  }
  const parseList = (depth: number): Map<string, Selection | true> => {
    if (depth > MAX_DEPTH) throw refusalAt(at)
    const list = new Map<string, Selection | true>()
    for (let sign = nextSign(); sign !== undefined && sign !== ')'; sign = nextSign()) {
      parsePath(list, depth)
      const after = nextSign()
      if (after === ',') at += 1
      else if (after !== undefined && after !== ')') throw refusalAt(at)
    }
    return list
  }
  const parsePath = (into: Map<string, Selection | true>, depth: number): void => {
    const start = at
    let owner = into
    for (let level = depth; ; level += 1) {
      if (level > MAX_DEPTH) throw refusalAt(start)
      nextSign()
      const name = /[^,/.()\s]*/y
      name.lastIndex = at
      const key = name.exec(text)![0]
      if (key === '') throw refusalAt(start)
      at += key.length
      const sign = nextSign()
      if (sign === '/' || sign === '.') {
        at += 1
        owner = descend(owner, key)
      } else if (sign === '(') {
        at += 1
        merge(descend(owner, key), parseList(level + 1))
        if (nextSign() !== ')') throw refusalAt(start)
        at += 1
        return
      } else {
        owner.set(key, true)
        return
      }
    }
  }
  const list = parseList(0)
  if (at < text.length) throw refusalAt(at)
  return list
}

/** The selection under `key`; one that is wanted whole stays whole, so the parts named besides go nowhere. */
function descend(owner: Map<string, Selection | true>, key: string): Map<string, Selection | true> {
  const existing = owner.get(key)
  if (existing === true) return new Map()
  if (existing !== undefined) return existing as Map<string, Selection | true>
  const child = new Map<string, Selection | true>()
  owner.set(key, child)
  return child
}

function merge(into: Map<string, Selection | true>, from: Selection): void {
  for (const [key, wanted] of from) {
    const existing = into.get(key)
    if (existing instanceof Map && wanted !== true) merge(existing, wanted)
    else if (existing !== true) into.set(key, wanted)
  }
}

type FindUnknown = (selection: Selection, given: Schema) => string | undefined

/** Finds the first path that a schema lacks. Each pair is looked at once: with `*` in a recursive schema there are few. */
function pathFinder(schemas: Schemas): FindUnknown {
  const seen = new Map<Selection, Map<Schema, string | undefined>>()

  function unknownPath(selection: Selection, given: Schema): string | undefined {
    const schema = resolve(given, schemas)
    let found = seen.get(selection)
    if (found === undefined) seen.set(selection, (found = new Map()))
    if (!found.has(schema)) found.set(schema, firstUnknown(selection, schema))
    return found.get(schema)
  }

  function firstUnknown(selection: Selection, schema: Schema): string | undefined {
    for (const [name, wanted] of selection) {
      const children = name === '*' ? anyField(schema) : field(schema, name)
      if (children === undefined) return name
      if (wanted === true || children === 'anything') continue
      const deeper = children.map((child) => unknownPath(wanted, child))
      if (deeper.every((path) => path !== undefined)) return `${name}.${deeper[0] ?? '*'}`
    }
    return undefined
  }
  return unknownPath
}

function resolve(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref !== undefined) return resolve(schemas[schema.$ref] ?? {}, schemas)
  return schema.type === 'array' ? resolve(schema.items ?? {}, schemas) : schema
}

type Children = readonly Schema[] | 'anything' | undefined

function field(schema: Schema, name: string): Children {
  if (isOpen(schema)) return 'anything'
  const { properties = {}, additionalProperties } = schema
  if (Object.hasOwn(properties, name)) return [properties[name]!]
  return additionalProperties && [additionalProperties]
}

function anyField(schema: Schema): Children {
  if (isOpen(schema)) return 'anything'
  const { properties = {}, additionalProperties } = schema
  if (additionalProperties) return [...Object.values(properties), additionalProperties]
  return schema.type === 'object' || schema.properties ? Object.values(properties) : undefined
}

/** Whether a schema says nothing of what is in a value of it. */
const isOpen = ({ type, properties, additionalProperties }: Schema): boolean =>
  type === 'any' ||
  ((type === undefined || type === 'object') && !properties && !additionalProperties)

/** The selected parts of `value`. */
export const select = (value: unknown, selection: Selection): unknown =>
  isObject(value) ? partOf(value, selection) : value

/** Undefined for a scalar, of which there are no parts. */
function partOf(value: unknown, selection: Selection): unknown {
  if (!isObject(value)) return undefined
  if (Array.isArray(value))
    return value.map((item) => partOf(item, selection)).filter((item) => item !== undefined)
  const whole = selection.get('*')
  const selected: [string, unknown][] = []
  for (const [key, child] of Object.entries(value)) {
    const wanted = selection.get(key) ?? whole
    if (wanted === undefined) continue
    const part = wanted === true ? child : partOf(child, wanted)
    if (wanted === true || !isEmpty(part)) selected.push([key, part])
  }
  return Object.fromEntries(selected) // a key may be __proto__
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** An object of which nothing was wanted is left out. */
const isEmpty = (value: unknown): boolean =>
  !isObject(value) || (!Array.isArray(value) && Object.keys(value).length === 0)
