// Which APIs a request is addressed to (docs/google_rest.md#hosts): by its Host header, by a path that starts with the API's host,
// or, with neither, all of them.
import { isIP } from 'node:net'
import type { Service } from '../../api/service.ts'
import { remembered } from './remembered.ts'

export interface Address {
  /** Only APIs of this host; undefined: any. */
  readonly rootHost: string | undefined
  /** What no API of `rootHost` has is for any API that has it: Google's common host is meant. */
  readonly isCommon?: boolean
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
  // `localhost` and addresses are everybody's; `NAME.localhost` is one's own.
  const add = (host: string, rootHost: string) => {
    if (!isLocal(host) || host.endsWith('.localhost')) hosts.set(host, rootHost)
  }
  // An API's own host means that API, whatever other documents list among their endpoints.
  for (const service of services.toSorted((a, b) => (a.rootHost < b.rootHost ? -1 : 1)))
    for (const host of service.outline.otherHosts) add(host, service.rootHost)
  for (const { rootHost } of services) add(rootHost, rootHost)

  // Clients send the same few hosts all the time.
  const apisAt = remembered((host) => apisNamed(hostnameOf(host)))

  function apisNamed(hostname: string): Omit<Address, 'path'> | undefined {
    const given = hosts.get(hostname)
    const plain = given === undefined ? plainHostOf(hostname, (host) => hosts.has(host)) : hostname
    if (COMMON.has(plain)) return { rootHost: hosts.get(plain), isCommon: true }
    const rootHost = given ?? hosts.get(plain)
    return rootHost === undefined ? undefined : { rootHost }
  }

  return {
    isApiHost: (hostHeader) => apisAt(hostHeader) !== undefined,
    addressOf(hostHeader, rawPath) {
      const path = rawPath.startsWith('/') ? rawPath.slice(1) : rawPath
      const byHeader = apisAt(hostHeader)
      if (byHeader !== undefined) return { ...byHeader, path }
      const slash = path.indexOf('/')
      const first = slash === -1 ? path : path.slice(0, slash)
      // Every host of an API has a dot, and few first segments do.
      const byPath = first.includes('.') ? apisNamed(first.toLowerCase()) : undefined
      if (byPath === undefined) return { rootHost: undefined, path }
      return { ...byPath, path: slash === -1 ? '' : path.slice(slash + 1) }
    },
  }
}

/** Where every API was before it had a host of its own, and where old clients still find it. */
const COMMON = new Set(['www.googleapis.com', 'content.googleapis.com'])

/** Of a zone, a region or several regions. */
const LOCATION = '(?:[a-z]+-[a-z]+\\d+(?:-[a-z])?|us|eu|in|asia|global|(?:nam|eur|asia)\\d+)'

/**
 * Forms of an API's host that documents need not list, each with what is left of it: client certificates, regional
 * endpoints of both kinds, and the one that pages use.
 * Source: https://cloud.google.com/vpc/docs/regional-service-endpoints and the addresses that recorded clients used.
 */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/^(.+)\.mtls(\.googleapis\.com)$/, '$1$2'],
  [new RegExp(`^([^.]+)\\.${LOCATION}\\.rep(\\.googleapis\\.com)$`), '$1$2'],
  [/^content-(.+)$/, '$1'],
  [new RegExp(`^${LOCATION}-(.+)$`), '$1'],
]

/** The host that a form of it stands for, as soon as that is a known one; else what is left of it. */
function plainHostOf(hostname: string, isKnown: (host: string) => boolean): string {
  let host = hostname
  for (const [form, rest] of FORMS) {
    if (isKnown(host)) break
    host = host.replace(form, rest)
  }
  return host
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
