// Calls the methods of a Google API at the addresses that its discovery document gives.
import { SourceUnavailable } from '../source.ts'
import { jsonClient, Refused } from './http.ts'

export interface Asked {
  /** Parameters of the path; those of the form {+name} may have slashes. */
  readonly path: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string | number | boolean>>
  readonly body?: unknown
}

export interface Methods {
  /** The parsed answer; undefined where it has no body. Throws SourceUnavailable and Refused. */
  call(id: string, asked: Asked): Promise<unknown>
  close(): void
}

interface ApiName {
  readonly api: string
  readonly apiVersion: string
  /** With {api} and {apiVersion} in it, or the document's own address. */
  readonly apiDiscoveryUrl: string
}

interface Method {
  readonly httpMethod: string
  readonly address: string
}

/** Does not connect; the document is read once, at the first call. */
export function openMethods({ api, apiVersion, apiDiscoveryUrl }: ApiName): Methods {
  const client = jsonClient()
  const url = apiDiscoveryUrl.replaceAll('{api}', api).replaceAll('{apiVersion}', apiVersion)
  let known: ReadonlyMap<string, Method> | undefined
  return {
    async call(id, { path, query, body }) {
      const methods = known ?? methodsIn(await client.call('GET', url).catch(notTheDocument(url)))
      const method = methods.get(id)
      if (method === undefined)
        throw new SourceUnavailable(`${url} is not the discovery document of ${api} ${apiVersion}`)
      known = methods
      const address = `${expanded(method.address, path)}${queryOf(query)}`
      return client.call(method.httpMethod, address, body)
    },
    close: () => client.close(),
  }
}

/** A server that is starting may not know the document yet, so this is worth another try. */
const notTheDocument =
  (url: string) =>
  (error: unknown): never => {
    throw error instanceof Refused
      ? new SourceUnavailable(`${url} gives no discovery document: ${error.message}`)
      : error
  }

interface Resource {
  readonly methods?: Readonly<Record<string, { id: string; httpMethod: string; path: string }>>
  readonly resources?: Readonly<Record<string, Resource>>
}

function methodsIn(document: unknown): ReadonlyMap<string, Method> {
  const { rootUrl, servicePath, ...root } = (document ?? {}) as Resource & {
    readonly rootUrl?: string
    readonly servicePath?: string
  }
  if (rootUrl === undefined || servicePath === undefined) return new Map()
  const found = new Map<string, Method>()
  const collect = ({ methods = {}, resources = {} }: Resource): void => {
    for (const { id, httpMethod, path } of Object.values(methods))
      found.set(id, { httpMethod, address: `${rootUrl}${servicePath}${path}` })
    for (const resource of Object.values(resources)) collect(resource)
  }
  collect(root)
  return found
}

const expanded = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\+?)(\w+)\}/g, (_, reserved: string, name: string) => {
    const value = values[name] ?? ''
    return reserved === ''
      ? encodeURIComponent(value)
      : value.split('/').map(encodeURIComponent).join('/')
  })

function queryOf(query: Asked['query']): string {
  if (query === undefined) return ''
  const pairs = Object.entries(query).map(([name, value]) => [name, String(value)])
  return `?${new URLSearchParams(pairs).toString()}`
}

/** For `catch`: `value` where the server says that there is no such thing. */
export const whenMissing =
  <T>(value: T) =>
  (error: unknown): T => {
    if (error instanceof Refused && error.status === 404) return value
    throw error
  }
