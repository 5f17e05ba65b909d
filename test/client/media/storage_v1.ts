// As much of Cloud Storage as its client needs to bring objects there and back.
import { media, notFound, type Call } from 'discovery-emulator'
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

export const handlers = {
  'storage.buckets.insert': ({ body }: Asked) => ({ kind: 'storage#bucket', name: body?.name }),
  'storage.objects.insert': async ({ params, body, media: sent }: Asked, objects: Objects) => {
    const name = params.name ?? body?.name ?? ''
    const kept = await objects.keep(`${params.bucket}/${name}`, sent!, body?.contentType)
    return resourceOf(params.bucket, name, kept)
  },
  'storage.objects.get': ({ params, alt }: Asked, objects: Objects) => {
    const object = found(objects, params)
    if (alt === 'json') return resourceOf(params.bucket, params.object, object)
    const { contentType, crc32c, md5 } = object
    return media(object, {
      contentType,
      headers: { 'x-goog-hash': `crc32c=${crc32c},md5=${md5}` },
    })
  },
  'storage.objects.delete': ({ params }: Asked, objects: Objects) => {
    found(objects, params)
    objects.byName.delete(`${params.bucket}/${params.object}`)
  },
}
