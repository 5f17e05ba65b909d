// Fields that the server sets, where a resource has them. Others that only a server can know are left out: they are not
// made up.
import type { Micros } from '../../clock.ts'
import type { Schema } from '../../discovery/document.ts'
import type { JsonObject } from '../json.ts'
import type { Collection } from '../model/collection.ts'
import { behaviorOf, isLong, isNumericInProse } from '../model/field.ts'
import { kindOf } from '../model/kind.ts'
import type { Ids } from './ids.ts'
import { timeAs } from './times.ts'

const CREATED = [
  'createTime',
  'creationTime',
  'timeCreated',
  'creationTimestamp',
  'insertTime',
  'createdTime',
  'created',
  'createdAt',
  'published',
]
const CHANGED = [
  'updateTime',
  'lastModifiedTime',
  'updated',
  'timeUpdated',
  'modifiedTime',
  'lastUpdateTime',
  'lastModifiedAt',
  'storageClassUpdated',
  'revisionCreateTime',
]
const UNIQUE = ['uid', 'uniqueId']
const COUNTED = ['generation', 'metageneration']
/** Of what the resource holds: another one after each change. Clients of Compute Engine and Tag Manager send them back. */
const TAGS = ['etag', 'fingerprint', 'labelFingerprint']
/** Enums of what the resource is doing. */
const STATES = ['state', 'status', 'lifecycleState']

/** States of a resource that is there and works, best first. */
const ALIVE = [
  'ACTIVE',
  'READY',
  'ENABLED',
  'RUNNABLE',
  'RUNNING',
  'SUCCEEDED',
  'AVAILABLE',
  'RESERVED',
  'SUCCESSFUL',
  'CREATED',
  'DONE',
]

export interface Making {
  readonly collection: Collection
  readonly now: Micros
  readonly ids: Ids
  /** Fields that the API leaves out all the same. */
  readonly unset?: readonly string[] | undefined
}

/** Fills a resource that has just been made. `given`: the schema's fields. */
export function fillCreated(
  resource: JsonObject,
  { collection, now, ids, unset = [] }: Making,
): void {
  const properties = collection.schema?.properties ?? {}
  const set = (name: string, make: (property: Schema) => string) => {
    if (Object.hasOwn(properties, name) && !unset.includes(name))
      resource[name] ??= make(properties[name]!)
  }
  const kind = kindOf(collection.schema)
  if (kind !== undefined) resource['kind'] ??= kind
  for (const name of CREATED) set(name, (property) => timeAs(property, now))
  for (const name of CHANGED) set(name, (property) => timeAs(property, now))
  for (const name of UNIQUE)
    set(name, (property) =>
      isLong(property) || isNumericInProse(property) ? ids.number() : ids.uuid(),
    )
  for (const name of COUNTED) set(name, () => '1')
  fillTags(resource, properties, ids)
  for (const name of STATES) {
    const property = properties[name]
    const isServers = name === 'state' || (property && behaviorOf(property).outputOnly)
    const state = isServers ? aliveState(property) : undefined
    if (state !== undefined && !unset.includes(name)) resource[name] ??= state
  }
}

function fillTags(
  resource: JsonObject,
  properties: Readonly<Record<string, Schema>>,
  ids: Ids,
): void {
  for (const name of TAGS) if (Object.hasOwn(properties, name)) resource[name] = ids.etag()
}

/** Fills a resource that has just been changed. `isSpec`: more of it than its labels and the like. */
export function fillChanged(resource: JsonObject, { collection, now, ids }: Making): void {
  const properties = collection.schema?.properties ?? {}
  const kind = kindOf(collection.schema)
  if (kind !== undefined) resource['kind'] ??= kind
  for (const name of CHANGED)
    if (Object.hasOwn(properties, name)) resource[name] = timeAs(properties[name]!, now)
  for (const name of COUNTED)
    if (typeof resource[name] === 'string') resource[name] = String(BigInt(resource[name]) + 1n)
  fillTags(resource, properties, ids)
}

export const aliveState = (state: Schema | undefined): string | undefined =>
  ALIVE.find((name) => state?.enum?.includes(name))
