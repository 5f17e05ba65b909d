// Requests for any method of any document, made from nothing but the document.
import type { RestDescription, RestMethod, Schema } from '../../src/discovery/document.ts'
import { methodsOf } from '../../src/discovery/read/methods.ts'
import { typed, valueOf } from './values.ts'

export interface Held {
  readonly file: string
  readonly text: string
  readonly document: RestDescription
}

export interface MethodCase {
  readonly held: Held
  readonly document: RestDescription
  readonly method: RestMethod
  /** JSON pointer of the method in its document. */
  readonly pointer: string
  readonly host: string
  /** What stands before the method's own path on that host. */
  readonly prefix: string
}

export function casesOf(held: Held): MethodCase[] {
  const { rootUrl, servicePath } = held.document
  const { hostname, pathname } = new URL(rootUrl)
  return methodsOf(held.document).map((located) => ({
    ...located,
    held,
    document: held.document,
    host: hostname,
    prefix: pathname.slice(1) + servicePath,
  }))
}

/** A path, and what a handler gets of it. */
export interface Path {
  readonly path: string
  readonly params: Readonly<Record<string, unknown>>
}

/** The path with a value for each variable that its pattern allows; `given` are values to take instead. */
export function pathOf(
  { method, prefix }: MethodCase,
  salt: string,
  given: Readonly<Record<string, string>> = {},
): Path {
  const params: Record<string, unknown> = {}
  const path = method.path.replaceAll(/\{(\+?)([^{}]+)\}/g, (_, plus: string, name: string) => {
    const schema = method.parameters![name]!
    const text = given[name] ?? pathText(schema, salt + name)
    params[name] = typed(schema, text)
    return plus === '' ? encoded(text) : text.split('/').map(encoded).join('/')
  })
  return { path: prefix + path, params }
}

/** A value in a path cannot be empty. */
function pathText(schema: Schema, salt: string): string {
  const tries = ['', '1', '2', '3', '4', '5'].map((more) => valueOf(schema, salt + more).text)
  return tries.find((text) => text !== '') ?? 'x'
}

/** As Google's clients encode a value: all but RFC 3986's unreserved characters. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  )

export const queryText = (pairs: readonly (readonly [string, string])[]): string =>
  pairs.length === 0
    ? ''
    : `?${pairs.map(([name, text]) => `${encoded(name)}=${encoded(text)}`).join('&')}`

export type Pairs = readonly (readonly [name: string, text: string])[]

/** The query parameters of a method's own, without those that old documents repeat in every method. */
export const queryParameters = ({ method, document }: MethodCase): (readonly [string, Schema])[] =>
  Object.entries(method.parameters ?? {}).filter(
    ([name, { location }]) =>
      location === 'query' && !Object.hasOwn(document.parameters ?? {}, name),
  )

export const requiredPairs = (one: MethodCase, salt: string): Pairs =>
  queryParameters(one)
    .filter(([, { required }]) => required)
    .map(([name, schema]) => [name, valueOf(schema, salt + name).text])

/** Every parameter, the repeated ones twice. */
export const allPairs = (one: MethodCase, salt: string): Pairs =>
  queryParameters(one).flatMap(([name, schema]) => {
    const salts = schema.repeated ? ['0', '1'] : ['']
    return salts.map((more) => [name, valueOf(schema, salt + name + more).text] as const)
  })

/** What a handler gets of a query, the document's defaults among it. */
export function paramsOf({ method }: MethodCase, pairs: Pairs): Record<string, unknown> {
  const params: [string, unknown][] = []
  for (const [name, schema] of Object.entries(method.parameters ?? {})) {
    if (schema.location !== 'query') continue
    const texts = pairs.filter(([key]) => key === name).map(([, text]) => text)
    if (texts.length === 0 && schema.default !== undefined) texts.push(schema.default)
    if (texts.length === 0) continue
    const values = texts.map((text) => typed(schema, text))
    params.push([name, schema.repeated ? values : values[0]])
  }
  return Object.fromEntries(params)
}
