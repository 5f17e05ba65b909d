// What a method is, told by its document alone.
import type { Schema } from '../../discovery/document.ts'
import {
  isWritten,
  itemsOf,
  makesOf,
  takesOf,
  type Collection,
  type PlacedMethod,
} from './collection.ts'

export type MethodClass =
  | 'create'
  | 'create.wrapped'
  | 'get'
  | 'list'
  | 'patch'
  | 'patch.wrapped'
  | 'update'
  | 'update.wrapped'
  | 'delete'
  | 'iam'
  | 'operation'
  | 'location'
  | 'singleton'
  | 'batch'
  | 'undelete'
  | 'seed.get'
  | 'seed.list'
  | 'seed.patch'
  | 'seed.update'
  | 'seed.delete'
  | 'seed.singleton'
  | 'custom'

type Schemas = Readonly<Record<string, Schema>>

const IAM = new Set(['getIamPolicy', 'setIamPolicy', 'testIamPermissions'])

const isIam = ({ word, verb }: PlacedMethod): boolean => IAM.has(word) || IAM.has(verb)

/** All of a project, wherever it is. */
const isAggregated = (pattern: string): boolean => /(^|\/)aggregated\/[^/]+$/.test(pattern)

/** `collection`: the one that the method's path is in, or is. */
export function classOf(
  placed: PlacedMethod,
  collection: Collection,
  siblings: readonly PlacedMethod[],
  schemas: Schemas,
): MethodClass {
  const { verb, word, pattern } = placed
  if (isIam(placed)) return 'iam'
  if (isOperation(collection, schemas)) return 'operation'
  if (verb === 'undelete' || word === 'undelete') return 'undelete'
  if (/^batch(Get|Create|Update|Delete)/.test(verb || word)) return 'batch'
  if (verb !== '' || isAggregated(pattern)) return 'custom'
  if (
    pattern.endsWith('*') ? collection.pattern.endsWith('locations') : pattern.endsWith('locations')
  )
    if (collection.type?.endsWith('Location') === true) return 'location'
  if (pattern.endsWith('*')) return memberClass(placed, collection, schemas)
  return collectionClass(placed, collection, siblings, schemas)
}

function memberClass(
  placed: PlacedMethod,
  { type, isClosed }: Collection,
  schemas: Schemas,
): MethodClass {
  const { method } = placed
  const takes = type === undefined ? undefined : takesOf(method, type, schemas)
  const wrapped = takes?.wrapper === undefined ? '' : '.wrapped'
  switch (method.httpMethod) {
    case 'GET':
      return isClosed ? 'get' : 'seed.get'
    case 'DELETE':
      return isClosed ? 'delete' : 'seed.delete'
    case 'PATCH':
      if (takes === undefined) return 'custom'
      return isClosed ? (`patch${wrapped}` as MethodClass) : 'seed.patch'
    case 'PUT':
      if (takes === undefined) return 'custom'
      if (/^(create|insert)/.test(placed.word)) return `create${wrapped}` as MethodClass
      return isClosed ? (`update${wrapped}` as MethodClass) : 'seed.update'
    default:
      return 'custom'
  }
}

function collectionClass(
  placed: PlacedMethod,
  { type, isClosed }: Collection,
  siblings: readonly PlacedMethod[],
  schemas: Schemas,
): MethodClass {
  const { method } = placed
  const mayList = method.httpMethod === 'GET' && !isWritten(placed, siblings)
  const items = mayList ? itemsOf(method, schemas) : undefined
  if (items?.fields !== undefined) return 'custom'
  if (items !== undefined && items.type === type) return isClosed ? 'list' : 'seed.list'
  const making = makesOf(placed, type, schemas)
  if (making !== undefined && isClosed)
    return making.wrapper === undefined ? 'create' : 'create.wrapped'
  if (method.httpMethod === 'GET' && items === undefined && method.response !== undefined)
    return siblings.some(({ method: other }) => /PATCH|PUT/.test(other.httpMethod))
      ? 'singleton'
      : 'seed.singleton'
  if (/PATCH|PUT/.test(method.httpMethod))
    return siblings.some(({ method: other }) => other.httpMethod === 'GET') ? 'singleton' : 'custom'
  return 'custom'
}

/** The resource of a collection that holds what is going on: of google.longrunning, of Compute Engine or of Cloud SQL. */
export function isOperation({ pattern, type }: Collection, schemas: Schemas): boolean {
  if (!/(^|\/)\w*[oO]perations$/.test(pattern)) return false
  const properties = schemas[type ?? '']?.properties ?? { done: {} }
  return 'done' in properties || 'operationType' in properties || 'status' in properties
}
