// Objects by their public address, `/BUCKET/OBJECT`, as links, signed URLs and clients of the older XML API have them.
import type { RawAnswer, RawHandler, RawRequest, Routes } from 'discovery-emulator'
import { ApiError } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import { entriesOf } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { download } from './downloads.ts'
import { bucketName } from './names.ts'
import { checkBeforeChange, checkBeforeRead, type Preconditions } from './preconditions.ts'
import { expiryOf } from './signed_urls.ts'
import type { Storage } from './state.ts'
import { checkHashes, keptObject } from './uploads.ts'
import { liveVersion, makeVersion, retire, versionOf } from './versions.ts'
import { refusal, xmlError } from './xml_errors.ts'

type Request = RawRequest<Methods>

/** In a path of any number of segments a slash may be encoded or not. */
const objectIn = ({ params }: Request): { readonly bucket: string; readonly object: string } => ({
  bucket: params['bucket']!,
  object: params['object']!.replaceAll(/%2f/gi, '/'),
})

/** The XML API has them as headers. */
const preconditionsOf = ({ header }: Request): Preconditions => ({
  ifGenerationMatch: header('x-goog-if-generation-match'),
  ifMetagenerationMatch: header('x-goog-if-metageneration-match'),
})

const read: RawHandler<Storage, Methods> = async (request) => {
  const { resources, query, header } = request
  const { bucket, object } = objectIn(request)
  const version = await resources.transaction(async (own) => {
    await bucketOf(own, bucket)
    const found = await versionOf(own, bucket, object, query.get('generation') ?? undefined)
    checkBeforeRead(found.resource, preconditionsOf(request))
    return found
  })
  const answer = await download(version, resources, header)
  return answer
}

const META = 'x-goog-meta-'

/** Metadata that an upload says in headers. */
function fieldsOf({ header, headerNames }: Request): StorageObject {
  const own = headerNames().filter((name) => name.startsWith(META))
  const metadata = Object.fromEntries(own.map((name) => [name.slice(META.length), header(name)!]))
  const said: Readonly<Record<string, string | undefined>> = {
    cacheControl: header('cache-control'),
    contentDisposition: header('content-disposition'),
    contentEncoding: header('content-encoding'),
    contentLanguage: header('content-language'),
    storageClass: header('x-goog-storage-class'),
  }
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(own.length > 0 && { metadata }),
  }
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
      const { bucket } = objectIn(request)
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

const isOurHost = ({ header }: Request): boolean =>
  /(^|\.)storage\.googleapis\.com(:\d+)?$/i.test(header('host') ?? '')

const expired = (expiry: string): RawAnswer =>
  xmlError(400, 'ExpiredToken', 'Invalid argument.', `Request signature expired at: ${expiry}`)

export const objectRoutes: Routes<Methods, Storage> = {
  'GET /{bucket}/{+object}': asXml(read),
  'PUT /{bucket}/{+object}': asXml(write),
  'DELETE /{bucket}/{+object}': asXml(remove),
}
