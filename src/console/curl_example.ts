// A call of a method that works when it is pasted into a shell.
import type { RestMethod, Schema } from '../discovery/document.ts'
import type { BoundMethod } from '../api/service.ts'
import { exampleScalar, exampleText } from './example_value.ts'

export interface ExampleCall {
  readonly httpMethod: string
  readonly url: string
  /** A request message; undefined for a method that takes none. */
  readonly body: string | undefined
}

/** The smallest call that the document allows. `baseUrl`: where this client reaches the API, with a slash at its end. */
export function exampleCall({ method, service, route }: BoundMethod, baseUrl: string): ExampleCall {
  const { servicePath, schemas = {} } = service.document
  const query = queryOf(method)
  // A module's own routes begin at the root of the host.
  const base =
    route === undefined
      ? baseUrl + inUrl(servicePath)
      : baseUrl.slice(0, 1 - service.rootPath.length || undefined)
  return {
    httpMethod: method.httpMethod === '*' ? 'GET' : method.httpMethod,
    url: `${base}${inUrl(pathOf(method))}${query === '' ? '' : `?${query}`}`,
    body: method.request && JSON.stringify(messageFor(method.request, method, schemas, 0)),
  }
}

export function curlLine({ httpMethod, url, body }: ExampleCall): string {
  const verb = /^[A-Z]+$/.test(httpMethod) ? httpMethod : quoted(httpMethod)
  const parts = [
    'curl',
    ...(httpMethod === 'GET' ? [] : ['-X', verb]),
    quoted(url),
    ...(body === undefined ? [] : ['-H', quoted('content-type: application/json')]),
    ...(body === undefined ? [] : ['-d', quoted(body)]),
  ]
  return parts.join(' ')
}

/** One word for the shell, whatever is in it. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`

const pathOf = ({ path, parameters = {} }: RestMethod): string =>
  path.replaceAll(/\{(\+?)([^{}+]+)\}/g, (_, reserved: string, name: string) => {
    const value = exampleText(name, parameters[name] ?? {})
    return reserved === '+' ? value.split('/').map(encoded).join('/') : encoded(value)
  })

/** Without what a URL cannot hold as it is, such as spaces, or braces, in which curl sees several URLs. */
const inUrl = (path: string): string =>
  path.toWellFormed().replaceAll(/[^\w.~!$&'()*+,;=:@/%-]/gu, encodeURIComponent)

function queryOf({ parameters = {} }: RestMethod): string {
  return Object.entries(parameters)
    .filter(([, { location, required }]) => location !== 'path' && required)
    .map(([name, schema]) => `${encoded(name)}=${encoded(exampleText(name, schema))}`)
    .join('&')
}

/** A colon and an at sign mean nothing where we put them. */
const encoded = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll('%3A', ':').replaceAll('%40', '@')

/** What handlers ask for though Google's document does not say so. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  'taskqueue.tasks.insert': ['payloadBase64'],
  'taskqueue.tasks.patch': ['queueName'],
  'taskqueue.tasks.update': ['id', 'leaseTimestamp'],
}

type Schemas = Readonly<Record<string, Schema>>

/** The fields without which the method refuses the message. */
function messageFor(given: Schema, method: RestMethod, schemas: Schemas, depth: number): unknown {
  const schema = given.$ref === undefined ? given : (schemas[given.$ref] ?? given)
  const fields = Object.entries(schema.properties ?? {}).filter(([name, property]) =>
    depth === 0 && Object.hasOwn(wanted, method.id)
      ? wanted[method.id]!.includes(name)
      : property.annotations?.required?.includes(method.id),
  )
  return Object.fromEntries(
    fields.map(([name, property]) => {
      // The id of a Task is the one that stands for {task} in paths.
      const word = name === 'id' && schema.id ? schema.id : name
      return [name, fieldFor(word, property, method, schemas, depth + 1)]
    }),
  )
}

const DEEPEST = 5

function fieldFor(
  name: string,
  given: Schema,
  method: RestMethod,
  schemas: Schemas,
  depth: number,
): unknown {
  const schema = given.$ref === undefined ? given : (schemas[given.$ref] ?? given)
  if (schema.type === 'array')
    return depth > DEEPEST ? [] : [fieldFor(name, schema.items ?? {}, method, schemas, depth + 1)]
  if (schema.type === 'object' || schema.properties !== undefined)
    return depth > DEEPEST ? {} : messageFor(schema, method, schemas, depth)
  return exampleScalar(name, schema)
}
