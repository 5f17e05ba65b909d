// A call of a method that comes with bytes, as the ways of uploading see it.
import { accepts, maxSizeOf } from '../../discovery/media_upload.ts'
import { ApiError } from '../../errors.ts'
import type { Media } from '../../api/media.ts'
import type { RawMessage } from '../body.ts'
import type { CheckedCall, Request } from '../checked_call.ts'
import type { Incoming } from '../request.ts'
import type { Answer } from '../response.ts'
import type { BoundMethod } from '../../api/service.ts'

export interface UploadCall extends Request {
  readonly incoming: Incoming
  /** Seconds in which some bytes must come. */
  readonly timeout: number
  /** Bytes of the message. */
  readonly messageLimit: number
  /** All that is checked before the handler is called. Throws what is wrong. */
  check(message: RawMessage): CheckedCall
  /** Calls the handler. Throws what it throws. */
  perform(checked: CheckedCall, media: Media): Promise<Answer>
  /** What a client is answered for something thrown. */
  refuse(thrown: unknown): Answer & { readonly error: ApiError }
}

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
