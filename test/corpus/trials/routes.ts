// Requests for what no method has: another HTTP method, another path.
import type { AllowedFor } from '../naive_routes.ts'
import { pathOf, type MethodCase } from '../requests.ts'
import { trial, type Refused, type Trial } from './trial.ts'

const httpMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export function* routeTrials(
  one: MethodCase,
  salt: string,
  allowedFor: AllowedFor,
): Generator<Trial> {
  const { host, method } = one
  const { path } = pathOf(one, salt)
  const allowed = allowedFor(host, path)
  const other = httpMethods.find((name) => !allowed.includes(name))
  if (other !== undefined) {
    const message = `${other} is not allowed for /${path}; allowed: ${allowed.join(', ')}.`
    const answer = nowhere(405, 'METHOD_NOT_ALLOWED', 'httpMethodNotAllowed', message)
    yield { ...trial('refused: HTTP method', one, { path }, answer), httpMethod: other }
  }
  for (const [kind, wrong] of wrongPaths(one, salt)) {
    if (allowedFor(host, wrong).length > 0) continue
    const message = `No method of ${host} has the path ${method.httpMethod} /${wrong}. What is served is listed at / and at /discovery/v1/apis.`
    yield trial(kind, one, { path: wrong }, nowhere(404, 'NOT_FOUND', 'notFound', message))
  }
}

function* wrongPaths(one: MethodCase, salt: string): Generator<[kind: string, path: string]> {
  const { path } = pathOf(one, salt)
  yield ['refused: path, too long', `${path}/no~such/path~`]
  yield ['refused: path, no such verb', `${path}:noSuchVerb~`]
  for (const [, , name] of one.method.path.matchAll(/\{(\+)([^{}]+)\}/g))
    yield ['refused: path, pattern', pathOf(one, salt, { [name!]: 'no~such' }).path]
}

const nowhere = (status: number, statusName: string, reason: string, message: string): Refused => ({
  status,
  answer: {
    error: {
      code: status,
      message,
      errors: [{ domain: 'global', reason, message }],
      status: statusName,
    },
  },
})
