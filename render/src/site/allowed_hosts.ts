// Which Host headers are answered, and which requests a page of another site makes. A web page can have its own name
// point to 127.0.0.1 and so make a browser read what is here (DNS rebinding); it cannot make the browser send the name of
// this machine, or an address.
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import type { RenderSettings } from '../service/settings.ts'
import type { Answer } from './send.ts'

type Headers = IncomingMessage['headers']

/** The refusal of a request for a name that is none of ours, or undefined. */
export function refusalOfHost(
  { host }: Headers,
  { allowedHosts, resultUrl }: Pick<RenderSettings, 'allowedHosts' | 'resultUrl'>,
): Answer | undefined {
  // Browsers always send one; probes of HTTP/1.0 need not.
  if (host === undefined) return undefined
  const name = hostnameOf(host)
  const isOurs =
    isLocal(name) || allowedHosts.includes(name) || name === hostnameOf(new URL(resultUrl).host)
  if (isOurs) return undefined
  return {
    status: 403,
    body: `Requests for the host ${JSON.stringify(name)} are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n`,
  }
}

/** Whether a page of another origin asks, as the browser tells it: with an image, a frame, a link or a script. */
export function isForeign({ host, origin, referer, 'sec-fetch-site': site }: Headers): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  // Browsers send it only to hosts that they trust, such as localhost.
  const page = origin ?? referer
  return page !== undefined && URL.parse(page)?.host !== host
}

/** Without the port and the dot that ends a full name, in lower case. */
const hostnameOf = (host: string): string =>
  host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()

const isLocal = (name: string): boolean => /^([\w-]+\.)*localhost$/.test(name) || isIP(name) !== 0
