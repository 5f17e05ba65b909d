// Which requests are answered, by their headers. A web page can have its own name point to 127.0.0.1 and so make a browser read what is
// here (DNS rebinding); it cannot make the browser send the name of this machine, or an address.
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** `host`: the request's header; undefined in HTTP/1.0, as some probes speak. `allowed`: names in lower case. */
export function isAllowedHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return true
  const name = hostnameOf(host)
  return /^([\w-]+\.)*localhost$/.test(name) || isIP(name) !== 0 || allowed.includes(name)
}

/** Names as a setting lists them, separated by commas. */
export const namesIn = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((name) => name !== '')

/** Without the port and the dot that ends a full name, in lower case. */
export const hostnameOf = (host: string): string =>
  host
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()

/** Whether a page of another origin asks, as the browser tells it: with an image, a frame, a form, a link or a script. */
export function isForeign({
  host,
  origin,
  referer,
  'sec-fetch-site': site,
}: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  // Browsers send it only to hosts that they trust, such as localhost.
  const page = origin ?? referer
  return page !== undefined && URL.parse(page)?.host !== host
}
