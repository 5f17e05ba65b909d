// What ajv says of a body, as the faults Google would name.
import type { ErrorObject } from '../discovery/json_schema.ts'
import type { Schema } from '../discovery/document.ts'
import { scalarOf } from '../discovery/scalar.ts'
import type { Fault, FieldPath } from './faults.ts'

/** More than these help nobody, and a hostile body could have millions. */
const MOST_FAULTS = 50

/** `package_`: prefix of the type URLs of the API's own messages and enums, `google.cloud.tasks.v2`. */
export function faultsOf(errors: readonly ErrorObject[], packageName: string): Fault[] {
  return errors.slice(0, MOST_FAULTS).map((error) => faultOf(error, packageName))
}

function faultOf(error: ErrorObject, packageName: string): Fault {
  const path = stepsOf(error)
  if (error.keyword === 'additionalProperties')
    return { kind: 'unknown field', owner: path, name: String(error.params['additionalProperty']) }
  if (path.length === 0) return { kind: 'root is no message' }
  const name = String(path.at(-1))
  const schema = (error.parentSchema?.['discovery'] ?? {}) as Schema
  const value = error.data
  if (Array.isArray(value) && schema.type !== 'array')
    return { kind: 'list for single field', owner: path.slice(0, -1), name }
  if (isObject(value) && error.keyword === 'scalar')
    return { kind: 'object for scalar', path, name }
  return { kind: 'bad field', path, value, typeName: typeNameOf(schema, packageName, path) }
}

/** Documents do not name messages and enums in full; this is the form that holds for most APIs. */
function typeNameOf(schema: Schema, packageName: string, path: FieldPath): string {
  const element = schema.type === 'array' ? (schema.items ?? {}) : schema
  if (element.enum === undefined && element.type !== 'object' && element.$ref === undefined)
    return scalarOf(element).typeName
  const field = path.findLast((step) => typeof step === 'string') ?? ''
  const message = element.id ?? element.$ref ?? field.charAt(0).toUpperCase() + field.slice(1)
  return `type.googleapis.com/${packageName}.${message}`
}

const isObject = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** ajv's JSON pointer as steps; a number is an index only where its owner is a list. */
function stepsOf(error: ErrorObject): (string | number)[] {
  if (error.instancePath === '') return []
  return error.instancePath
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((token) => (/^\d+$/.test(token) ? Number(token) : token))
}
