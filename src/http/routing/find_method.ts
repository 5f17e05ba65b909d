// The method that a request is for, or the route that a module adds.
import type { BoundMethod, Service } from '../../api/service.ts'
import { ApiError } from '../../errors.ts'
import { methodNotAllowed } from '../http_errors.ts'
import type { Address } from './address.ts'
import { matcherOf, type Match } from './match.ts'
import { resolveAmbiguity } from './resolve_ambiguity.ts'

export type Found = Match['methods'][number]

/** Throws 404, 405, or 400 where several methods have the path. `among`: by default routes that modules add as well. */
export type FindMethod = (address: Address, httpMethod: string, among?: 'methods') => Found

export function methodFinder(services: readonly Service[]): FindMethod {
  const matcher = matcherOf(services.flatMap(({ methods }): readonly BoundMethod[] => methods))
  // They have what no document has.
  const routes = matcherOf(services.flatMap((service) => service.routes))

  return ({ rootHost, isCommon, path }, httpMethod, among) => {
    const match = matcher.match(httpMethod, path, rootHost)
    if (match.methods.length > 0) return resolveAmbiguity(match.methods)
    for (const verb of among === 'methods' ? [] : [httpMethod, '*']) {
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

const unknown = (httpMethod: string, path: string, rootHost: string | undefined): ApiError =>
  new ApiError(
    'NOT_FOUND',
    'notFound',
    `No method of ${rootHost ?? 'the served APIs'} has the path ${httpMethod} /${path}. What is served is listed at / and at /discovery/v1/apis.`,
  )
