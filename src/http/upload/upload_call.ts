// A request that brings bytes, or a part of them, and what becomes of it turn by turn.
import type { Media } from '../../api/media.ts'
import type { BoundMethod } from '../../api/service.ts'
import type { QueryTexts } from '../../call/call.ts'
import type { UploadMark } from '../../call/watch.ts'
import { accepts, maxSizeOf } from '../../discovery/media_upload.ts'
import { ApiError } from '../../errors.ts'
import type { RawMessage } from '../body.ts'
import type { HttpRequest } from '../request.ts'
import type { HttpResponse } from '../response.ts'

export interface UploadCall {
  readonly bound: BoundMethod
  readonly request: HttpRequest
  readonly query: QueryTexts
  /** Seconds in which some bytes must come. */
  readonly timeout: number
  /** Bytes of the message. */
  readonly messageLimit: number
  /** What waits for bytes of the upload, of which `received` came with other requests. */
  readonly markAfter: (received: number) => UploadMark | undefined
}

/**
 * What an upload has: first the message, which must be right before bytes are taken; then, if all of them are here, the
 * media, with which the method is to be called.
 */
export type UploadTurn =
  | { readonly message: RawMessage; readonly isStart: boolean }
  | { readonly media: Media }

/**
 * Gives its turns one after the other. After the media it is given the method's answer, which it keeps as long as it must.
 * Returns the answer to the request. One that is not gone on with must be ended, or it holds the upload.
 */
export type UploadTurns = AsyncGenerator<UploadTurn, HttpResponse, HttpResponse | undefined>

/** The type of the media. Throws 400 for one that the method does not accept; Google's words. */
export function checkContentType(
  { method }: BoundMethod,
  said = 'application/octet-stream',
): string {
  const { mediaUpload = {} } = method
  if (accepts(mediaUpload, said)) return said
  throw new ApiError(
    'INVALID_ARGUMENT',
    'badContent',
    `Media type '${said}' is not supported. Valid media types: [${mediaUpload.accept?.join(', ')}]`,
  )
}

/** Bytes of the media. */
export const limitOf = ({ method }: BoundMethod): number =>
  maxSizeOf(method.mediaUpload ?? {}) ?? Infinity
