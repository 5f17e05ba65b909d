// Names of resources. https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names
import { badName } from './errors.ts'

export type Kind = 'topics' | 'subscriptions' | 'snapshots'

/** What a topic or subscription shows of a topic that was deleted. */
export const DELETED_TOPIC = '_deleted-topic_'

const id = /^[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/

/** Throws 400 unless a new resource may have this name. */
export function checkNewName(name: string, kind: Kind): void {
  checkName(name, kind)
  const own = idOf(name)
  if (!id.test(own) || own.startsWith('goog')) throw badName(name)
}

/** Throws 400 unless it names a resource of this kind. */
export function checkName(name: string, kind: Kind): void {
  const parts = name.split('/')
  if (parts.length !== 4 || parts[0] !== 'projects' || parts[2] !== kind) throw badName(name)
}

export const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

export const projectOf = (name: string): string => name.split('/')[1] ?? ''
