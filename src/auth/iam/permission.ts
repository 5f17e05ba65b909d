// The permission that a method needs, from its id: `pubsub.projects.topics.publish` needs `pubsub.topics.publish`.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface Permissions {
  /** Name of the API in which policies of projects, folders and organizations are kept. */
  readonly policies: string
  /** Services that are named otherwise in permissions. */
  readonly services: Readonly<Record<string, string>>
  /** Verbs that are: who patches updates. */
  readonly verbs: Readonly<Record<string, string>>
  /** Methods whose permission their id does not tell. */
  readonly methods: Readonly<Record<string, string>>
}

const table = JSON.parse(
  readFileSync(join(import.meta.dirname, 'permissions.json'), 'utf8'),
) as Permissions

export const apiOfPolicies = table.policies

/** Service, resource and verb: containers of the resource are left out. */
export function permissionOf(methodId: string): string {
  const known = table.methods[methodId]
  if (known !== undefined) return known
  const [service = '', ...words] = methodId.split('.')
  const [resource, verb = ''] = words.slice(-2)
  return [table.services[service] ?? service, resource, table.verbs[verb] ?? verb].join('.')
}
