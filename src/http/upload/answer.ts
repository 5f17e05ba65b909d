// The answer to a request that brings bytes, or a part of them: its turns are those of one of three ways of uploading.
import { invalid, notFound, type ApiError } from '../../errors.ts'
import type { QueryTexts } from '../../call/call.ts'
import { textIn, without } from '../query.ts'
import type { HttpRequest } from '../request.ts'
import type { BegunUpload, UploadFolder } from './folder.ts'
import { beginTurns, continueTurns } from './resumable.ts'
import type { UploadCall, UploadTurns } from './upload_call.ts'
import { uploadTypeOf } from './upload_type.ts'
import { mediaTurns, multipartTurns } from './whole.ts'

/** The upload that a request names, if it names one, and the query without its id, which is no parameter. Throws 404. */
export async function begunUploadOf(
  { path }: HttpRequest,
  query: QueryTexts,
  uploads: UploadFolder,
): Promise<{ readonly begun: BegunUpload | undefined; readonly query: QueryTexts }> {
  const id = textIn(query, 'upload_id')
  if (id === undefined || !path.includes('/upload/')) return { begun: undefined, query }
  const begun = await uploads.find(id)
  if (begun === undefined) throw noSuchUpload(id)
  return { begun, query: without(query, 'upload_id') }
}

/** `begun`: the upload that the request names. `httpMethod`: the request's own. `url`: its own, without the query. */
export async function* uploadTurns(
  call: UploadCall,
  begun: BegunUpload | undefined,
  httpMethod: string,
  uploads: UploadFolder,
  url: string,
): UploadTurns {
  const { bound, request, query } = call
  const { method, service } = bound
  if (begun !== undefined) {
    const { start, upload } = begun
    if (start.api !== service.id || start.method !== method.id) throw noSuchUpload(upload.id)
    return yield* continueTurns(call, begun, httpMethod)
  }
  const type = uploadTypeOf(request, query)
  if (type === 'resumable') {
    if (method.mediaUpload?.protocols?.resumable === undefined)
      throw invalid(
        `${method.id} takes no resumable uploads; send uploadType=media or multipart.`,
        'uploadType',
      )
    const queryText = request.query === '' ? '' : `${request.query}&`
    const urlOf = (id: string) => `${url}?${queryText}upload_id=${id}`
    return yield* beginTurns(call, uploads, httpMethod, urlOf)
  }
  const upload = await uploads.add()
  try {
    return yield* (type === 'media' ? mediaTurns : multipartTurns)(call, upload)
  } finally {
    // What cannot be removed now goes with those that were never finished.
    await upload.remove().catch(() => {})
  }
}

const noSuchUpload = (id: string): ApiError =>
  notFound(`There is no upload ${id}: it never began, was cancelled, or is older than a week.`)
