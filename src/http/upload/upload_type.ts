// Which way of uploading a request has chosen.
import { invalid } from '../../errors.ts'
import type { Incoming } from '../request.ts'

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
export function uploadTypeOf(incoming: Incoming, query: URLSearchParams): UploadType {
  const said =
    incoming.header('x-goog-upload-protocol') ||
    query.get('uploadType') ||
    query.get('upload_protocol') ||
    (/^multipart\/related\b/i.test(incoming.header('content-type') ?? '') ? 'multipart' : 'media')
  const type = Object.hasOwn(byName, said.toLowerCase()) ? byName[said.toLowerCase()] : undefined
  if (type === undefined)
    throw invalid(
      `Invalid value "${said}" for uploadType; it must be media, multipart or resumable.`,
      'uploadType',
    )
  return type
}
