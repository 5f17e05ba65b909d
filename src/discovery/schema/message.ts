// A request message in the form handlers get it: the leniencies of protobuf's JSON reader undone, nothing checked yet.
import type { Schema } from '../document.ts'
import { isNullValue, scalarOf, type Scalar } from './scalar.ts'

export interface MessageReader {
  /**
   * The message with names and values in canonical form, null (unset) fields left out. What cannot be brought into
   * form is kept as it came, for the validator to refuse. Throws TooDeep.
   */
  read(schema: Schema, value: unknown): ReadMessage
}

export interface ReadMessage {
  readonly value: unknown
  /** Takes out the output-only fields, which a client may send and a server ignores; to be called after validation. */
  dropReadOnly(): void
  /**
   * Paths of the fields and map keys that the client sent as null, which `value` lacks: what a PATCH deletes. Output-only
   * fields are not among them, nor is what lies in a list.
   */
  nulls(): (readonly string[])[]
}

/** A message nested deeper than any of Google's servers reads. */
export class TooDeep extends Error {
  constructor(key: string) {
    super(`Message too deep. Max recursion depth reached for key '${key.slice(0, 1000)}'`)
  }
}

const MAX_DEPTH = 100 // protobuf's own default

interface Place {
  readonly owner: Record<string, unknown>
  readonly key: string
}

interface Reading {
  readonly readOnly: Place[]
  readonly nulls: Place[]
}

export interface ReaderOptions {
  /** Leave fields that the schema lacks for the validator to refuse; otherwise they are left out. */
  readonly keepUnknown: boolean
  /** Take what APIs older than their front end take: a number or a boolean for a text, '' for an enum that is not set. */
  readonly isLenient?: boolean
}

export function messageReader(
  schemas: Readonly<Record<string, Schema>>,
  { keepUnknown, isLenient = false }: ReaderOptions,
): MessageReader {
  const scalars = new Map<Schema, Scalar>()
  const names = new Map<Schema, ReadonlyMap<string, string>>()

  function readValue(given: Schema, value: unknown, depth: number, reading: Reading): unknown {
    if (given.$ref !== undefined) return readValue(schemas[given.$ref] ?? {}, value, depth, reading)
    const schema = given
    if (schema.type === 'array') return readList(schema, value, depth, reading)
    if (schema.properties !== undefined) return readFields(schema, value, depth, reading)
    if (schema.additionalProperties !== undefined)
      return readMap(schema.additionalProperties, value, depth, reading)
    if (schema.type === undefined || schema.type === 'any' || schema.type === 'object')
      return anyValue(value, depth)
    const scalar = cached(scalars, schema, () => scalarOf(schema))
    const canonical = scalar.fromJson(value)
    if (canonical !== undefined) return canonical
    return isLenient ? textOf(schema, value) : plain(value)
  }

  function readList(schema: Schema, value: unknown, depth: number, reading: Reading): unknown {
    const items = schema.items ?? {}
    // A lone message stands for a list of one.
    const list = isObject(value) ? [value] : value
    if (!Array.isArray(list)) return plain(list)
    return (takesLists(items, schemas) ? list : list.flat(MAX_DEPTH))
      .filter((item) => item !== null || takesNull(items, schemas))
      .map((item, i) => readValue(items, item, deeper(depth, String(i)), reading))
  }

  function readMap(values: Schema, value: unknown, depth: number, reading: Reading): unknown {
    if (!isObject(value)) return plain(value)
    const map: Record<string, unknown> = {}
    for (const key of Object.keys(value))
      if (value[key] !== null || takesNull(values, schemas))
        assign(map, key, readValue(values, value[key], deeper(depth, key), reading))
      else reading.nulls.push({ owner: map, key })
    return map
  }

  function readFields(schema: Schema, value: unknown, depth: number, reading: Reading): unknown {
    if (!isObject(value)) return plain(value)
    const properties = schema.properties ?? {}
    const message: Record<string, unknown> = {}
    for (const name of Object.keys(value)) {
      const key = Object.hasOwn(properties, name) ? name : (nameOf(schema, name) ?? name)
      const property = Object.hasOwn(properties, key) ? properties[key]! : undefined
      const field = value[name]
      if (property === undefined) {
        const others = schema.additionalProperties
        if (others) assign(message, name, readValue(others, field, deeper(depth, name), reading))
        else if (keepUnknown) assign(message, name, field)
      } else if (isLenient && field === '' && enumOf(property) !== undefined) {
        continue
      } else if (field !== null || takesNull(property, schemas)) {
        assign(message, key, readValue(property, field, deeper(depth, key), reading))
        if (property.readOnly) reading.readOnly.push({ owner: message, key })
      } else if (!property.readOnly) reading.nulls.push({ owner: message, key })
    }
    return message
  }

  const enumOf = (schema: Schema) =>
    schema.$ref === undefined ? schema.enum : schemas[schema.$ref]?.enum

  /** The property that `snake` is the proto name of. */
  function nameOf(schema: Schema, snake: string): string | undefined {
    const bySnake = cached(
      names,
      schema,
      () => new Map(Object.keys(schema.properties ?? {}).map((name) => [snakeCase(name), name])),
    )
    return bySnake.get(snake)
  }

  return {
    read(schema, value) {
      const reading: Reading = { readOnly: [], nulls: [] }
      const message = readValue(schema, value, 0, reading)
      return {
        value: message,
        dropReadOnly() {
          for (const { owner, key } of reading.readOnly) delete owner[key]
        },
        nulls: () => (reading.nulls.length === 0 ? [] : pathsOf(reading.nulls, message)),
      }
    },
  }
}

