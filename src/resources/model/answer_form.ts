// How a method answers the resource it worked on, told by its response.
import type { RestMethod, Schema } from '../../discovery/document.ts'

export type OperationKind = 'longrunning' | 'status'

export type AnswerForm =
  /** No body, 204. */
  | { readonly kind: 'none' }
  /** A message with no fields. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'resource' }
  /** The resource is a property of the answer. */
  | { readonly kind: 'wrapped'; readonly property: string }
  | { readonly kind: 'operation'; readonly operation: OperationKind; readonly property?: string }
  | { readonly kind: 'other'; readonly schema: Schema }

type Schemas = Readonly<Record<string, Schema>>

/** `type`: the schema of the resource. */
export function answerFormOf(
  { response }: RestMethod,
  type: string | undefined,
  schemas: Schemas,
): AnswerForm {
  if (response === undefined) return { kind: 'none' }
  if (response.$ref !== undefined && response.$ref === type) return { kind: 'resource' }
  const schema = schemas[response.$ref ?? ''] ?? response
  const operation = operationKindOf(schema)
  if (operation !== undefined) return { kind: 'operation', operation }
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) return { kind: 'empty' }
  const holding = properties.find(([, { $ref }]) => $ref !== undefined && $ref === type)
  if (holding !== undefined) return { kind: 'wrapped', property: holding[0] }
  const nested = properties.find(
    ([, { $ref }]) => $ref !== undefined && operationKindOf(schemas[$ref] ?? {}) !== undefined,
  )
  if (nested !== undefined)
    return {
      kind: 'operation',
      operation: operationKindOf(schemas[nested[1].$ref!]!)!,
      property: nested[0],
    }
  return { kind: 'other', schema }
}

/**
 * google.longrunning.Operation has `done` and an answer; older ones, of Cloud SQL, Compute Engine and the like, name what
 * they do and its `status`.
 */
function operationKindOf({ properties = {} }: Schema): OperationKind | undefined {
  if (
    'done' in properties &&
    'name' in properties &&
    ('response' in properties || 'error' in properties)
  )
    return 'longrunning'
  if ('operationType' in properties && 'status' in properties && 'name' in properties)
    return 'status'
  return undefined
}
