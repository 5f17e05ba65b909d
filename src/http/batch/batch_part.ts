// One part of a batch: the request in it, and the answer as a part.
import { STATUS_CODES } from 'node:http'
import { Readable } from 'node:stream'
import { invalid, type ApiError } from '../../errors.ts'
import type { Address, Addressing } from '../routing/address.ts'
import { errorAnswer } from '../error_response.ts'
import { targetOf, type HttpRequest } from '../request.ts'
import { headersOf, type Part } from './multipart.ts'
import type { HttpResponse } from '../response.ts'
import { defaultSystemParameters } from '../system_parameters.ts'

interface Batch {
  /** The request that the part came in. */
  readonly outer: HttpRequest
  /** Host of the APIs that the batch was sent to, if it is one. */
  readonly rootHost: string | undefined
  readonly addressing: Addressing
  readonly isBatch: (address: Address) => boolean
}

/** Headers of the outer request that do not hold for the inner ones, besides Content-*: all others do. */
const OUTER_ONLY = new Set(['transfer-encoding', 'x-http-method-override'])

/** The request in a part. One that is none has a `fault`, so that the others are answered all the same. */
export function requestOf(part: Part, content: Buffer, batch: Batch): HttpRequest {
  const { head, body } = splitRequest(content)
  const lineEnd = /\r?\n|$/.exec(head)!
  const [httpMethod = '', url = '', ...rest] = head.slice(0, lineEnd.index).trim().split(/\s+/)
  const own = headersOf(head.slice(lineEnd.index))
  const hostHeader = own.get('host') ?? authorityOf(url)
  const outerHost = batch.outer.header('host') ?? 'localhost'
  const { path, query } = targetOf(url)
  const address = batch.addressing.addressOf(hostHeader ?? outerHost, path)
  // Where it says no API's own host, it is for the API of the batch.
  const isOpen = address.rootHost === undefined || address.isCommon === true
  const target =
    isOpen && batch.rootHost !== undefined
      ? { host: batch.rootHost, path: address.isCommon ? `/${address.path}` : path }
      : { host: hostHeader ?? outerHost, path }
  const fault =
    faultOfType(part.headers.get('content-type')) ??
    faultOfLine(httpMethod, url, rest) ??
    faultOfTarget(address, query, batch)
  return {
    httpMethod,
    scheme: batch.outer.scheme,
    path: target.path,
    query,
    body: Readable.from(body.length === 0 ? [] : [body]),
    isLocal: batch.outer.isLocal,
    signal: batch.outer.signal,
    header(name) {
      if (name === 'host') return target.host
      if (own.has(name)) return own.get(name)
      return OUTER_ONLY.has(name) || name.startsWith('content-')
        ? undefined
        : batch.outer.header(name)
    },
    headerNames() {
      const names = new Set(['host', ...own.keys(), ...batch.outer.headerNames()])
      return [...names].filter((name) => this.header(name) !== undefined)
    },
    ...(fault && { fault }),
  }
}

/** At the first empty line, which a request without a body may lack. */
function splitRequest(content: Buffer): { readonly head: string; readonly body: Buffer } {
  let start = 0
  while (content[start] === 10 || content[start] === 13) start += 1
  // Of a header larger than this nothing is read.
  const text = content.subarray(start, start + 2 ** 16).toString('latin1')
  const empty = /\n\r?\n/.exec(text)
  const end = empty === null ? content.length : start + empty.index + empty[0].length
  return { head: content.subarray(start, end).toString().trimEnd(), body: content.subarray(end) }
}

const authorityOf = (target: string): string | undefined => /^\w+:\/\/([^/?]*)/.exec(target)?.[1]

function faultOfType(contentType = 'application/http'): ApiError | undefined {
  if (/^application\/http\s*(;|$)/i.test(contentType)) return undefined
  return invalid(`A part of a batch is of type application/http; this one is "${contentType}".`)
}

function faultOfLine(
  httpMethod: string,
  target: string,
  rest: readonly string[],
): ApiError | undefined {
  // The guides leave the version out.
  const isLine =
    /^[A-Z]+$/.test(httpMethod) &&
    /^(\/|https?:\/\/)/i.test(target) &&
    rest.length <= 1 &&
    /^(HTTP\/\d(\.\d)?)?$/.test(rest[0] ?? '')
  return isLine
    ? undefined
    : invalid('A part of a batch begins with a request line, such as: GET /v1/things?key=value')
}

function faultOfTarget(address: Address, query: string, batch: Batch): ApiError | undefined {
  const { path } = address
  const rootHost = address.isCommon ? batch.rootHost : (address.rootHost ?? batch.rootHost)
  if (batch.rootHost !== undefined && rootHost !== batch.rootHost)
    return invalid(
      `All requests of a batch are for one API: this batch went to ${batch.rootHost}, the request is for ${rootHost}.`,
    )
  if (batch.isBatch({ rootHost, path })) return invalid('A batch cannot be part of a batch.')
  if (/^(resumable\/)?upload\//.test(path) || new URLSearchParams(query).get('alt') === 'media')
    return noMedia()
  return undefined
}

const noMedia = (): ApiError => invalid('Media can be neither uploaded nor downloaded in a batch.')

/** `<x>` → `<response-x>`, or Python's `<uuid + n>` → `<response-uuid + n>`. */
export const idOfAnswer = (id: string | undefined): string | undefined =>
  id?.replace(/^(<?)/, '$1response-')

/** A method without a response may answer bytes unasked. */
function withoutMedia({ status, headers, body }: HttpResponse) {
  if (body === null || typeof body === 'string') return { status, headers, body }
  if (body instanceof Readable) body.destroy()
  return errorAnswer(noMedia(), undefined, defaultSystemParameters)
}

/** An answer as a part, without the boundary before it. */
export function partOfAnswer(
  answer: HttpResponse,
  httpMethod: string,
  id: string | undefined,
): string {
  const { status, headers, body } = withoutMedia(answer)
  const all = { ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) }
  return [
    'Content-Type: application/http',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Unknown'}`,
    ...Object.entries(all).map(([name, value]) => `${name}: ${value}`),
    '',
    `${httpMethod === 'HEAD' ? '' : (body ?? '')}\r\n`,
  ].join('\r\n')
}
