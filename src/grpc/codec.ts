// Messages of rpcs as the JSON that handlers know, and back. https://protobuf.dev/programming-guides/json/
import {
  fromBinary,
  fromJson,
  toBinary,
  toJson,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  type Registry,
} from '@bufbuild/protobuf'
import { invalid } from '../errors.ts'
import { RpcError } from './wire/rpc_error.ts'

export interface Codec {
  /** Throws for what is no message of the rpc. */
  readonly read: (bytes: Uint8Array) => JsonObject
  /** Throws an Error for what a handler answers that is no message of the rpc. */
  readonly write: (answer: unknown) => Uint8Array
}

export const codecOf = (
  { input, output }: { readonly input: DescMessage; readonly output: DescMessage },
  registry: Registry,
): Codec => ({
  read: (bytes) => jsonOf(input, bytes, registry),
  write: writerOf(output, registry),
})

function jsonOf(schema: DescMessage, bytes: Uint8Array, registry: Registry): JsonObject {
  const message = decoded(schema, bytes)
  try {
    return toJson(schema, message, { registry }) as JsonObject
  } catch (error) {
    // A time out of range, or a type of an Any that no descriptor has.
    throw invalid(`Invalid request message: ${(error as Error).message}`)
  }
}

function decoded(schema: DescMessage, bytes: Uint8Array) {
  try {
    return fromBinary(schema, bytes)
  } catch (error) {
    const why = (error as Error).message
    throw new RpcError('INTERNAL', `The request is no ${schema.typeName}: ${why}`)
  }
}

function writerOf(schema: DescMessage, registry: Registry): Codec['write'] {
  if (schema.typeName === 'google.protobuf.Empty') return () => EMPTY
  const options = { registry, ignoreUnknownFields: true }
  return (answer) => toBinary(schema, fromJson(schema, plain(answer ?? {}, registry), options))
}

const EMPTY = new Uint8Array()

/**
 * What a handler answers as JSON would give it, and with the types of `Any` as the descriptors name them: documents do not
 * say their package, so that answers made from a document guess it. A type that no descriptor has cannot be sent; its value
 * is left out.
 */
function plain(value: unknown, registry: Registry): JsonValue {
  if (typeof value !== 'object' || value === null) return value as JsonValue
  if (Array.isArray(value))
    return value.map((each) => (each === undefined ? null : plain(each, registry)))
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return plain(value.toJSON(), registry)
  const url = (value as JsonObject)['@type']
  const fields: JsonObject = {}
  for (const [name, inner] of Object.entries(value)) {
    if (inner === undefined) continue
    const json = plain(inner, registry)
    if (json !== UNKNOWN) fields[name] = json
  }
  if (typeof url !== 'string') return fields
  const known = knownType(url.slice(url.lastIndexOf('/') + 1), registry)
  if (known === undefined) return UNKNOWN
  fields['@type'] = `type.googleapis.com/${known}`
  return fields
}

const UNKNOWN: JsonObject = {}

/** The message of this name, or the one of its last part: of the version that the guess names where there are several. */
function knownType(name: string, registry: Registry): string | undefined {
  if (registry.getMessage(name) !== undefined) return name
  const parts = name.split('.')
  const last = parts.at(-1)!
  const version = parts.at(-2)
  const found: string[] = []
  for (const type of registry)
    if (type.kind === 'message' && type.typeName.endsWith(`.${last}`)) found.push(type.typeName)
  const same = found.filter((each) => each.split('.').at(-2) === version)
  return (
    same.find((each) => parts.slice(0, -2).every((part) => each.includes(part))) ??
    same[0] ??
    found[0]
  )
}
