// A value of a schema, made up.
import type { Schema } from '../../discovery/document.ts'
import { setField, type Json, type JsonObject } from '../json.ts'
import type { Chance } from './chance.ts'

type Schemas = Readonly<Record<string, Schema>>

/** Messages in messages in messages are cut off. */
const DEEPEST = 4

export function sampleOf(given: Schema, schemas: Schemas, chance: Chance, depth = 0): Json {
  const schema = given.$ref === undefined ? given : (schemas[given.$ref] ?? {})
  if (schema.type === 'array')
    return depth >= DEEPEST ? [] : [sampleOf(schema.items ?? {}, schemas, chance, depth + 1)]
  if (schema.properties !== undefined) return message(schema.properties, schemas, chance, depth)
  if (schema.additionalProperties !== undefined)
    return depth >= DEEPEST
      ? {}
      : { key: sampleOf(schema.additionalProperties, schemas, chance, depth + 1) }
  return scalar(schema, chance)
}

function message(
  properties: Readonly<Record<string, Schema>>,
  schemas: Schemas,
  chance: Chance,
  depth: number,
): JsonObject {
  const made: JsonObject = {}
  for (const [name, property] of Object.entries(properties)) {
    const isScalar = property.$ref === undefined && !/array|object/.test(property.type ?? '')
    if (name === 'nextPageToken' || name === 'error' || (depth >= DEEPEST && !isScalar)) continue
    setField(made, name, sampleOf(property, schemas, chance, depth + 1))
  }
  return made
}

/** 2026-01-01 UTC, in seconds; times that are made up are of the year after it. */
const EPOCH = 1_767_225_600

function scalar(
  { type, format, enum: names, default: preset, minimum }: Schema,
  chance: Chance,
): Json {
  if (names !== undefined) {
    if (preset !== undefined) return preset
    const real = names.filter((name) => !name.endsWith('UNSPECIFIED'))
    return real[chance.below(Math.max(real.length, 1))] ?? names[0] ?? ''
  }
  switch (type) {
    case 'boolean':
      return preset === undefined ? chance.below(2) === 1 : preset === 'true'
    case 'integer':
      return preset === undefined ? Number(minimum ?? 0) + chance.below(100) : Number(preset)
    case 'number':
      return preset === undefined ? chance.below(10_000) / 100 : Number(preset)
    case 'string':
      return preset ?? text(format, chance)
    default:
      return {}
  }
}

function text(format: string | undefined, chance: Chance): string {
  const time = () => new Date((EPOCH + chance.below(31_536_000)) * 1000).toISOString()
  switch (format) {
    case 'int64':
    case 'uint64':
      return String(chance.below(1_000_000))
    case 'date-time':
    case 'google-datetime':
      return time()
    case 'date':
      return time().slice(0, 10)
    case 'google-duration':
      return `${chance.below(3600)}s`
    case 'byte':
      return Buffer.from(chance.hex(12), 'hex').toString('base64')
    case 'google-fieldmask':
      return 'name'
    default:
      return `text-${chance.hex(8)}`
  }
}
