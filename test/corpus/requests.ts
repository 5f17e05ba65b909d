// Requests for any method of any document, made from nothing but the document.
import type { RestDescription, RestMethod, Schema } from '../../src/discovery/document.ts'
import { methodsOf } from '../../src/discovery/methods.ts'

export interface Held {
  readonly file: string
  readonly text: string
  readonly document: RestDescription
}

export interface MethodCase {
  readonly held: Held
  readonly document: RestDescription
  readonly method: RestMethod
  /** With the host in front, as a client without a Host header of its own addresses it. */
  readonly url: string
  /** Raw path on the API's host. */
  readonly path: string
  readonly host: string
}

export const casesOf = (held: Held): MethodCase[] =>
  methodsOf(held.document).map(({ method }) => {
    const { rootUrl, servicePath } = held.document
    const { hostname, pathname } = new URL(rootUrl)
    const path = pathname.slice(1) + servicePath + expanded(method)
    return {
      held,
      document: held.document,
      method,
      url: `/${hostname}/${path}${requiredQuery(method)}`,
      path,
      host: hostname,
    }
  })

/** The path with a value for each variable that its pattern allows. */
export function expanded({ path, parameters = {} }: RestMethod, value?: string): string {
  return path.replaceAll(/\{(\+?)([^{}]+)\}/g, (_, plus: string, name: string) => {
    const text = value ?? textFor(parameters[name]!, name)
    return plus === '' ? encodeURIComponent(text) : encodeURI(text)
  })
}

export function requiredQuery({ parameters = {} }: RestMethod): string {
  const required = Object.entries(parameters)
    .filter(([, { location, required: needed }]) => location === 'query' && needed)
    .map(([name, schema]) => `${encodeURIComponent(name)}=${encodeURIComponent(textFor(schema))}`)
  return required.length === 0 ? '' : `?${required.join('&')}`
}

/** Every parameter once, the repeated ones twice. Old documents repeat the system parameters in each method. */
export function fullQuery({ parameters = {} }: RestMethod, document: RestDescription): string {
  const all = Object.entries(parameters).flatMap(([name, schema]) => {
    if (schema.location !== 'query' || document.parameters?.[name]) return []
    const pair = `${encodeURIComponent(name)}=${encodeURIComponent(textFor(schema))}`
    return schema.repeated ? [pair, pair] : [pair]
  })
  return all.length === 0 ? '' : `?${all.join('&')}`
}

/** Patterns that no rule below makes a value for. */
const valueByPattern: Readonly<Record<string, string>> = {
  '\\d+:\\d+': '12:34',
  'UA-(\\d+)-(\\d+)': 'UA-12-3',
  'UA-\\d+-\\d+': 'UA-12-3',
  'UA-[0-9]+-[0-9]+': 'UA-12-3',
  '.{22}': 'abcdefghijklmnopqrstuv',
  '[0-9]{4}-[0-9]{2}-[0-9]{2}|today|yesterday|[0-9]+(daysAgo)': 'today',
  '(ga:.+)|(rt:.+)': 'rt:x',
  '(-)?((ga:.+)|(rt:.+))': 'rt:x',
  '[a-zA-Z]+((_|-)[a-zA-Z]+)?': 'de',
  '(?i)(url:|origin:)?http(s)?://.*': 'https://example.com/',
}

/** A text that is a value of this parameter. */
function textFor(schema: Schema, name = 'value'): string {
  if (schema.enum) return schema.enum.find((value) => value !== '') ?? ''
  const typed = byFormat[`${schema.type}:${schema.format ?? ''}`]?.(schema) ?? `${name}1`
  if (schema.pattern === undefined) return typed
  if (schema.type !== 'string' || schema.format !== undefined) return typed // the pattern allows any
  return valueByPattern[schema.pattern] ?? fitting(schema.pattern)
}

const least = ({ minimum = '3' }: Schema): string => minimum
const byFormat: Readonly<Record<string, (schema: Schema) => string>> = {
  'integer:': least,
  'integer:int32': least,
  'integer:uint32': least,
  'string:int64': least,
  'string:uint64': least,
  'number:': () => '1.5',
  'number:double': () => '1.5',
  'number:float': () => '1.5',
  'boolean:': () => 'true',
  'string:byte': () => 'aGk=',
  'string:date': () => '2026-02-28',
  'string:date-time': () => '2026-02-28T23:59:59Z',
  'string:google-datetime': () => '2026-02-28T23:59:59.5Z',
  'string:google-duration': () => '3.5s',
  'string:google-fieldmask': () => 'a.b,c',
}

function fitting(pattern: string): string {
  const text = pattern
    .replace(/^\^/, '')
    .replace(/\$$/, '')
    .replaceAll('[^/]+', 'x1')
    .replaceAll(/\.[*+]/g, 'y1/z1')
    .replaceAll(/(\\d|\[0-9\])\+/g, '12')
    .replaceAll(/\(([^()|]*)\)\?/g, '$1')
  if (!new RegExp(`^(?:${pattern})$`).test(text))
    throw new Error(`no value for the pattern ${pattern}; add one to valueByPattern`)
  return text
}

/** A message with every field of its schema, down to `depth`. */
export function fullBody(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  depth = 4,
): unknown {
  if (schema.$ref !== undefined) return fullBody(schemas[schema.$ref]!, schemas, depth)
  if (schema.type === 'array')
    return depth === 0 ? [] : [fullBody(schema.items ?? {}, schemas, depth - 1)]
  if (schema.properties)
    return depth === 0
      ? {}
      : Object.fromEntries(
          Object.entries(schema.properties).map(([name, property]) => [
            name,
            fullBody(property, schemas, depth - 1),
          ]),
        )
  if (schema.additionalProperties)
    return depth === 0 ? {} : { key: fullBody(schema.additionalProperties, schemas, depth - 1) }
  if (schema.type === undefined || schema.type === 'any') return { anything: [1, null, 'x'] }
  return schema.type === 'object' ? {} : scalarFor(schema)
}

function scalarFor(schema: Schema): unknown {
  const text = schema.pattern === '.?' ? 'x' : textFor(schema)
  if (schema.enum || schema.type === 'string') return text
  return JSON.parse(text)
}
