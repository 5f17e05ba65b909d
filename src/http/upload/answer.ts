// The answer to a request that brings bytes, or a part of them.
import { ApiError, invalid, notFound } from '../../errors.ts'
import type { Incoming } from '../request.ts'
import type { Answer } from '../response.ts'
import type { Upload, UploadFolder, UploadStart } from './folder.ts'
import { beginUpload, continueUpload } from './resumable.ts'
import type { UploadCall } from './upload_call.ts'
import { uploadTypeOf } from './upload_type.ts'
import { answerMedia, answerMultipart } from './whole.ts'

/** An upload that a request goes on with. */
export interface BegunUpload {
  readonly upload: Upload
  readonly start: UploadStart
}

/** The upload that a request names, if it names one: its id is then no parameter of the method. Throws 404. */
export async function begunUploadOf(
  { path }: Incoming,
  query: URLSearchParams,
  uploads: UploadFolder,
): Promise<BegunUpload | undefined> {
  const id = query.get('upload_id')
  if (id === null || !path.includes('/upload/')) return undefined
  query.delete('upload_id')
  return (await uploads.find(id)) ?? throwing(noSuchUpload(id))
}

/** `begun`: the upload that the request names. `httpMethod`: the request's own. `url`: its own, without the query. */
export async function answerUpload(
  call: UploadCall,
  begun: BegunUpload | undefined,
  httpMethod: string,
  uploads: UploadFolder,
  url: string,
): Promise<Answer & { readonly error?: ApiError }> {
  const { bound, incoming, query } = call
  const { method, service } = bound
  if (begun !== undefined) {
    const { start, upload } = begun
    if (start.api !== service.id || start.method !== method.id) throw noSuchUpload(upload.id)
    return await continueUpload(call, upload, start, httpMethod)
  }
  const type = uploadTypeOf(incoming, query)
  if (type === 'resumable') {
    if (method.mediaUpload?.protocols?.resumable === undefined)
      throw invalid(
        `${method.id} takes no resumable uploads; send uploadType=media or multipart.`,
        'uploadType',
      )
    const queryText = incoming.query === '' ? '' : `${incoming.query}&`
    return await beginUpload(call, uploads, (id) => `${url}?${queryText}upload_id=${id}`)
  }
  const upload = await uploads.add()
  try {
    return await (type === 'media' ? answerMedia : answerMultipart)(call, upload)
  } finally {
    await upload.remove()
  }
}

const noSuchUpload = (id: string): ApiError =>
  notFound(`There is no upload ${id}: it never began, was cancelled, or is older than a week.`)

function throwing(error: Error): never {
  throw error
}
