// Uploads in one request: bytes alone, or a message and bytes in a multipart/related body.
import { ApiError, invalid } from '../../errors.ts'
import { payloadTooLarge } from '../http_errors.ts'
import { boundaryOf, partsOf, type Part } from '../batch/multipart.ts'
import type { Upload } from './folder.ts'
import { BodyChunks, receive, tooLarge, withChunks } from './receive.ts'
import { checkContentType, limitOf, type UploadCall, type UploadTurns } from './upload_call.ts'

/** The body of the request is the media. */
export async function* mediaTurns(call: UploadCall, upload: Upload): UploadTurns {
  const { request, bound, timeout, markAfter } = call
  const limit = limitOf(bound)
  const contentType = checkContentType(bound, request.header('content-type'))
  yield { message: { bytes: Buffer.alloc(0) }, isStart: false }
  if (Number(request.header('content-length') ?? 0) > limit) throw tooLarge(limit)
  const length = await withChunks(request, timeout, (chunks) =>
    receive(chunks, upload.bytes, { limit, mark: markAfter(0) }),
  )
  return (yield { media: { contentType, length, path: upload.bytes } })!
}

/** The first part of the body is the message, the second the media. */
export async function* multipartTurns(call: UploadCall, upload: Upload): UploadTurns {
  const { bound, request, timeout, messageLimit, markAfter } = call
  const boundary = boundaryOf(request.header('content-type') ?? '')
  if (boundary === undefined)
    throw invalid(
      'A multipart upload needs Content-Type: multipart/related with the boundary of its parts.',
    )
  await using body = new BodyChunks(request, timeout)
  const parts = partsOf(body.chunks, boundary)
  const first = await nextPart(parts)
  const bytes = await bytesOf(first, messageLimit)
  yield { message: { bytes, contentType: first.headers.get('content-type') }, isStart: false }
  const second = await nextPart(parts)
  const contentType = checkContentType(bound, second.headers.get('content-type'))
  const length = await receive(decoded(second), upload.bytes, {
    limit: limitOf(bound),
    mark: markAfter(0),
  })
  if ((await parts.next()).done !== true) throw notTwoParts()
  return (yield { media: { contentType, length, path: upload.bytes } })!
}

async function nextPart(parts: AsyncGenerator<Part>): Promise<Part> {
  const { done, value } = await parts.next()
  if (done === true) throw notTwoParts()
  return value
}

const notTwoParts = (): ApiError =>
  invalid('A multipart upload must have two parts: the message as JSON, then the media.')

async function bytesOf(part: Part, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of decoded(part)) {
    size += chunk.length
    if (size > limit)
      throw payloadTooLarge(
        `The message of the upload is larger than the limit of ${limit} bytes (limit_request_body).`,
      )
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Programs in a browser send media as base64, which is text. */
async function* decoded({ headers, body }: Part): AsyncGenerator<Buffer> {
  if (headers.get('content-transfer-encoding')?.toLowerCase() !== 'base64') {
    yield* body
    return
  }
  let rest = ''
  for await (const chunk of body) {
    const text = rest + chunk.toString('latin1').replaceAll(/\s+/g, '')
    const whole = text.length - (text.length % 4)
    rest = text.slice(whole)
    yield Buffer.from(text.slice(0, whole), 'base64')
  }
  yield Buffer.from(rest, 'base64')
}
