// The request of one attempt, with the headers that the real service was recorded to send.
import type { StoredTask } from '../store.ts'
import { appEngineUrl, type AppEngineUrls } from './app_engine.ts'
import type { Credentials, PushTask, QueueRules, TaskNote, UriOverride } from './rules.ts'
import type { TokenIssuer } from '../../auth/tokens/issuer.ts'

export interface AttemptRequest {
  readonly url: string
  readonly method: string
  /** Each name once. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | undefined
  /** Whether redirects may be followed. */
  readonly follows: boolean
}

export interface RequestContext {
  readonly tokens: TokenIssuer
  /** Who issues identity tokens: our own URL. */
  readonly issuer: string
  readonly appEngine: AppEngineUrls | undefined
}

interface Attempt {
  readonly project: string
  readonly queueName: string
  readonly rules: QueueRules
  readonly stored: StoredTask
  readonly task: PushTask
  readonly note: TaskNote
}

/** Throws an Error for the developer if there is no address. */
export function requestOf(attempt: Attempt, context: RequestContext): AttemptRequest {
  const { task, rules } = attempt
  return task.http === undefined
    ? appEngineRequestOf(attempt, context)
    : httpRequestOf(attempt, task.http, rules, context)
}

function httpRequestOf(
  attempt: Attempt,
  http: NonNullable<PushTask['http']>,
  { httpTarget = {} }: QueueRules,
  context: RequestContext,
): AttemptRequest {
  const url = overridden(http.url, httpTarget.uriOverride)
  const method = httpTarget.httpMethod ?? http.method
  const credentials: Credentials = httpTarget.oidcToken || httpTarget.oauthToken ? httpTarget : http
  const headers = merged(
    http.headers,
    http.isPlain === true ? {} : attemptHeaders(attempt, 'X-CloudTasks-'),
    authorizationOf(credentials, url, context),
  )
  return { url, method, headers, body: bodyOf(http.body), follows: true }
}

function appEngineRequestOf(attempt: Attempt, context: RequestContext): AttemptRequest {
  const { method, headers, path, body, routing } = attempt.task.appEngine!
  const { appEngineRouting = routing } = attempt.rules
  const url = `${appEngineUrl(context.appEngine, attempt.project, appEngineRouting)}${path}`
  return {
    url,
    method,
    headers: merged(headers, attemptHeaders(attempt, 'X-AppEngine-')),
    body: bodyOf(body),
    follows: false,
  }
}

const bodyOf = (base64: string | undefined): Buffer | undefined =>
  base64 === undefined || base64 === '' ? undefined : Buffer.from(base64, 'base64')

/** Recorded from the real service: what each family counts, and says of the attempt before, differs. */
function attemptHeaders(
  { queueName, stored, task, note }: Attempt,
  prefix: 'X-CloudTasks-' | 'X-AppEngine-',
): Record<string, string> {
  const due = note.due ?? task.due
  const eta = `${Math.floor(due / 1_000_000)}.${String(due % 1_000_000).padStart(6, '0')}`
  const ofHttp = prefix === 'X-CloudTasks-'
  const headers = {
    [`${prefix}QueueName`]: queueName,
    [`${prefix}TaskName`]: stored.id,
    [`${prefix}TaskRetryCount`]: `${stored.retryCount - 1}`,
    [`${prefix}TaskExecutionCount`]: `${note.executions}`,
    [`${prefix}TaskETA`]: eta,
  }
  if (stored.retryCount === 1) return headers
  const answered = note.status !== undefined && note.status > 0
  const silence = ofHttp ? '504' : '0'
  const reason = answered ? 'App Error' : 'Instance Unavailable'
  return {
    ...headers,
    [`${prefix}TaskPreviousResponse`]: answered ? `${note.status}` : silence,
    [`${prefix}TaskRetryReason`]: ofHttp ? '' : reason,
  }
}

/** Later tables win, whatever the case of their names. */
function merged(...tables: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const byName = new Map<string, readonly [string, string]>()
  for (const table of tables)
    for (const [name, value] of Object.entries(table)) byName.set(name.toLowerCase(), [name, value])
  byName.delete('content-length') // what sends the body counts it
  return Object.fromEntries(byName.values())
}

function authorizationOf(
  { oidcToken, oauthToken: oauth }: Credentials,
  url: string,
  { tokens, issuer }: RequestContext,
): Record<string, string> {
  if (oidcToken) {
    const { serviceAccountEmail: email = '', audience } = oidcToken
    const token = tokens.identityToken({ issuer, email, audience: audience || url })
    return { Authorization: `Bearer ${token}` }
  }
  if (!oauth) return {}
  const { serviceAccountEmail = '', scope } = oauth
  const granted = scope || 'https://www.googleapis.com/auth/cloud-platform'
  return { Authorization: `Bearer ${tokens.accessToken(serviceAccountEmail, granted)}` }
}

/** With IF_NOT_EXISTS a part is replaced only where the task's URL has none. */
function overridden(text: string, override: UriOverride | undefined): string {
  if (override === undefined) return text
  const always = override.uriOverrideEnforceMode !== 'IF_NOT_EXISTS'
  const none = text === ''
  const url = new URL(none ? 'https://localhost/' : text)
  const applies = (isThere: boolean) => always || !isThere
  const { scheme, host, port, pathOverride, queryOverride } = override
  if (applies(!none) && (scheme !== undefined || host !== undefined))
    url.protocol = scheme === 'HTTP' ? 'http:' : 'https:'
  if (host && applies(!none)) url.hostname = host
  if (port !== undefined && applies(url.port !== '')) url.port = port === '0' ? '' : port
  if (pathOverride?.path && applies(url.pathname !== '/')) url.pathname = pathOverride.path
  if (queryOverride?.queryParams && applies(url.search !== ''))
    url.search = queryOverride.queryParams
  return url.href
}
