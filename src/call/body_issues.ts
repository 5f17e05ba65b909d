// What ajv says of a body, as the issues Google would name.
import { keyOf } from '../json_pointer.ts'
import type { ErrorObject } from '../discovery/schema/json_schema.ts'
import type { Schema } from '../discovery/document.ts'
import { scalarOf } from '../discovery/schema/scalar.ts'
import type { Service } from '../api/service.ts'
import { fieldTypeOf, typeUrlOf } from '../api/type_urls.ts'
import { fieldIn, MOST_ISSUES, shortened, type Issue, type FieldPath } from './issues.ts'

/** `message`: what the errors were found in. */
export function issuesOf(
  errors: readonly ErrorObject[],
  message: unknown,
  service: Service,
): Issue[] {
  return errors.slice(0, MOST_ISSUES).map((error) => issueOf(error, message, service))
}

function issueOf(error: ErrorObject, message: unknown, service: Service): Issue {
  const path = stepsOf(error.instancePath, message)
  if (error.keyword === 'additionalProperties')
    return {
      kind: 'unknown field',
      owner: path,
      name: shortened(String(error.params['additionalProperty'])),
    }
  if (path.length === 0) return { kind: 'root is no message' }
  const name = fieldIn(path)
  const schema = (error.parentSchema?.['discovery'] ?? {}) as Schema
  const value = error.data
  if (Array.isArray(value) && schema.type !== 'array')
    return { kind: 'list for single field', owner: path.slice(0, -1), name }
  if (isObject(value) && error.keyword === 'scalar')
    return { kind: 'object for scalar', path, name }
  return { kind: 'bad field', path, value, typeName: typeNameOf(schema, service, path) }
}

function typeNameOf(schema: Schema, service: Service, path: FieldPath): string {
  const element = schema.type === 'array' ? (schema.items ?? {}) : schema
  // A list of lists is a repeated ListValue: recorded of Sheets' values.update.
  if (element !== schema && element.type === 'array')
    return 'type.googleapis.com/google.protobuf.ListValue'
  if (element.enum === undefined && element.type !== 'object' && element.$ref === undefined)
    return scalarOf(element).typeName
  if (element.typeName !== undefined) return `type.googleapis.com/${element.typeName}`
  const name = element.id ?? element.$ref
  if (name !== undefined) return typeUrlOf(name, service)
  return fieldTypeOf(fieldIn(path), service)
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** ajv's JSON pointer as steps; a number is an index only where its owner is a list. */
function stepsOf(pointer: string, message: unknown): (string | number)[] {
  let owner = message
  return pointer
    .split('/')
    .slice(1)
    .map((token) => {
      const key = keyOf(token)
      const step = Array.isArray(owner) ? Number(key) : key
      owner = (owner as Readonly<Record<string, unknown>>)[key]
      return step
    })
}
