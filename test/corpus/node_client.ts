// Google's client for Node for any document: the class that the package has for it, or one made from the document as served.
import { google } from 'googleapis'
import { discover } from '../client/google_client.ts'
import type { Held, MethodCase } from './requests.ts'

export interface ClientAnswer {
  readonly data: unknown
  readonly headers: Headers
}

type Ask = (args: object, options?: object) => Promise<ClientAnswer>

/** Finds the client's function for a method of the document; `url` is the emulator's. */
export function nodeClient({ document }: Held, url: string): (one: MethodCase) => Promise<Ask> {
  const { name, version } = document
  const { hostname, pathname } = new URL(document.rootUrl)
  const packaged = packagedApi(name, version)
  let discovered: Promise<unknown> | undefined
  return async (one) => {
    const own = methodIn(packaged, one)
    // Given to the class, the address would lose its path and not be that of uploads.
    const rootUrl = `${url}/${hostname}${pathname}`
    if (own) return (args) => own(args, { rootUrl })
    // The package may be older than the document.
    discovered ??= discover(`${url}/discovery/v1/apis/${name}/${version}/rest`)
    return methodIn(await discovered, one)!
  }
}

function packagedApi(name: string, version: string): unknown {
  const make: unknown = Reflect.get(google, name)
  const has = google.getSupportedAPIs()[name]?.includes(version)
  return has && typeof make === 'function'
    ? make.call(google, { version, retry: false })
    : undefined
}

/** As the tree of resources has it: `/resources/files/methods/get` is `files.get`. */
function methodIn(api: unknown, { pointer }: MethodCase): Ask | undefined {
  const names = pointer.split('/').filter((_, i) => i > 0 && i % 2 === 0)
  const last = names.pop()!
  const resource = names.reduce<unknown>(childOf, api)
  const method = childOf(resource, last)
  return typeof method === 'function' ? method.bind(resource) : undefined
}

/** A client that is made from a document has the resource `issuers` and a method of that name in one. */
const childOf = (parent: unknown, name: string): unknown => Reflect.get(Object(parent), name)
