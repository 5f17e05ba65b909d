// Bindings of policies: whom they are for, and what they grant.
import { isJsonObject, type JsonObject } from '../../resources/json.ts'
import type { Roles } from './roles.ts'

export interface Binding {
  readonly role: string
  readonly members: readonly string[]
  /** Not evaluated: such a binding grants nothing. */
  readonly condition?: unknown
}

/** Those of a policy as a client has set it. */
export const bindingsOf = (policy: JsonObject | undefined): readonly Binding[] => {
  const bindings = policy?.['bindings']
  if (!Array.isArray(bindings)) return []
  return bindings.filter(isJsonObject).map(({ role, members, condition }) => ({
    role: typeof role === 'string' ? role : '',
    members: Array.isArray(members) ? members.filter((one) => typeof one === 'string') : [],
    condition,
  }))
}

/** `email`: of the caller; undefined: nobody knows who calls. */
export function isFor({ members }: Binding, email: string | undefined): boolean {
  return members.some((member) => {
    if (member === 'allUsers') return true
    if (email === undefined) return false
    if (member === 'allAuthenticatedUsers') return true
    const [kind, name = ''] = member.split(':')
    if (kind === 'domain') return email.endsWith(`@${name.toLowerCase()}`)
    return member.toLowerCase() === memberOf(email)
  })
}

/** `serviceAccount:robot@p.iam.gserviceaccount.com`, in lower case. */
const memberOf = (email: string): string => {
  const kind = email.endsWith('gserviceaccount.com') ? 'serviceaccount' : 'user'
  return `${kind}:${email.toLowerCase()}`
}

/** Of these permissions, those that any of the bindings grants. `warn`: what grants nothing and may surprise. */
export function grantedBy(
  bindings: readonly Binding[],
  permissions: readonly string[],
  roles: Roles,
  warn: (sentence: string) => void,
): readonly string[] {
  const granting = bindings.filter(({ role, condition }) => {
    if (condition === undefined || condition === null) return true
    warn(
      `A binding of ${role} has a condition: conditions are not evaluated, and it grants nothing.`,
    )
    return false
  })
  for (const { role } of granting)
    if (roles.has(role, '') === undefined)
      warn(`${role} is in no table of roles, and grants nothing; --roles FILE adds roles.`)
  return permissions.filter((permission) =>
    granting.some(({ role }) => roles.has(role, permission) === true),
  )
}
