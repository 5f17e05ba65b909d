// The discovery service: which APIs are served, and their documents with addresses that work from where the client is.
import { withAddress } from '../discovery/addresses.ts'
import { ApiError, notFound } from '../errors.ts'
import { isLocal, type Address, type Addressing } from './routing/address.ts'
import type { HttpRequest } from './request.ts'
import type { Service } from '../api/service.ts'
import { jsonAnswer, type HttpResponse } from './response.ts'

export interface Directory {
  /** The answer to a request for the list of APIs or for a document; undefined if it is for neither. */
  answer(
    incoming: HttpRequest,
    address: Address,
  ): (HttpResponse & { readonly methodId: string }) | undefined
  /** Where a client that reaches us at an origin, `http://localhost:5052`, reaches the API. */
  baseUrl(service: Service, origin: string): string
}

/** `advertised`: host and port to name instead of those of the request. */
export function discoveryServiceOf(
  services: readonly Service[],
  addressing: Addressing,
  advertised: string | undefined,
): Directory {
  const named = (origin: string) =>
    advertised === undefined ? origin : `${schemeOf(origin)}://${advertised}`

  function baseUrl({ rootHost, rootPath }: Service, origin: string): string {
    const host = origin.slice(origin.indexOf('://') + 3)
    // Where an API's host leads here, the hosts of the others do too.
    if (addressing.isApiHost(host) && advertised === undefined) {
      const same = addressing.addressOf(host, '/').rootHost === rootHost
      const port = /:\d+$/.exec(host)?.[0] ?? ''
      return `${schemeOf(origin)}://${same ? host : rootHost + port}${rootPath}`
    }
    return `${named(origin)}${isLocal(rootHost) ? '' : `/${rootHost}`}${rootPath}`
  }

  const documentAnswer = (service: Service, origin: string) => ({
    status: 200,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: withAddress(service.source.text, service.document, baseUrl(service, origin)),
    methodId: 'discovery.apis.getRest',
  })

  const serviceOf = (name: string, version: string): Service | undefined =>
    services.find(({ outline }) => outline.name === name && outline.version === version)

  function find(name: string, version: string): Service {
    const service = serviceOf(name, version)
    if (service !== undefined) return service
    const listed = services.filter(({ isListed }) => isListed)
    const served = listed.map(({ id }) => id).join(', ')
    throw notFound(`No API ${name} ${version} is served here. Served: ${served || 'none'}.`)
  }

  function list(query: URLSearchParams, origin: string) {
    const items = services
      .filter(({ isListed }) => isListed)
      .filter(({ outline }) => (query.get('name') || outline.name) === outline.name)
      .map((service) => itemOf(service, isPreferred(service, services), named(origin)))
      .filter(({ preferred }) => preferred || !/^(true|1)$/i.test(query.get('preferred') ?? ''))
    const discoveryService = { kind: 'discovery#directoryList', discoveryVersion: 'v1', items }
    return { ...jsonAnswer(200, discoveryService, true), methodId: 'discovery.apis.list' }
  }

  return {
    baseUrl,
    answer(incoming, { rootHost, path }) {
      if (incoming.httpMethod !== 'GET' || !DISCOVERY.test(path)) return undefined
      const origin = `${incoming.scheme}://${incoming.header('host') || 'localhost'}`
      const query = new URLSearchParams(incoming.query)
      if (path === 'discovery/v1/apis') return list(query, origin)
      const rest = /^discovery\/v1\/apis\/([^/]+)\/([^/]+)\/rest$/.exec(path)
      if (rest) return documentAnswer(find(rest[1]!, rest[2]!), origin)
      if (path === '$discovery/rest')
        return documentAnswer(byHost(services, rootHost, query.get('version')), origin)
      const original = rootHost === undefined && /^api\/([^/]+)\/([^/]+)$/.exec(path)
      // Any API may have such a path of its own.
      const service = original ? serviceOf(original[1]!, original[2]!) : undefined
      return service && documentAnswer(service, origin)
    },
  }
}

/** Paths that may be for documents. */
const DISCOVERY = /^(discovery\/v1\/apis|\$discovery\/rest$|api\/)/

const schemeOf = (origin: string): string => origin.slice(0, origin.indexOf(':'))

/** Google serves an API's document on the API's own host, by version alone. */
function byHost(
  services: readonly Service[],
  rootHost: string | undefined,
  version: string | null,
): Service {
  if (rootHost === undefined)
    throw new ApiError(
      'INVALID_ARGUMENT',
      'required',
      "$discovery/rest needs an API's host: in the Host header, or as /HOST/$discovery/rest?version=VERSION.",
    )
  const onHost = services.filter((service) => service.rootHost === rootHost)
  const found =
    version === null
      ? onHost.find((service) => isPreferred(service, onHost))
      : onHost.find(({ outline }) => outline.version === version)
  if (found !== undefined) return found
  const versions = onHost.map(({ id }) => id).join(', ')
  throw notFound(`${rootHost} has no version ${version ?? ''}. Served there: ${versions}.`)
}

function itemOf({ outline, id }: Service, preferred: boolean, origin: string) {
  const { name, version, title, description, icons, documentationLink } = outline
  return {
    kind: 'discovery#directoryItem',
    id,
    name,
    version,
    title: title ?? name,
    ...(description !== undefined && { description }),
    discoveryRestUrl: `${origin}/discovery/v1/apis/${name}/${version}/rest`,
    discoveryLink: `./apis/${name}/${version}/rest`,
    ...(icons !== undefined && { icons }),
    ...(documentationLink !== undefined && { documentationLink }),
    preferred,
  }
}

/** The newest stable version of each name, or the newest of all where none is stable. */
function isPreferred(service: Service, services: readonly Service[]): boolean {
  const sameName = services.filter(({ outline }) => outline.name === service.outline.name)
  const best = sameName.toSorted((a, b) => compareVersions(b.outline.version, a.outline.version))[0]
  return best === service
}

function compareVersions(a: string, b: string): number {
  const stable = Number(isStable(a)) - Number(isStable(b))
  return stable === 0 ? a.localeCompare(b, 'en', { numeric: true }) : stable
}

const isStable = (version: string): boolean => !/alpha|beta/i.test(version)
