// The server over HTTP: which part of it answers a request, and the line in the log.
import { Hono } from 'hono'
import type { HttpBindings } from '@hono/node-server'
import { ApiError } from '../errors.ts'
import type { Log } from '../log.ts'
import { indexPage } from '../ui/index_page.ts'
import { addressingOf } from './address.ts'
import { callAnswerer, type CallOptions } from './call.ts'
import { directoryOf } from './directory.ts'
import { asApiError, errorAnswer } from './error_response.ts'
import { isAllowedHost } from './host_guard.ts'
import { incomingOf, type ServerContext } from './incoming.ts'
import { jsonAnswer, type Answer } from './serialize.ts'
import type { Service } from './service.ts'
import { defaultSystemParameters } from './system_parameters.ts'

export interface AppOptions extends CallOptions {
  readonly log: Log
  /** Host names, besides local ones and those of APIs, that a request may be addressed to. */
  readonly allowedHosts: readonly string[]
  /** `host:port` that served documents name instead of the request's Host. */
  readonly advertised: string | undefined
}

/** What one request was and how it ended: a line of the log. */
interface Outcome extends Answer {
  readonly name: string
  readonly isCall: boolean
  readonly error?: ApiError | undefined
}

export function createApp(services: readonly Service[], options: AppOptions) {
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>()
  const addressing = addressingOf(services)
  const directory = directoryOf(services, addressing, options.advertised)
  const answerCall = callAnswerer(services, options)

  async function outcomeOf(c: ServerContext): Promise<Outcome> {
    const incoming = incomingOf(c)
    const host = incoming.header('host') ?? ''
    if (!isAllowedHost(host, addressing, options)) throw refusedHost(host)
    if (incoming.httpMethod === 'GET' && !addressing.isApiHost(host)) {
      if (incoming.path === '/') {
        const baseUrl = (service: Service) => directory.baseUrl(service, host)
        return {
          ...(await indexPage(services, incoming.query, baseUrl)),
          name: 'index',
          isCall: false,
        }
      }
      if (incoming.path === '/_emulator/health')
        return { ...jsonAnswer(200, healthOf(services), true), name: 'health', isCall: false }
    }
    const document = directory.answer(incoming)
    if (document !== undefined) return { ...document, name: document.methodId, isCall: true }
    const answer = await answerCall(incoming)
    return { ...answer, name: answer.bound?.method.id ?? '-', isCall: answer.bound !== undefined }
  }

  app.all('*', async (c) => {
    const start = performance.now()
    const outcome = await outcomeOf(c).catch(refused)
    const headers = outcome.isCall
      ? { ...outcome.headers, 'x-emulator-method': outcome.name }
      : outcome.headers
    options.log.request(entryOf(c, outcome, performance.now() - start))
    return new Response(outcome.body, { status: outcome.status, headers })
  })
  return app
}

function refused(thrown: unknown): Outcome {
  const error = asApiError(thrown)
  return {
    ...errorAnswer(error, undefined, defaultSystemParameters),
    name: '-',
    isCall: false,
    error,
  }
}

const refusedHost = (host: string): ApiError =>
  new ApiError(
    'PERMISSION_DENIED',
    'forbidden',
    `Requests for the host "${host}" are refused: it is neither this machine nor a served API. Allow it with ALLOWED_HOSTS=${host.replace(/:\d+$/, '')}.`,
  )

const healthOf = (services: readonly Service[]) => ({
  status: 'ok',
  apis: services.map(({ id }) => id),
})

function entryOf(c: ServerContext, { name, status, error }: Outcome, ms: number) {
  const cause = error?.cause
  return {
    method: name,
    http: c.req.method,
    path: c.req.path,
    status,
    ms: Math.round(ms * 100) / 100,
    ...(error && { reason: error.message }),
    // Only what we did not expect has a stack worth reading.
    ...(error?.code === 500 && { error: cause instanceof Error ? cause.stack! : String(cause) }),
  }
}
