// Whether a document's schema has every field of a descriptor's message, so that nothing needs to be left out of a message.
import type { DescField, DescMessage } from '@bufbuild/protobuf'
import type { Schema } from '../discovery/document.ts'

type Schemas = Readonly<Record<string, Schema>>

/** All the way down. `apart`: fields of the message itself that count for nothing. */
export const knowsAll = (
  message: DescMessage,
  schema: Schema | undefined,
  schemas: Schemas,
  apart: readonly string[] = [],
): boolean => knows(message, schema, schemas, apart, new Set())

function knows(
  message: DescMessage,
  schema: Schema | undefined,
  schemas: Schemas,
  apart: readonly string[],
  seen: Set<string>,
): boolean {
  // Their JSON has no fields of their own.
  if (message.typeName.startsWith('google.protobuf.')) return true
  const own = schema?.$ref === undefined ? schema : schemas[schema.$ref]
  if (own?.properties === undefined || own.additionalProperties !== undefined) return true
  const pair = `${message.typeName} ${own.id}`
  if (own.id !== undefined && seen.has(pair)) return true
  seen.add(pair)
  return message.fields.every((field) => {
    if (apart.includes(field.jsonName)) return true
    const property = own.properties![field.jsonName]
    const inner = innerOf(field)
    return (
      property !== undefined &&
      (inner === undefined || knows(inner, valueOf(field, property), schemas, [], seen))
    )
  })
}

const innerOf = (field: DescField): DescMessage | undefined =>
  field.fieldKind === 'message' || field.fieldKind === 'list' || field.fieldKind === 'map'
    ? field.message
    : undefined

const valueOf = ({ fieldKind }: DescField, schema: Schema): Schema | undefined => {
  if (fieldKind === 'list') return schema.items
  return fieldKind === 'map' ? schema.additionalProperties : schema
}
