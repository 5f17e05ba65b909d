// Calls of any method as a program makes them with a client library, and what the method's handler has to get of them.
import { fullMessage } from './messages.ts'
import type { Got } from './recorder.ts'
import {
  allPairs,
  paramsOf,
  pathOf,
  requiredPairs,
  type MethodCase,
  type Pairs,
} from './requests.ts'
import { typed } from './values.ts'

export interface ClientCall {
  readonly kind: string
  /** Parameters by name, and what clients for Node call `requestBody` and `media`. */
  readonly args: Readonly<Record<string, unknown>>
  /** What the handler gets. */
  readonly got: Got
  /** Whether the answer is media. */
  readonly bytes?: boolean
}

export function* clientCalls(one: MethodCase, salt: string): Generator<ClientCall> {
  const { method } = one
  const required = requiredPairs(one, salt)
  const least = callWith(one, salt, required)
  // What has no response has nothing but media to answer.
  const bytes = method.supportsMediaDownload === true && method.response === undefined
  yield { kind: 'the least', bytes, ...least }

  const every = callWith(one, `${salt}all`, allPairs(one, `${salt}all`))
  yield { kind: 'every parameter and field', bytes, ...withMessage(one, every) }

  if (method.mediaUpload) {
    yield { kind: 'media alone', ...withMedia(one, least) }
    if (method.request)
      yield { kind: 'media with a message', ...withMedia(one, withMessage(one, least)) }
  }
  if (method.supportsMediaDownload)
    yield { kind: 'download', bytes: true, ...callWith(one, salt, [...required, ['alt', 'media']]) }
}

type Parts = Pick<ClientCall, 'args' | 'got'>

function callWith(one: MethodCase, salt: string, pairs: Pairs): Parts {
  const { params } = pathOf(one, salt)
  return {
    args: { ...params, ...argsOf(one, pairs) },
    got: { params: { ...params, ...paramsOf(one, pairs) }, body: one.method.request && {} },
  }
}

/** A query as a program has it: without what the document says by default, and with `alt`, which few methods have. */
function argsOf({ method }: MethodCase, pairs: Pairs): Record<string, unknown> {
  const byName = Object.entries(Object.groupBy(pairs, ([name]) => name))
  return Object.fromEntries(
    byName.map(([name, own = []]) => {
      const { repeated, ...schema } = method.parameters?.[name] ?? {}
      const values = own.map(([, text]) => typed(schema, text))
      return [name, repeated ? values : values[0]]
    }),
  )
}

function withMessage({ document, method }: MethodCase, { args, got }: Parts): Parts {
  if (method.request === undefined) return { args, got }
  const message = fullMessage(method.request, document.schemas ?? {}, method.id)
  return { args: { ...args, requestBody: message.sent }, got: { ...got, body: message.got } }
}

function withMedia(one: MethodCase, { args, got }: Parts): Parts {
  const contentType = mediaTypeOf(one)
  const text = 'Größe: 1\r\n--x--\r\n'
  return {
    args: { ...args, media: { mimeType: contentType, body: text } },
    got: { ...got, media: { contentType, text } },
  }
}

/** One that the method takes. */
const mediaTypeOf = ({ method }: MethodCase): string =>
  (method.mediaUpload?.accept?.[0] ?? 'text/plain').replace('*/*', 'text/plain').replace('*', 'any')
