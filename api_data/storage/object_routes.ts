// Objects by their public address, `/BUCKET/OBJECT`, as links, signed URLs and clients of the older XML API have them.
import { ApiError, type RawAnswer, type RawHandler, type Routes } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import { entriesOf } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { download } from './downloads.ts'
import { bucketName } from './names.ts'
import { uploadForm } from './form_upload.ts'
import { fieldsOf, isOurHost, objectIn, preconditionsOf } from './object_request.ts'
import { checkBeforeChange, checkBeforeRead } from './preconditions.ts'
import { beginUpload } from './resumable_upload.ts'
import { expiryOf } from './signed_urls.ts'
import type { Storage } from './state.ts'
import { checkHashes, keptObject } from './uploads.ts'
import { liveVersion, makeVersion, retire, versionOf } from './versions.ts'
import { refusal, xmlError } from './xml_errors.ts'

const read: RawHandler<Storage, Methods> = async (request) => {
  const { resources, query, header } = request
  const { bucket, object } = objectIn(request)
  const version = await resources.transaction(async (own) => {
    await bucketOf(own, bucket)
    const found = await versionOf(own, bucket, object, query.get('generation') ?? undefined)
    checkBeforeRead(found.resource, preconditionsOf(request))
    return found
  })
  return download(version, resources, header)
}

const write: RawHandler<Storage, Methods> = async (request, storage) => {
  const { resources, header } = request
  const { bucket: id, object } = objectIn(request)
  const contentType = header('content-type') ?? 'application/octet-stream'
  const kept = await keptObject(resources, request.body, contentType)
  const md5Hash = header('content-md5')
  checkHashes(kept.fields, md5Hash === undefined ? {} : { md5Hash }, header('x-goog-hash'))
  const made = await resources.transaction(async (own) => {
    const bucket = await bucketOf(own, id)
    checkBeforeChange((await liveVersion(own, id, object))?.resource, preconditionsOf(request))
    return makeVersion(own, storage, {
      bucket,
      object,
      fields: { ...fieldsOf(request), contentType, ...kept.fields },
      media: kept.media,
      entries: entriesOf(camelCase(header('x-goog-acl')), undefined),
      baseUrl: `http://${header('host') ?? 'localhost'}`,
    })
  })
  return { headers: headersOf(made) }
}

/** `public-read` is `publicRead` in the JSON API. */
const camelCase = (word: string | undefined): string | undefined =>
  word?.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const headersOf = ({ etag, generation, metageneration, crc32c, md5Hash }: StorageObject) => ({
  etag: `"${etag}"`,
  'x-goog-generation': `${generation}`,
  'x-goog-metageneration': `${metageneration}`,
  'x-goog-hash': `crc32c=${crc32c},md5=${md5Hash}`,
})

const remove: RawHandler<Storage, Methods> = async (request, storage) => {
  const { bucket: id, object } = objectIn(request)
  await request.resources.transaction(async (own) => {
    const bucket = await bucketOf(own, id)
    const version = await versionOf(own, id, object, undefined)
    checkBeforeChange(version.resource, preconditionsOf(request))
    await retire(own, storage, bucket, version)
  })
  return { status: 204 }
}

/**
 * Refuses what is refused as XML, and signed URLs whose time is over. A path that names no bucket is left to be any other
 * API's, misspelt as it may be, unless the host says that this one is meant.
 */
const asXml =
  (handler: RawHandler<Storage, Methods>): RawHandler<Storage, Methods> =>
  async (request, storage) => {
    try {
      const bucket = request.params['bucket']!
      const isHere = await request.resources.transaction((own) => own.get(bucketName(bucket)))
      if (isHere === undefined && !isOurHost(request)) return undefined
      const expiry = expiryOf(request.query)
      if (expiry !== undefined && expiry < storage.now()) return expired(expiry)
      return await handler(request, storage)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      return refusal(error)
    }
  }

const expired = (expiry: string): RawAnswer =>
  xmlError(400, 'ExpiredToken', 'Invalid argument.', `Request signature expired at: ${expiry}`)

export const objectRoutes: Routes<Methods, Storage> = {
  'GET /{bucket}/{+object}': asXml(read),
  'POST /{bucket}': asXml(uploadForm),
  'POST /{bucket}/{+object}': asXml(beginUpload),
  'PUT /{bucket}/{+object}': asXml(write),
  'DELETE /{bucket}/{+object}': asXml(remove),
}
