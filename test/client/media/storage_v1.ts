// As much of Cloud Storage as its client needs to bring objects there and back.
import { media, notFound, type Call, type RawRequest } from 'discovery-emulator'
import { Objects, type StoredObject } from './objects.ts'

export const open = Objects.open

interface Params {
  readonly bucket: string
  readonly object: string
  readonly name?: string
}

type Asked = Omit<Call, 'params' | 'body'> & {
  readonly params: Params
  readonly body: { readonly name?: string; readonly contentType?: string } | undefined
}

function found(objects: Objects, { bucket, object }: Params): StoredObject {
  const stored = objects.byName.get(`${bucket}/${object}`)
  if (stored === undefined) throw notFound(`No such object: ${bucket}/${object}`)
  return stored
}

const resourceOf = (bucket: string, name: string, object: StoredObject) => ({
  kind: 'storage#object',
  bucket,
  name,
  contentType: object.contentType,
  size: String(object.size),
  md5Hash: object.md5,
  crc32c: object.crc32c,
  generation: '1',
})

const bytesOf = (object: StoredObject) =>
  media(object, {
    contentType: object.contentType,
    headers: { 'x-goog-hash': `crc32c=${object.crc32c},md5=${object.md5}` },
  })

const bucketOf = (name: string) => ({ kind: 'storage#bucket', name })

export const handlers = {
  'storage.buckets.insert': ({ body }: Asked, objects: Objects) => {
    objects.buckets.add(body?.name ?? '')
    return bucketOf(body?.name ?? '')
  },
  'storage.buckets.get': ({ params: { bucket } }: Asked, objects: Objects) => {
    if (!objects.buckets.has(bucket)) throw notFound(`No such bucket: ${bucket}`)
    return bucketOf(bucket)
  },
  'storage.objects.insert': async ({ params, body, media: sent }: Asked, objects: Objects) => {
    const name = params.name ?? body?.name ?? ''
    const kept = await objects.keep(`${params.bucket}/${name}`, sent!, body?.contentType)
    return resourceOf(params.bucket, name, kept)
  },
  'storage.objects.get': ({ params, alt }: Asked, objects: Objects) => {
    const object = found(objects, params)
    if (alt === 'json') return resourceOf(params.bucket, params.object, object)
    return bytesOf(object)
  },
  'storage.objects.delete': ({ params }: Asked, objects: Objects) => {
    found(objects, params)
    objects.byName.delete(`${params.bucket}/${params.object}`)
  },
}

const publicObject = ({ params }: RawRequest, objects: Objects) =>
  bytesOf(found(objects, params as unknown as Params))

/** Paths of the client where STORAGE_EMULATOR_HOST is set, and of those who have no client. */
export const routes = {
  'POST /b': 'storage.buckets.insert',
  'GET /b/{bucket}': 'storage.buckets.get',
  'POST /b/{bucket}/o': 'storage.objects.insert',
  'GET /b/{bucket}/o/{object}': 'storage.objects.get',
  'DELETE /b/{bucket}/o/{object}': 'storage.objects.delete',
  'GET /{bucket}/{object}': publicObject,
  'GET /{bucket}/{+object}': publicObject,
}
