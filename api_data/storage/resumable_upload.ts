// A resumable upload that begins at a public address, as a signed URL for it does; it goes on where all of them do.
import type { RawHandler } from 'discovery-emulator'
import type { Methods } from '../types/storage_v1.ts'
import { badRequest } from './errors.ts'
import { fieldsOf, objectIn } from './object_request.ts'
import type { Storage } from './state.ts'

/** POST with `x-goog-resumable: start`, answered with the address of the upload. */
export const beginUpload: RawHandler<Storage, Methods> = async (request, { baseUrl }) => {
  const { header, headerNames } = request
  if (header('x-goog-resumable') !== 'start')
    throw badRequest('A POST to an object begins a resumable upload: send x-goog-resumable: start.')
  const { bucket, object } = objectIn(request)
  const query = `uploadType=resumable&name=${encodeURIComponent(object)}`
  const begun = await fetch(`${baseUrl()}/upload/storage/v1/b/${bucket}/o?${query}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-upload-content-type': header('content-type') ?? 'application/octet-stream',
      // Whose state it is, and who asks.
      ...Object.fromEntries(
        headerNames()
          .filter((name) => name === 'authorization' || name.startsWith('x-emulator-'))
          .map((name) => [name, header(name)!]),
      ),
    },
    body: JSON.stringify(fieldsOf(request)),
  })
  if (!begun.ok) return { status: begun.status, body: await begun.text() }
  const location = begun.headers.get('location') ?? ''
  const host = header('host')
  return {
    status: 201,
    headers: {
      location:
        host === undefined ? location : location.replace(/^http:\/\/[^/]+/, `http://${host}`),
    },
  }
}
