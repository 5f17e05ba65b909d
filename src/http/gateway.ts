// Which part of the server answers a request, and the line in the log.
import { inspect } from 'node:util'
import { ApiError } from '../errors.ts'
import type { Log } from '../log.ts'
import { indexPage } from '../console/index_page.ts'
import { addressingOf } from './routing/address.ts'
import { batchesOf } from './batch/batch.ts'
import { callAnswerer, type CallOptions } from './call.ts'
import { isToBePacked, packed } from './compress.ts'
import { directoryOf } from './discovery_service.ts'
import { asApiError, errorAnswer } from './error_response.ts'
import { isAllowedHost } from './guards/allowed_hosts.ts'
import type { Incoming } from './request.ts'
import {
  faultOfOrigin,
  optionsAnswer,
  pageOriginOf,
  readableBy,
  type AllowedOrigins,
} from './guards/cors.ts'
import { jsonAnswer, type Answer } from './response.ts'
import type { Service } from '../api/service.ts'
import { defaultSystemParameters } from './system_parameters.ts'

export interface AnswererOptions extends CallOptions, AllowedOrigins {
  readonly log: Log
  /** Host names, besides local ones and those of APIs, that a request may be addressed to. */
  readonly allowedHosts: readonly string[]
  /** `host:port` that served documents name instead of the request's Host. */
  readonly advertised: string | undefined
}

export type Answerer = (incoming: Incoming) => Promise<Answer>

/** What one request was and how it ended: a line of the log. */
interface Outcome extends Answer {
  readonly name: string
  readonly isCall: boolean
  readonly error?: ApiError | undefined
}

export function answererOf(services: readonly Service[], options: AnswererOptions): Answerer {
  const addressing = addressingOf(services)
  const directory = directoryOf(services, addressing, options.advertised)
  const answerCall = callAnswerer(services, options)
  const batches = batchesOf(services, addressing, answerOne, options)

  async function outcomeOf(incoming: Incoming): Promise<Outcome> {
    if (incoming.fault !== undefined) throw incoming.fault
    const host = incoming.header('host') ?? 'localhost' // HTTP/1.0 has none
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
    if (incoming.httpMethod === 'OPTIONS')
      return { ...optionsAnswer, name: 'options', isCall: false }
    const address = addressing.addressOf(host, incoming.path)
    const document = directory.answer(incoming, address)
    if (document !== undefined) return { ...document, name: document.methodId, isCall: true }
    const batch = batches.answer(incoming, address)
    if (batch !== undefined) return { ...(await batch), name: 'batch', isCall: false }
    const called = await answerCall(incoming, address)
    const { bound } = called
    if (bound === undefined) return { ...called, name: '-', isCall: false }
    const headers = {
      ...called.headers,
      ...(bound.route && { 'x-emulator-route': bound.route }),
      ...(bound.raw === undefined && { 'x-emulator-origin': bound.behavior?.origin ?? 'none' }),
    }
    return { ...called, headers, name: bound.method.id, isCall: true }
  }

  async function answerOne(incoming: Incoming): Promise<Answer> {
    const start = performance.now()
    const outcome = await outcomeOf(asGet(incoming)).catch(refused)
    const { name, isCall, status, body } = outcome
    options.log.request(entryOf(incoming, outcome, performance.now() - start))
    const headers = isCall ? { ...outcome.headers, 'x-emulator-method': name } : outcome.headers
    return { status, headers, body }
  }

  async function answerPage(origin: string, incoming: Incoming): Promise<Answer> {
    const fault = faultOfOrigin(origin, incoming, options)
    if (fault !== undefined) return answerOne({ ...incoming, fault })
    return readableBy(origin, await answerOne(incoming), incoming)
  }

  return async (incoming) => {
    const origin = pageOriginOf(incoming)
    const answer =
      origin === undefined ? await answerOne(incoming) : await answerPage(origin, incoming)
    return isToBePacked(answer, incoming) ? packed(answer) : answer
  }
}

/** A HEAD is a GET whose body is not sent. */
const asGet = (incoming: Incoming): Incoming =>
  incoming.httpMethod === 'HEAD' ? { ...incoming, httpMethod: 'GET' } : incoming

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

function entryOf({ httpMethod, path }: Incoming, { name, status, error }: Outcome, ms: number) {
  const cause = error?.cause
  return {
    method: name,
    http: httpMethod,
    path,
    status,
    ms: Math.round(ms * 100) / 100,
    ...(error && { reason: error.message }),
    // Only what we did not expect has a stack worth reading.
    ...(error?.code === 500 && { error: cause instanceof Error ? cause.stack! : inspect(cause) }),
  }
}
