// Changes some fields of a queue, as a mask names them.
import { invalid } from './errors.ts'
import { camel } from './pages.ts'
import type { StoredQueue } from './queue.ts'
import { queueResource, storedQueueFrom, type QueueResource, type Version } from './versions.ts'

type Fields = Record<string, unknown>

/** A field that is named and not given is cleared, which makes it the default; no mask, or `*`, is all fields. */
export function patched(
  stored: StoredQueue,
  body: QueueResource,
  mask: string,
  version: Version,
): StoredQueue {
  const paths = mask
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  const { state, purged, policy } = stored
  const kept = { state, ...(purged !== undefined && { purged }), ...(policy && { policy }) }
  if (paths.length === 0 || paths.includes('*')) {
    const type = stored.kind === 'pull' ? { type: 'PULL' } : {}
    return checked(storedQueueFrom({ ...body, ...type }, version, kept), stored, body)
  }
  const resource = queueResource('', stored, version) as Fields
  for (const path of paths) copy(resource, body as Fields, path.split('.').map(camel))
  return checked(storedQueueFrom(resource, version, kept), stored, body)
}

function checked(changed: StoredQueue, stored: StoredQueue, body: QueueResource): StoredQueue {
  const asked = body.type ?? (body.pullTarget && 'PULL')
  if (changed.kind !== stored.kind || (asked === 'PULL' && stored.kind === 'push'))
    throw invalid('A queue cannot become another kind of queue.')
  return changed
}

function copy(to: Fields, from: Fields, path: readonly string[]): void {
  const [name = '', ...rest] = path
  const value = from[name]
  if (rest.length > 0) {
    const inner = { ...(to[name] as Fields | undefined) }
    copy(inner, (value as Fields | undefined) ?? {}, rest)
    to[name] = inner
  } else if (value === undefined) delete to[name]
  else to[name] = value
}
