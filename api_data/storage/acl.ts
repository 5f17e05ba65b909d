// Entries of an acl: kept as resources of their own, which clients read one by one or with their bucket or object.
import type { Own } from './state.ts'

/** What a ready-made acl lets the public do. */
const PUBLIC: Readonly<Record<string, { readonly entity: string; readonly role: string }>> = {
  publicRead: { entity: 'allUsers', role: 'READER' },
  publicReadWrite: { entity: 'allUsers', role: 'WRITER' },
  authenticatedRead: { entity: 'allAuthenticatedUsers', role: 'READER' },
}

export interface Entry {
  readonly entity?: string | undefined
  readonly role?: string | undefined
}

/** `predefined`: the name of a ready-made acl, which takes the place of `said`. */
export function entriesOf(
  predefined: string | undefined,
  said: readonly Entry[] | undefined,
): readonly Entry[] {
  if (predefined === undefined) return said ?? []
  const entry = PUBLIC[predefined]
  return entry === undefined ? [] : [entry]
}

/** The resource with its acl and owner where the client wants them. */
export async function projected<R extends { acl?: unknown; owner?: unknown }>(
  own: Own,
  name: string,
  resource: R,
  projection: string | undefined,
): Promise<R> {
  if (projection !== 'full') return resource
  const acl = await own.list(`${name}/acl`)
  return acl.length === 0 ? resource : { ...resource, acl: acl.map(({ resource: entry }) => entry) }
}
