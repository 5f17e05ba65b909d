// Deleted resources that can be had back: where the document has a method `undelete`.
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
import type { Collection } from '../model/collection.ts'
import { findOrRefuse } from '../resource/find.ts'
import { aliveState } from '../resource/server_fields.ts'
import { timeAs } from '../resource/times.ts'
import { saveChanged } from './change.ts'

export function isSoft({ onMember, schema }: Collection): boolean {
  const { deleteTime, deleted } = schema?.properties ?? {}
  const isMarked = deleteTime !== undefined || deleted?.type === 'boolean'
  return isMarked && onMember.some(({ verb, word }) => verb === 'undelete' || word === 'undelete')
}

const DELETED = ['DELETED', 'DELETE_REQUESTED', 'DELETING']

/** The resource with the marks of a deleted one. */
export function marked(resource: JsonObject, { method, now }: Context): JsonObject {
  const { deleteTime, deleted, state } = method.collection.schema?.properties ?? {}
  const gone = DELETED.find((one) => state?.enum?.includes(one))
  return {
    ...resource,
    ...(deleteTime && { deleteTime: timeAs(deleteTime, now) }),
    ...(deleted && { deleted: true }),
    ...(gone !== undefined && { state: gone }),
  }
}

export async function undelete(context: Context): Promise<unknown> {
  const held = await findOrRefuse(context, context.name)
  const { deleteTime: _time, deleted: _deleted, expireTime: _expire, ...resource } = held.resource
  const alive = aliveState(context.method.collection.schema?.properties?.['state'])
  return saveChanged(
    context,
    held,
    { ...resource, ...(alive !== undefined && { state: alive }) },
    'undelete',
  )
}