/** Where null is a value and not the absence of one. */
function takesNull(schema: Schema, schemas: Readonly<Record<string, Schema>>): boolean {
  const { type, $ref, properties, enum: names } = schema
  if ($ref !== undefined) return takesNull(schemas[$ref] ?? {}, schemas)
  return type === 'any' || (type === undefined && properties === undefined) || isNullValue(names)
}

/** A number or a boolean, where a text of any form is wanted, as that text. */
const textOf = ({ type, format, enum: names }: Schema, value: unknown): unknown =>
  type === 'string' &&
  format === undefined &&
  names === undefined &&
  ['number', 'bigint', 'boolean'].includes(typeof value)
    ? String(value)
    : plain(value)

/** Where a list may hold lists; elsewhere one within another counts as its items (recorded of Sheets' batchUpdate). */
function takesLists(items: Schema, schemas: Readonly<Record<string, Schema>>): boolean {
  const { type, $ref, properties } = items
  if ($ref !== undefined) return takesLists(schemas[$ref] ?? {}, schemas)
  return type === 'array' || type === 'any' || (type === undefined && properties === undefined)
}

/** Where in a message its places are, but for those in lists. */
function pathsOf(places: readonly Place[], message: unknown): string[][] {
  const byOwner = Map.groupBy(places, ({ owner }) => owner)
  const found: string[][] = []
  const visit = (value: unknown, path: readonly string[]): void => {
    if (!isObject(value)) return
    for (const { key } of byOwner.get(value) ?? []) found.push([...path, key])
    for (const [key, child] of Object.entries(value)) visit(child, [...path, key])
  }
  visit(message, [])
  return found
}

/** `retryConfig` → `retry_config`, the name the field has in its proto file. */
export const snakeCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter, at) => (at === 0 ? '' : '_') + letter.toLowerCase())

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function deeper(depth: number, key: string): number {
  if (depth >= MAX_DEPTH) throw new TooDeep(key)
  return depth + 1
}

/** A value of no type, with doubles for numbers, as JSON has them. */
function anyValue(value: unknown, depth: number): unknown {
  if (typeof value === 'object' && value !== null)
    for (const [key, child] of Object.entries(value)) {
      const read = anyValue(child, deeper(depth, key))
      if (read !== child) assign(value as Record<string, unknown>, key, read)
    }
  return plain(value)
}

/** Where no 64-bit integer is wanted, a number is a double. */
const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)

/** Sets a field of any name: `__proto__` is one. */
function assign(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    })
  else target[key] = value
}

function cached<K, V>(cache: Map<K, V>, key: K, make: () => V): V {
  let value = cache.get(key)
  if (value === undefined) {
    value = make()
    cache.set(key, value)
  }
  return value
}
