// The method that a request is for, or the route that a module adds.
import type { BoundMethod, Service } from '../../api/service.ts'
import { ApiError } from '../../errors.ts'
import { methodNotAllowed } from '../http_errors.ts'
import { unservedHost } from '../unserved_host.ts'
import type { Address } from './address.ts'
import { matcherOf, type Match, type Matcher } from './match.ts'
import { resolveAmbiguity } from './resolve_ambiguity.ts'

export type Found = Match['methods'][number]

/**
 * Throws 404, 405, or 400 where several methods have the path. `passed`: routes of modules that have left the request to others.
 */
export type FindMethod = (
  address: Address,
  httpMethod: string,
  passed?: readonly BoundMethod[],
) => Found

export function methodFinder(services: readonly Service[]): FindMethod {
  const matcher = matcherOf(services.flatMap(({ methods }): readonly BoundMethod[] => methods))
  // They have what no document has.
  const all = services.flatMap((service) => service.routes)
  const matchers = new Map<string, Matcher>()
  const routesWithout = (passed: readonly BoundMethod[]): Matcher =>
    matchers.getOrInsertComputed(passed.map(({ outline }) => outline.id).join(), () =>
      matcherOf(all.filter((route) => !passed.includes(route))),
    )

  return ({ rootHost, isCommon, path }, httpMethod, passed = []) => {
    const match = matcher.match(httpMethod, path, rootHost)
    if (match.methods.length > 0) return resolveAmbiguity(match.methods)
    const routes = routesWithout(passed)
    for (const verb of [httpMethod, '*']) {
      const { methods } = routes.match(verb, path, rootHost)
      if (methods.length > 0) return resolveAmbiguity(methods)
    }
    const elsewhere = isCommon ? matcher.match(httpMethod, path, undefined).methods : []
    if (elsewhere.length > 0) return resolveAmbiguity(elsewhere)
    throw match.allowed.length > 0
      ? methodNotAllowed(httpMethod, `/${path}`, match.allowed)
      : unknown(httpMethod, path, rootHost)
  }
}

function unknown(httpMethod: string, path: string, rootHost: string | undefined): ApiError {
  const why =
    (rootHost === undefined ? unservedHost(path) : undefined) ??
    `No method of ${rootHost ?? 'the served APIs'} has the path ${httpMethod} /${path}.`
  return new ApiError(
    'NOT_FOUND',
    'notFound',
    `${why} What is served is listed at / and at /discovery/v1/apis.`,
  )
}
