// Methods whose body is their whole request message (`body: "*"` in google.api.http). Documents do not say which those
// are. With them a client may also put a field of the message into the query, and a variable of the path into the body:
// recorded calls that Google took are `pubsub.projects.topics.patch?updateMask=` and `dataproc.projects.regions.jobs.submit`
// with `projectId` and `region` in the body.
import type { Schema } from '../discovery/document.ts'
import { snakeCase } from '../discovery/schema/message.ts'
import type { BoundMethod } from '../api/service.ts'

/** The request message's schema; undefined if the body is but a part of the message, or this cannot be known. */
export function wholeMessageOf({ method, service }: Bound): Schema | undefined {
  const { $ref } = method.request ?? {}
  if (service.errorFormat === 'v1' || !$ref?.endsWith('Request')) return undefined
  // Where the message has other fields, they are the query parameters.
  const hasOthers = Object.values(method.parameters ?? {}).some((p) => p.location === 'query')
  return hasOthers ? undefined : service.document.schemas?.[$ref]
}

type Bound = Pick<BoundMethod, 'method' | 'service'>

/** Takes the path's variables out of a message that has no such fields: the path says what they are. */
export function dropPathVariables(message: unknown, bound: BoundMethod): void {
  const schema = wholeMessageOf(bound)
  if (schema === undefined || typeof message !== 'object' || message === null) return
  for (const { name } of bound.template.variables)
    if (!Object.hasOwn(schema.properties ?? {}, name))
      for (const key of [name, snakeCase(name)])
        if (Object.hasOwn(message, key)) delete (message as Record<string, unknown>)[key]
}

/** The field of the message that a query may set: a scalar, or a list of them. */
export function queryFieldOf(name: string, message: Schema | undefined): QueryField | undefined {
  const properties = Object.entries(message?.properties ?? {})
  const found = properties.find(([key]) => key === name || snakeCase(key) === name)
  if (found === undefined) return undefined
  const [key, schema] = found
  const scalar = schema.type === 'array' ? schema.items : schema
  if (scalar?.type === undefined || !SCALARS.has(scalar.type)) return undefined
  return { name: key, schema: { ...scalar, repeated: schema.type === 'array' } }
}

interface QueryField {
  /** As the document has it. */
  readonly name: string
  readonly schema: Schema
}

const SCALARS = new Set(['boolean', 'integer', 'number', 'string'])
