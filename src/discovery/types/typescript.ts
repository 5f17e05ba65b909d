// A document as the source of api_data/types/*.ts: its schemas, and what each method takes and answers.
import type { RestDescription, RestMethod, Schema } from '../document.ts'
import { ownCommand } from '../../own_command.ts'
import { methodsOf } from '../read/methods.ts'
import { schemaNames } from './type_names.ts'
import {
  block,
  comment,
  labelled,
  named,
  quoted,
  type Field,
  type ObjectType,
  type Type,
} from './type_syntax.ts'

/** Identifiers by schema name. */
type Names = ReadonlyMap<string, string>

/** The types of a document read from `fileName`. The same document gives the same text. */
export function typesOf(document: RestDescription, fileName: string): string {
  const schemas = Object.entries(document.schemas ?? {})
  const names = schemaNames(schemas.map(([name]) => name))
  const declarations = schemas.map(([name, schema]) =>
    declaration(names.get(name) ?? name, schema, names),
  )
  const title = `// Generated from ${fileName} by \`${ownCommand('types')}\`. Do not edit.\n`
  return [title, ...declarations, methodsInterface(document, names)].join('\n')
}

function declaration(name: string, schema: Schema, names: Names): string {
  const about = comment(commentOf(schema), '')
  const type = typeOf(schema, names)
  if (type.kind === 'object') return `${about}export interface ${name} ${block(type, '')}\n`
  // Only an interface may hold itself as its values: an alias would be circular.
  if (type.kind === 'map' && schema.additionalProperties !== undefined) {
    const values = labelled('[name: string]:', type.values, '  ')
    return `${about}export interface ${name} {\n  ${values}\n}\n`
  }
  return `${about}${labelled(`export type ${name} =`, type, '')}\n`
}

function methodsInterface(document: RestDescription, names: Names): string {
  const fields = methodsOf(document).map(({ method }) => ({
    name: method.id,
    type: methodType(method, names),
    optional: false,
    comment: commentOf(method),
  }))
  const about = comment(['By method id: parameters after decoding, request message, answer.'], '')
  return `${about}export interface Methods ${block(objectOf(fields), '')}\n`
}

function methodType(method: RestMethod, names: Names): Type {
  const { parameters = {}, request, response } = method
  const params = Object.entries(parameters).map(([name, parameter]) => ({
    name,
    type: parameter.repeated ? arrayOf(typeOf(parameter, names)) : typeOf(parameter, names),
    optional: !isAlwaysThere(parameter),
    comment: commentOf(parameter),
  }))
  return objectOf([
    field('params', objectOf(params)),
    field('body', request ? typeOf(request, names) : named('undefined')),
    field('response', response ? typeOf(response, names) : named('undefined')),
    ...mediaField(method),
  ])
}

/** Ways in which bytes go beside the JSON. */
function mediaField({ mediaUpload, supportsMediaDownload }: RestMethod): Field[] {
  const ways = [...(mediaUpload ? ['upload'] : []), ...(supportsMediaDownload ? ['download'] : [])]
  return ways.length === 0 ? [] : [field('media', stringType(ways))]
}

const isAlwaysThere = ({ required, location, default: value }: Schema): boolean =>
  required === true || location === 'path' || value !== undefined

function typeOf(schema: Schema, names: Names): Type {
  if (schema.$ref !== undefined) return named(names.get(schema.$ref) ?? 'unknown')
  if (schema.properties !== undefined || schema.type === 'object') return objectType(schema, names)
  switch (schema.type) {
    case 'array':
      return arrayOf(schema.items ? typeOf(schema.items, names) : named('unknown'))
    case 'boolean':
      return named('boolean')
    case 'integer':
    case 'number':
      return named('number')
    case 'string':
      return stringType(schema.enum ?? [])
    default:
      return named('unknown')
  }
}

function objectType({ properties = {}, additionalProperties }: Schema, names: Names): Type {
  const own = Object.entries(properties)
  if (own.length === 0) {
    return {
      kind: 'map',
      values: additionalProperties ? typeOf(additionalProperties, names) : named('unknown'),
    }
  }
  const fields = own.map(([name, property]) => ({
    name,
    type: typeOf(property, names),
    optional: true,
    comment: commentOf(property),
  }))
  return { kind: 'object', fields, open: additionalProperties !== undefined }
}

function stringType(values: readonly string[]): Type {
  const literals = [...new Set(values)].map((value) => named(quoted(value)))
  const [only = named('string')] = literals
  return literals.length > 1 ? { kind: 'union', members: literals } : only
}

interface Described {
  readonly description?: string
  readonly readOnly?: boolean
  readonly deprecated?: boolean
}

function commentOf({ description = '', readOnly, deprecated }: Described): string[] {
  const isSaid = !readOnly || description.startsWith('Output only')
  const lines = `${isSaid ? '' : 'Output only. '}${description}`.split('\n')
  const text = lines.map((line) => line.trim().replaceAll(/\s+/g, ' ')).filter(Boolean)
  return deprecated ? [...text, '@deprecated'] : text
}

const arrayOf = (items: Type): Type => ({ kind: 'array', items })
const objectOf = (fields: readonly Field[]): ObjectType => ({ kind: 'object', fields, open: false })
const field = (name: string, type: Type): Field => ({ name, type, optional: false, comment: [] })
