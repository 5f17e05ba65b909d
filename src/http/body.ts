// The body of a request: its bytes, within the limit, unpacked.
import { createGunzip, createInflate } from 'node:zlib'
import type { Readable, Transform } from 'node:stream'
import { ApiError, invalid } from '../errors.ts'
import { payloadTooLarge } from './http_errors.ts'
import type { HttpRequest } from './request.ts'
import { withTimeout } from '../call/timeout.ts'

/** The bytes of a message as they came. */
export interface RawMessage {
  readonly bytes: Buffer
  readonly contentType?: string | undefined
}

/** The bytes of a body, unpacked; at most `limit` of them, within `timeout` seconds. Throws 413, 408 or 400. */
export async function readBytes(
  incoming: HttpRequest,
  limit: number,
  timeout: number,
): Promise<Buffer> {
  if (Number(incoming.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  const body = unpacked(incoming)
  try {
    return await withTimeout(bytesOf(body, limit), timeout, tooSlow)
  } finally {
    if (body !== incoming.body) body.destroy() // one too large is not unpacked to its end
  }
}

/** The body without its Content-Encoding. Throws 415. */
export function unpacked(incoming: HttpRequest): Readable {
  const { body } = incoming
  const unpack = unpackerOf(incoming.header('content-encoding') || 'identity')
  if (unpack === undefined) return body
  // Neither `compose` nor `pipe` hands on every error, and one without a listener ends the server.
  body.on('error', (error) => unpack.destroy(error))
  // It may come before the first byte is asked for; whoever asks then is told.
  unpack.on('error', () => {})
  return body.pipe(unpack)
}

export const tooSlow = (): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'badRequest', 'The request took too long to arrive.', {
    code: 408,
  })

/** By events: `for await` costs more than all the rest of a small request's reading. */
function bytesOf(body: Readable, limit: number): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const chunks: Buffer[] = []
  let size = 0
  body.on('data', (chunk: Uint8Array) => {
    size += chunk.length
    // The rest is still taken off the connection, or the answer would not be read.
    if (size > limit) reject(tooLarge(limit))
    else chunks.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length))
  })
  body.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
  body.on('error', (error) =>
    reject(invalid(`The request body could not be read: ${error.message}`)),
  )
  return promise
}

const tooLarge = (limit: number): ApiError =>
  payloadTooLarge(
    `The request body is larger than the limit of ${limit} bytes (limit_request_body).`,
  )

function unpackerOf(encoding: string): Transform | undefined {
  switch (encoding.toLowerCase()) {
    case 'identity':
      return undefined
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    default:
      throw new ApiError(
        'INVALID_ARGUMENT',
        'badContent',
        `Content-Encoding ${encoding} is not supported; send gzip, deflate or no encoding.`,
        { code: 415 },
      )
  }
}

export const isForm = (contentType: string | undefined): boolean =>
  contentType?.split(';')[0]!.trim().toLowerCase() === 'application/x-www-form-urlencoded'
