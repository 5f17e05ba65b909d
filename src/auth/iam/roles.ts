// Which permissions a role has: a small table of ours, and what a file adds to it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** By name of the role, patterns of permissions: `pubsub.topics.*`; `!` in front takes away. `{service}`: of any service. */
export type RoleTable = Readonly<Record<string, readonly string[]>>

export class Roles {
  readonly #table: RoleTable
  readonly #matchers = new Map<string, ((permission: string) => boolean) | undefined>()

  /** `more`: roles that are added, or stand for ours of the same name. */
  constructor(more: RoleTable = {}) {
    const own = readFileSync(join(import.meta.dirname, 'roles.json'), 'utf8')
    this.#table = { ...(JSON.parse(own) as RoleTable), ...more }
  }

  /** Undefined for a role that no table has. */
  has(role: string, permission: string): boolean | undefined {
    return this.#matchers.getOrInsertComputed(role, () => this.#matcherOf(role))?.(permission)
  }

  #matcherOf(role: string): ((permission: string) => boolean) | undefined {
    const [, service = ''] = /^roles\/(\w+)\./.exec(role) ?? []
    const family = role.replace(`roles/${service}.`, 'roles/{service}.')
    const patterns = this.#table[role] ?? this.#table[family]
    if (patterns === undefined) return undefined
    const own = patterns.map((pattern) => pattern.replaceAll('{service}', service))
    const given = own.filter((pattern) => !pattern.startsWith('!')).map(matcher)
    const taken = own
      .filter((pattern) => pattern.startsWith('!'))
      .map((one) => matcher(one.slice(1)))
    return (permission) =>
      given.some((fits) => fits(permission)) && !taken.some((fits) => fits(permission))
  }
}

function matcher(pattern: string): (permission: string) => boolean {
  const parts = pattern.split('*').map((part) => RegExp.escape(part))
  const expression = new RegExp(`^${parts.join('.*')}$`)
  return (permission) => expression.test(permission)
}
