// Which APIs a request is addressed to (discovery.md §5): by its Host header, by a path that starts with the API's host,
// or, with neither, all of them.
import { isIP } from 'node:net'
import type { Service } from './service.ts'

export interface Address {
  /** Only APIs of this host; undefined: any. */
  readonly rootHost: string | undefined
  /** Raw path without its first slash and without a host. */
  readonly path: string
}

export interface Addressing {
  addressOf(hostHeader: string, rawPath: string): Address
  /** Whether a Host header names one of the served APIs. */
  isApiHost(hostHeader: string): boolean
}

export function addressingOf(services: readonly Service[]): Addressing {
  const hosts = new Map<string, string>()
  const add = (host: string, rootHost: string) => isLocal(host) || hosts.set(host, rootHost)
  // An API's own host means that API, whatever other documents list among their endpoints.
  for (const service of services.toSorted((a, b) => (a.rootHost < b.rootHost ? -1 : 1)))
    for (const host of service.outline.otherHosts) add(host, service.rootHost)
  for (const { rootHost } of services) add(rootHost, rootHost)
  return {
    isApiHost: (hostHeader) => hosts.has(hostnameOf(hostHeader)),
    addressOf(hostHeader, rawPath) {
      const path = rawPath.startsWith('/') ? rawPath.slice(1) : rawPath
      const byHeader = hosts.get(hostnameOf(hostHeader))
      if (byHeader !== undefined) return { rootHost: byHeader, path }
      const slash = path.indexOf('/')
      const first = slash === -1 ? path : path.slice(0, slash)
      const byPath = hosts.get(first.toLowerCase())
      if (byPath === undefined) return { rootHost: undefined, path }
      return { rootHost: byPath, path: slash === -1 ? '' : path.slice(slash + 1) }
    },
  }
}

/** Without the port and the dot that ends a full name, in lower case. */
export const hostnameOf = (hostHeader: string): string =>
  hostHeader
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase()

/** This machine, or an address: a page of another site cannot make a browser send it as Host (DNS rebinding). */
export const isLocal = (hostname: string): boolean =>
  /^([\w-]+\.)*localhost$/.test(hostname) || isIP(hostname) !== 0
