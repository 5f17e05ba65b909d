// The message in the bytes of a body.
import type { BoundMethod } from '../api/service.ts'
import type { QueryTexts, RequestMessage } from '../call/call.ts'
import type { Schema } from '../discovery/document.ts'
import { ApiError } from '../errors.ts'
import { isForm, readBytes, type RawMessage } from './body.ts'
import { parseJson } from './json.ts'
import { joined, parseQuery } from './query.ts'
import type { HttpRequest } from './request.ts'

export interface ReadBody {
  /** Undefined for a method that takes no message. */
  readonly message: RawMessage | undefined
  /** With what a form adds. */
  readonly query: QueryTexts
}

export interface ReadOptions {
  /** Bytes of a request body. */
  readonly bodyLimit: number
  /** Seconds in which it must come. */
  readonly timeout: number
}

/** The bytes of the message, if the method takes one; those of a form are more of the query instead. */
export async function readBody(
  { method, service }: BoundMethod,
  request: HttpRequest,
  query: QueryTexts,
  { bodyLimit, timeout }: ReadOptions,
): Promise<ReadBody> {
  const contentType = request.header('content-type')
  const takesMessage = method.request !== undefined
  const form = isForm(contentType)
  if (!takesMessage && !form) return { message: undefined, query }
  const bytes = await readBytes(request, bodyLimit, timeout)
  if (!form) return { message: { bytes, contentType }, query }
  // curl calls everything a form.
  if (takesMessage && service.errorFormat === 'v1' && bytes.length > 0) throw noForms()
  return {
    message: takesMessage ? { bytes: Buffer.alloc(0) } : undefined,
    query: joined(query, parseQuery(bytes.toString('utf8'))),
  }
}

/** Google's words. */
const noForms = (): ApiError =>
  new ApiError(
    'INVALID_ARGUMENT',
    'parseError',
    'This API does not support parsing form-encoded input.',
  )

/** Throws 400 for what is not JSON. No body is the empty message. */
export function messageIn(
  { method, service }: BoundMethod,
  { bytes, contentType }: RawMessage,
): RequestMessage {
  const size = bytes.length
  if (size === 0) return { value: {}, size }
  if (isHttpBody(method.request!, contentType))
    return { value: { contentType, data: bytes.toString('base64') }, size: 0 }
  const value = parseJson(bytes, service.errorFormat)
  // docs/google_rest.md, Messages
  return { value: value === null && service.errorFormat === 'v1' ? {} : value, size }
}

/** google.api.HttpBody stands for bytes of any type; as JSON it is read like any other message. */
const isHttpBody = (schema: Schema, contentType = 'application/json'): boolean =>
  schema.$ref?.endsWith('HttpBody') === true && !/^application\/(json|.*\+json)/i.test(contentType)
