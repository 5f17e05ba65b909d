// Which Host headers are answered. A web page can have its own name point to 127.0.0.1 and so make a browser talk to us
// (DNS rebinding); it cannot make the browser send the name of this machine, or an address.
import { ApiError } from '../../errors.ts'
import { hostnameOf, isLocal, type Addressing } from '../routing/address.ts'
import { unservedHost } from '../unserved_host.ts'

export interface AllowedHosts {
  readonly allowedHosts: readonly string[]
  readonly advertised: string | undefined
}

export function isAllowedHost(
  hostHeader: string,
  addressing: Addressing,
  { allowedHosts, advertised }: AllowedHosts,
): boolean {
  const hostname = hostnameOf(hostHeader)
  return (
    isLocal(hostname) ||
    addressing.isApiHost(hostHeader) ||
    allowedHosts.includes(hostname) ||
    (advertised !== undefined && hostnameOf(advertised) === hostname)
  )
}

export const refusedHost = (host: string): ApiError =>
  new ApiError(
    'PERMISSION_DENIED',
    'forbidden',
    unservedHost(hostnameOf(host)) ??
      `Requests for the host "${host}" are refused: it is neither this machine nor a served API. Allow it with ALLOWED_HOSTS=${host.replace(/:\d+$/, '')}.`,
  )
