// Which way of uploading a request has chosen.
import { invalid } from '../../errors.ts'
import type { QueryTexts } from '../../call/call.ts'
import { textIn } from '../query.ts'
import type { HttpRequest } from '../request.ts'

/** Bytes alone, a message and bytes in one body, or a message now and the bytes in requests to come. */
export type UploadType = 'media' | 'multipart' | 'resumable'

/** The names of the newer protocol, and what they mean. */
const byName: Readonly<Record<string, UploadType>> = {
  media: 'media',
  raw: 'media',
  multipart: 'multipart',
  resumable: 'resumable',
}

/** Throws 400 for a name that is none. Who says nothing sends a multipart body, or bytes alone. */
export function uploadTypeOf(request: HttpRequest, query: QueryTexts): UploadType {
  const said =
    request.header('x-goog-upload-protocol') ||
    textIn(query, 'uploadType') ||
    textIn(query, 'upload_protocol') ||
    (/^multipart\/related\b/i.test(request.header('content-type') ?? '') ? 'multipart' : 'media')
  const type = Object.hasOwn(byName, said.toLowerCase()) ? byName[said.toLowerCase()] : undefined
  if (type === undefined)
    throw invalid(
      `Invalid value "${said}" for uploadType; it must be media, multipart or resumable.`,
      'uploadType',
    )
  return type
}
