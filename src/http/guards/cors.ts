// Which web pages may talk to this server, and the headers that tell a browser so (CORS). Google lets every page in, as
// it has users to protect its data; here there is no login, and any page that the person at this machine opens could read
// and change all there is. So only pages of this machine may, and those that a setting names.
import { ApiError } from '../../errors.ts'
import { hostnameOf } from '../routing/address.ts'
import type { HttpRequest } from '../request.ts'
import type { HttpResponse } from '../response.ts'

export interface AllowedOrigins {
  /** Origins, besides those of this machine, whose pages may talk to us; `*` is any. In lower case. */
  readonly allowedOrigins: readonly string[]
}

/** The origin of the web page that a request comes from, as its browser tells it; undefined: it comes from none. */
export function pageOriginOf(incoming: HttpRequest): string | undefined {
  const origin = incoming.header('origin')
  if (origin !== undefined) return origin
  // With a script or an image comes no Origin, and a script reads what `callback` wraps.
  if (incoming.header('sec-fetch-site') !== 'cross-site') return undefined
  if (incoming.header('sec-fetch-mode') === 'navigate') return undefined
  const referer = incoming.header('referer') ?? ''
  return URL.canParse(referer) ? new URL(referer).origin : 'null'
}

/** The refusal of a request from a page that may not talk to us, or undefined. */
export function faultOfOrigin(
  origin: string,
  incoming: HttpRequest,
  { allowedOrigins }: AllowedOrigins,
): ApiError | undefined {
  if (allowedOrigins.includes('*') || allowedOrigins.includes(origin.toLowerCase()))
    return undefined
  if (isOfThisMachine(origin, hostnameOf(incoming.header('host') ?? ''))) return undefined
  return new ApiError(
    'PERMISSION_DENIED',
    'forbidden',
    `Requests from web pages of the origin "${origin}" are refused. Allow them with ALLOWED_ORIGINS=${origin}.`,
  )
}

/**
 * A page that this machine serves, on any port: of localhost, or of the name under which we are reached ourselves.
 * `null`, the origin of files, is also that of a sandboxed frame in any page of the web.
 */
function isOfThisMachine(origin: string, ownName: string): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false
  const name = hostnameOf(new URL(origin).host)
  return name === ownName || /^(([\w-]+\.)*localhost|127(\.\d+){3}|::1)$/.test(name)
}

/** Headers that a script may read besides the few it always may. */
const EXPOSED =
  'content-encoding, content-length, content-range, date, etag, location, range, server, vary, x-emulator-method, x-goog-hash, x-goog-upload-status, x-goog-upload-url, x-goog-upload-size-received, x-guploader-uploadid, x-http-status-code-override'

/** An answer that a page of `origin` may read; one to OPTIONS says what the page may ask. */
export function readableBy(
  origin: string,
  answer: HttpResponse,
  incoming: HttpRequest,
): HttpResponse {
  const headers: Record<string, string> = {
    ...answer.headers,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': EXPOSED,
    vary: 'Origin',
  }
  if (incoming.httpMethod !== 'OPTIONS') return { ...answer, headers }
  headers['access-control-allow-methods'] = METHODS
  headers['access-control-max-age'] = '3600'
  const asked = incoming.header('access-control-request-headers')
  if (asked !== undefined) headers['access-control-allow-headers'] = asked
  if (incoming.header('access-control-request-private-network') === 'true')
    headers['access-control-allow-private-network'] = 'true'
  return { ...answer, headers }
}

const METHODS = 'DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT'

/** To a request that only asks what may be asked. */
export const optionsAnswer: HttpResponse = { status: 204, headers: { allow: METHODS }, body: null }
