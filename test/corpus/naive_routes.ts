// Which methods of a host a path is for, found the slow way: each method's template as one regular expression.
import type { MethodCase } from './requests.ts'

/** The HTTP methods that a raw path on the host is known for. */
export type AllowedFor = (host: string, path: string) => string[]

export function naiveRoutes(cases: readonly MethodCase[]): AllowedFor {
  const byHost = Map.groupBy(
    cases.map((one) => ({ ...one, regexp: regexpOf(one) })),
    ({ host }) => host,
  )
  return (host, path) => {
    const found = byHost.get(host)!.filter(({ regexp }) => regexp.test(path))
    return [...new Set(found.map(({ method }) => method.httpMethod))].toSorted()
  }
}

function regexpOf({ method, prefix }: MethodCase): RegExp {
  const parts = method.path.split(/(\{[^{}]+\})/).map((part) => {
    const variable = /^\{(\+?)(.+)\}$/.exec(part)
    if (variable === null) return RegExp.escape(part)
    const pattern = method.parameters?.[variable[2]!]?.pattern ?? '.*'
    return variable[1] === '' ? '[^/]+' : `(?:${pattern.replace(/^\^/, '').replace(/\$$/, '')})`
  })
  return new RegExp(`^${RegExp.escape(prefix)}${parts.join('')}$`)
}
