// What a program uses of APIs that are not served: a client that is made for one, or a URL of one.
import type { Service } from '../../api/service.ts'
import type { Place, Use } from './use.ts'

/** `google.drive('v3')`, `google.drive({ version: 'v3' })` of googleapis; `build('drive', 'v3')` of Python's client. */
const CLIENTS = [
  /\bgoogle\s*\.\s*(?<name>[a-z]\w*)\s*\(\s*(?:\{[^{}]*?\bversion\s*:\s*)?['"`](?<version>\w*v\d\w*)['"`]/g,
  /\bbuild\s*\(\s*(?:serviceName\s*=\s*)?['"](?<name>[a-z]\w*)['"]\s*,\s*(?:version\s*=\s*)?['"](?<version>\w*v\d[\w.]*)['"]/g,
]

/** Which methods are called is not known: there is no document to tell. */
export function unservedClients(source: string, services: readonly Service[], place: Place): Use[] {
  const served = new Set(services.map(({ id }) => id))
  return CLIENTS.flatMap((pattern) => [...source.matchAll(pattern)]).flatMap((found) => {
    const { name, version } = found.groups as { name: string; version: string }
    const api = `${name}:${version}`
    return served.has(api) ? [] : [{ api, method: `${name}.*`, place: place(found.index) }]
  })
}

/** Undefined where the URL is of a served host, of none of Google's APIs, or no more than where an API begins. */
export function unservedUrl(
  url: string,
  services: readonly Service[],
): Pick<Use, 'api' | 'method'> | undefined {
  const { hostname, pathname } = new URL(url)
  const segments = pathname.split('/').filter((part) => part !== '')
  if (!/(^|\.)googleapis\.com$/.test(hostname) || segments.length < 2) return undefined
  // Scopes look like addresses: https://developers.google.com/identity/protocols/oauth2/scopes
  if (segments[0] === 'auth' || segments[0] === 'discovery') return undefined
  if (services.some(({ rootHost }) => rootHost === hostname)) return undefined
  return { api: hostname, method: pathname }
}
