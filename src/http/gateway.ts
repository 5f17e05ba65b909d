// The way of every request, from its arrival to its answer, as one list of steps.
import type { Service } from '../api/service.ts'
import type { Log } from '../log.ts'
import { logEntryOf, type Outcome } from './access_log.ts'
import { batchesOf } from './batch/batch.ts'
import { callAnswerer, type CallOptions } from './call.ts'
import { isToBePacked, packed } from './compress.ts'
import { discoveryServiceOf } from './discovery_service.ts'
import { asApiError, errorAnswer } from './error_response.ts'
import { isAllowedHost, refusedHost } from './guards/allowed_hosts.ts'
import {
  faultOfOrigin,
  optionsAnswer,
  pageOriginOf,
  readableBy,
  type AllowedOrigins,
} from './guards/cors.ts'
import { answerIdentity, isIdentityPath, type IdentityOptions } from './identity.ts'
import { changed, type HttpRequest } from './request.ts'
import { jsonAnswer, type HttpResponse } from './response.ts'
import { addressingOf, type Address } from './routing/address.ts'
import { remembered } from './routing/remembered.ts'
import { defaultSystemParameters } from './system_parameters.ts'

export interface GatewayOptions extends CallOptions, AllowedOrigins, IdentityOptions {
  readonly log: Log
  /** Host names, besides local ones and those of APIs, that a request may be addressed to. */
  readonly allowedHosts: readonly string[]
  /** The page at `/`, if there is one. */
  readonly page?: PageMaker | undefined
  /** What the page loads, by path; undefined for a path of something else. */
  readonly pageFile?: ((path: string) => HttpResponse | undefined) | undefined
}

/** `query`: of the request. `baseUrl`: where this client reaches an API. */
export type PageMaker = (
  services: readonly Service[],
  query: string,
  baseUrl: (service: Service) => string,
) => Promise<HttpResponse>

export type Gateway = (request: HttpRequest) => Promise<HttpResponse>

/** A request, and which APIs it is addressed to. */
interface Arrival {
  readonly request: HttpRequest
  /** `localhost` where it says none. */
  readonly host: string
  readonly address: Address
}

/** Answers a request, throws an ApiError, or leaves the request to the next step. */
type Step = (arrival: Arrival) => Outcome | Promise<Outcome> | undefined

export function gatewayOf(services: readonly Service[], options: GatewayOptions): Gateway {
  const addressing = addressingOf(services)
  const listed = services.filter(({ isListed }) => isListed)
  const discoveryService = discoveryServiceOf(services, addressing, options.advertised)
  const batches = batchesOf(services, addressing, answerLogged, options)
  const answerCall = callAnswerer(services, options)
  const isAllowed = remembered((host) => isAllowedHost(host, addressing, options))
  const isOurs = ({ httpMethod }: HttpRequest, host: string) =>
    httpMethod === 'GET' && !addressing.isApiHost(host)

  /** The limits of line, headers and connections come before: listen.ts. */
  const steps: readonly Step[] = [
    refuseFaulty,
    function refuseForeignHosts({ host }) {
      if (!isAllowed(host)) throw refusedHost(host)
      return undefined
    },
    function answerPage({ request, host }) {
      if (options.page === undefined || !isOurs(request, host)) return undefined
      const file = options.pageFile?.(request.path)
      if (file !== undefined) return { ...file, name: 'index' }
      if (request.path !== '/') return undefined
      const baseUrl = (service: Service) =>
        discoveryService.baseUrl(service, `${request.scheme}://${host}`)
      return named('index', options.page(listed, request.query, baseUrl))
    },
    function answerHealth({ request, host }) {
      if (request.path !== '/_emulator/health' || !isOurs(request, host)) return undefined
      return { ...jsonAnswer(200, healthOf(listed), true), name: 'health' }
    },
    function answerTokens({ request, host }) {
      if (!isIdentityPath(request.path) || addressing.isApiHost(host)) return undefined
      return answerIdentity(request, options)
    },
    answerOptions,
    function answerDiscovery({ request, address }) {
      const document = discoveryService.answer(request, address)
      return document && { ...withMethod(document, document.methodId), name: document.methodId }
    },
    function answerBatch({ request, address }) {
      const batch = batches.answer(request, address)
      return batch && named('batch', batch)
    },
    async function answerMethod({ request, address }) {
      const called = await answerCall(request, address)
      const { bound, error } = called
      if (bound === undefined) return { ...called, name: '-' }
      const { id } = bound.outline
      const headers = {
        ...(bound.route && { 'x-emulator-route': bound.route }),
        ...(bound.raw === undefined && { 'x-emulator-origin': bound.behavior?.origin ?? 'none' }),
      }
      return { ...withMethod(called, id, headers), name: id, error }
    },
  ]

  async function outcomeOf(request: HttpRequest): Promise<Outcome> {
    const host = request.header('host') ?? 'localhost' // HTTP/1.0 has none
    const arrival = { request, host, address: addressing.addressOf(host, request.path) }
    for (const step of steps) {
      const outcome = step(arrival)
      if (outcome !== undefined) return await outcome
    }
    throw new Error('the last step answers everything')
  }

  async function answerLogged(request: HttpRequest): Promise<HttpResponse> {
    const start = performance.now()
    const outcome = await outcomeOf(asGet(request)).catch(refused)
    options.log.request(logEntryOf(request, outcome, performance.now() - start))
    return outcome
  }

  async function answerWebPage(origin: string, request: HttpRequest): Promise<HttpResponse> {
    const fault = faultOfOrigin(origin, request, options)
    if (fault !== undefined) return answerLogged(changed(request, { fault }))
    return readableBy(origin, await answerLogged(request), request)
  }

  return async (request) => {
    const origin = pageOriginOf(request)
    const answer =
      origin === undefined ? await answerLogged(request) : await answerWebPage(origin, request)
    return unsniffed(isToBePacked(answer, request) ? await packed(answer) : answer)
  }
}

function refuseFaulty({ request: { fault } }: Arrival): undefined {
  if (fault !== undefined) throw fault
}

const answerOptions = ({ request }: Arrival): Outcome | undefined =>
  request.httpMethod === 'OPTIONS' ? { ...optionsAnswer, name: 'options' } : undefined

/** A HEAD is a GET whose body is not sent. */
const asGet = (request: HttpRequest): HttpRequest =>
  request.httpMethod === 'HEAD' ? changed(request, { httpMethod: 'GET' }) : request

const named = async (name: string, answer: Promise<HttpResponse>): Promise<Outcome> => ({
  ...(await answer),
  name,
})

const withMethod = (
  { status, headers, body, cut }: HttpResponse,
  id: string,
  more: Readonly<Record<string, string>> = {},
): HttpResponse => ({
  status,
  headers: { ...headers, ...more, 'x-emulator-method': id },
  body,
  ...(cut && { cut }),
})

/** What a method answers is of the type it says; a browser that guesses another could run it. */
const unsniffed = ({ status, headers, body, cut }: HttpResponse): HttpResponse => ({
  status,
  headers: { ...headers, 'x-content-type-options': 'nosniff' },
  body,
  ...(cut && { cut }),
})

function refused(thrown: unknown): Outcome {
  const error = asApiError(thrown)
  return { ...errorAnswer(error, undefined, defaultSystemParameters), name: '-', error }
}

const healthOf = (services: readonly Service[]) => ({
  status: 'ok',
  apis: services.map(({ id }) => id),
})
