// The request that a task makes, as the service stores it: with its own headers, and without those that it forbids.
import type { AppEngineRouting, PushTask } from 'discovery-emulator/queue'
import { invalid } from './errors.ts'
import type { QueueId } from './names.ts'
import type { StoredQueue } from './queue.ts'

export interface HttpRequest {
  url?: string
  httpMethod?: string
  headers?: Record<string, string>
  body?: string
  oidcToken?: { serviceAccountEmail?: string; audience?: string }
  oauthToken?: { serviceAccountEmail?: string; scope?: string }
}

export interface AppEngineRequest {
  httpMethod?: string
  headers?: Record<string, string>
  appEngineRouting?: AppEngineRouting
  relativeUri?: string
  relativeUrl?: string
  body?: string
  payload?: string
}

const MOST_URL = 2083
const APP_ENGINE_AGENT = 'AppEngine-Google; (+http://code.google.com/appengine)'

export function httpRequest(
  request: HttpRequest,
  { httpTarget }: StoredQueue,
  queueId: QueueId,
  defaultUrl: string,
): NonNullable<PushTask['http']> {
  const { body, oidcToken, oauthToken } = request
  const method = methodOf(request.httpMethod)
  const routed = Boolean(httpTarget?.uriOverride?.host)
  const url = request.url || filledIn(defaultUrl, queueId)
  if (url === '' && !routed) throw invalid('HttpRequest.url is required.')
  if (url !== '' && !/^https?:\/\//.test(url))
    throw invalid("HttpTarget.url must start with 'http://' or 'https://'.")
  if (url.length > MOST_URL)
    throw invalid(`HttpRequest.url must be no longer than ${MOST_URL} characters.`)
  checkBody(body, method, ['POST', 'PUT', 'PATCH'])
  if (oidcToken && oauthToken)
    throw invalid('HttpRequest can have an oidcToken or an oauthToken, not both.')
  const overrides = (httpTarget?.headerOverrides ?? []).map(({ header }) => [
    header?.key ?? '',
    header?.value ?? '',
  ])
  return {
    url,
    method,
    headers: {
      ...without(allowed(request.headers), [
        'user-agent',
        ...overrides.map(([key]) => key!.toLowerCase()),
      ]),
      ...Object.fromEntries(overrides),
      'User-Agent': 'Google-Cloud-Tasks',
    },
    ...(body && { body: standard(body) }),
    ...(oidcToken && { oidcToken }),
    ...(oauthToken && { oauthToken }),
  }
}

export function appEngineRequest(request: AppEngineRequest): NonNullable<PushTask['appEngine']> {
  const { relativeUri, relativeUrl, payload, appEngineRouting = {} } = request
  const body = request.body ?? payload
  const method = methodOf(request.httpMethod)
  const path = (relativeUri ?? relativeUrl) || '/'
  if (!path.startsWith('/')) throw invalid("AppEngineHttpRequest.relativeUri must begin with '/'.")
  if (path.length > MOST_URL || path.includes(' '))
    throw invalid(
      `AppEngineHttpRequest.relativeUri must have no spaces and no more than ${MOST_URL} characters.`,
    )
  checkBody(body, method, ['POST', 'PUT'])
  const headers = allowed(request.headers)
  const names = Object.keys(headers)
  const has = (wanted: string) => names.find((name) => name.toLowerCase() === wanted)
  const agent = has('user-agent')
  const given = agent === undefined ? '' : `${headers[agent]} `
  return {
    method,
    path,
    routing: appEngineRouting,
    headers: {
      ...without(headers, ['user-agent']),
      'User-Agent': `${given}${APP_ENGINE_AGENT}`,
      ...(body && { 'Content-Length': `${Buffer.byteLength(body, 'base64')}` }),
      ...(body && !has('content-type') && { 'Content-Type': 'application/octet-stream' }),
    },
    ...(body && { body: standard(body) }),
  }
}

const methodOf = (method: string | undefined): string =>
  method === undefined || method === 'HTTP_METHOD_UNSPECIFIED' ? 'POST' : method

function checkBody(body: string | undefined, method: string, allowing: readonly string[]): void {
  if (body && !allowing.includes(method))
    throw invalid(`A body is only allowed with ${allowing.join(', ')}, not with ${method}.`)
}

/** The service sets these itself, and drops what a client says of them. */
const allowed = (headers: Record<string, string> = {}): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(?:host|content-length|x-google-.*|x-appengine-.*|x-cloudtasks-.*)$/i.test(name),
    ),
  )

const without = (headers: Record<string, string>, names: readonly string[]) =>
  Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.includes(name.toLowerCase())),
  )

const standard = (base64: string): string => Buffer.from(base64, 'base64').toString('base64')

const filledIn = (template: string, id: QueueId): string =>
  template.replaceAll(/\{(project|location|queue)\}/g, (_, name: keyof QueueId) => id[name])
