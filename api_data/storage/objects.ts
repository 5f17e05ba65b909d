// Objects: uploads, downloads, metadata and deletions.
import type { Call, Handlers } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import { entriesOf, projected } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { download } from './downloads.ts'
import { required } from './errors.ts'
import { etagOf, objectName } from './names.ts'
import { checkBeforeChange, checkBeforeRead } from './preconditions.ts'
import type { Storage, StorageHandler } from './state.ts'
import { bytesOf, checkHashes, keptObject } from './uploads.ts'
import { liveVersion, makeVersion, refuseIfHeld, retire, versionOf } from './versions.ts'

type Insert = Call<Methods['storage.objects.insert'], Methods>

function nameIn({ params, body }: Pick<Insert, 'params' | 'body'>): string {
  const name = body.name ?? params.name ?? ''
  if (name === '') throw required('Required')
  return name
}

/** When a resumable upload begins: what its end would refuse. */
export const uploadStarts: Handlers<Methods, Storage> = {
  'storage.objects.insert': async ({ params, body, resources }) => {
    const object = nameIn({ params, body })
    await resources.transaction(async (own) => {
      await bucketOf(own, params.bucket)
      checkBeforeChange((await liveVersion(own, params.bucket, object))?.resource, params)
    })
    return {}
  },
}

const insert: StorageHandler<'storage.objects.insert'> = async (call, storage) => {
  const { params, body, media: sent, resources, header, baseUrl } = call
  const object = nameIn(call)
  const contentType = body.contentType ?? sent?.contentType ?? 'application/octet-stream'
  const kept = await keptObject(resources, bytesOf(sent), contentType)
  checkHashes(kept.fields, body, header('x-goog-hash'))
  const { acl, contentEncoding = params.contentEncoding, ...rest } = body
  return resources.transaction(async (own) => {
    const bucket = await bucketOf(own, params.bucket)
    checkBeforeChange((await liveVersion(own, params.bucket, object))?.resource, params)
    const fields = {
      ...rest,
      ...(contentEncoding && { contentEncoding }),
      ...(params.kmsKeyName && { kmsKeyName: params.kmsKeyName }),
      contentType,
    }
    const resource = await makeVersion(own, storage, {
      bucket,
      object,
      fields: { ...fields, ...kept.fields },
      media: kept.media,
      entries: entriesOf(params.predefinedAcl, acl),
      baseUrl,
    })
    return projected(own, objectName(params.bucket, object), resource, params.projection)
  })
}

const get: StorageHandler<'storage.objects.get'> = async ({ params, alt, resources, header }) => {
  const { bucket, object, generation, projection } = params
  const found = await resources.transaction(async (own) => {
    await bucketOf(own, bucket)
    const version = await versionOf(own, bucket, object, generation)
    checkBeforeRead(version.resource, params)
    return { version, resource: await projected(own, version.name, version.resource, projection) }
  })
  return alt === 'media' ? download(found.version, resources, header) : found.resource
}

/** PATCH and PUT of metadata: the content stays, and with it its generation. */
const changing =
  (
    id: 'storage.objects.patch' | 'storage.objects.update',
  ): StorageHandler<'storage.objects.patch'> =>
  ({ params, body, nulls, resources }, { now }) =>
    resources.transaction(async (own) => {
      const { bucket, object, predefinedAcl, projection } = params
      await bucketOf(own, bucket)
      const version = await versionOf(own, bucket, object, params.generation)
      const before = version.resource
      checkBeforeChange(before, params)
      const { acl, ...rest } = body
      const changed = version.isLive
        ? await own.invoke(id, { params, body: { ...rest }, nulls })
        : { ...before, ...rest, metadata: { ...before.metadata, ...rest.metadata } }
      const resource = renumbered(changed, before, now())
      own.put(version.name, resource, version.media)
      if (acl !== undefined || predefinedAcl !== undefined) {
        for (const { name } of await own.list(`${version.name}/acl`)) await own.delete(name)
        for (const entry of entriesOf(predefinedAcl, acl))
          await own.invoke('storage.objectAccessControls.insert', {
            params: { bucket, object },
            body: entry,
          })
      }
      return projected(own, version.name, resource, projection)
    })

/** Metadata that were changed: of the same content, and of their next version. */
function renumbered(
  changed: StorageObject,
  { generation = '1', metageneration = '1', ...before }: Readonly<StorageObject>,
  time: string,
): StorageObject {
  const next = String(BigInt(metageneration) + 1n)
  const { storageClass = before.storageClass } = changed
  const isMoved = storageClass !== before.storageClass
  return {
    ...changed,
    ...ofContent(before),
    storageClass,
    generation,
    metageneration: next,
    etag: etagOf(next, generation),
    timeStorageClassUpdated: isMoved ? time : before.timeStorageClassUpdated,
    updated: time,
  }
}

/** What metadata do not change. */
const ofContent = ({
  id,
  size,
  crc32c,
  md5Hash,
  mediaLink,
  componentCount,
  timeCreated,
  timeFinalized,
}: Readonly<StorageObject>): StorageObject => ({
  id,
  size,
  crc32c,
  md5Hash,
  mediaLink,
  componentCount,
  timeCreated,
  timeFinalized,
})

const remove: StorageHandler<'storage.objects.delete'> = ({ params, resources }, storage) =>
  resources.transaction(async (own): Promise<undefined> => {
    const { bucket: id, object, generation } = params
    const bucket = await bucketOf(own, id)
    const version = await versionOf(own, id, object, generation)
    checkBeforeChange(version.resource, params)
    // A version that is named is deleted for good.
    if (generation === undefined) await retire(own, storage, bucket, version)
    else {
      refuseIfHeld(version.resource, storage.now())
      await own.delete(version.name)
    }
  })

export const objectMethods: Handlers<Methods, Storage> = {
  'storage.objects.insert': insert,
  'storage.objects.get': get,
  'storage.objects.patch': changing('storage.objects.patch'),
  'storage.objects.update': changing('storage.objects.update'),
  'storage.objects.delete': remove,
}
