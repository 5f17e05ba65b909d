// Versions of an object: the live one under its name, former ones beside the collection where the bucket keeps them.
import type { KeptMedia } from 'discovery-emulator'
import type { Bucket, Object as StorageObject } from '../types/storage_v1.ts'
import type { Entry } from './acl.ts'
import { forbidden, noObject } from './errors.ts'
import { etagOf, formerVersionName, objectName } from './names.ts'
import type { Own, Storage } from './state.ts'

export interface Version {
  /** Under which it is kept. */
  readonly name: string
  readonly resource: Readonly<StorageObject>
  readonly media?: KeptMedia | undefined
  readonly isLive: boolean
}

export async function liveVersion(
  own: Own,
  bucket: string,
  object: string,
): Promise<Version | undefined> {
  const held = await own.get<StorageObject>(objectName(bucket, object))
  return held && { ...held, resource: named(held.resource, bucket, object), isLive: true }
}

/** What a seed says of an object may lack even its name. */
const named = (
  resource: Readonly<StorageObject>,
  bucket: string,
  object: string,
): Readonly<StorageObject> => ({ ...resource, bucket, name: object })

/** `generation`: by default the live one. Throws 404. */
export async function versionOf(
  own: Own,
  bucket: string,
  object: string,
  generation: string | undefined,
): Promise<Version> {
  const live = await liveVersion(own, bucket, object)
  const isLive = generation === undefined || live?.resource.generation === generation
  if (isLive && live !== undefined) return live
  const former =
    generation === undefined
      ? undefined
      : await own.get<StorageObject>(formerVersionName(bucket, object, generation))
  if (former === undefined) throw noObject(bucket, object)
  return { ...former, isLive: false }
}

/** Takes the live version out of the way: it becomes a former one where the bucket keeps those. */
export async function retire(
  own: Own,
  { now }: Storage,
  bucket: Readonly<Bucket>,
  { name, resource, media }: Version,
): Promise<void> {
  const { name: object = '', generation = '0' } = resource
  refuseIfHeld(resource, now())
  await own.delete(name)
  if (bucket.versioning?.enabled === true)
    own.put(
      formerVersionName(bucket.name!, object, generation),
      { ...resource, timeDeleted: now() },
      media,
    )
}

/** Throws 403 for a version that must stay. */
export function refuseIfHeld(resource: Readonly<StorageObject>, now: string): void {
  const { bucket, name, temporaryHold, eventBasedHold, retentionExpirationTime } = resource
  const hold = temporaryHold === true ? 'Temporary' : eventBasedHold === true && 'Event-Based'
  if (hold !== false)
    throw forbidden(
      `Object '${bucket}/${name}' is under active ${hold} hold and cannot be deleted, overwritten or archived until hold is removed.`,
    )
  if (retentionExpirationTime !== undefined && retentionExpirationTime > now)
    throw forbidden(
      `Object '${bucket}/${name}' is subject to bucket's retention policy or object retention and cannot be deleted or overwritten until ${retentionExpirationTime}`,
    )
}

export interface NewVersion {
  readonly bucket: Readonly<Bucket>
  readonly object: string
  /** What clients say of it, and what is known of its bytes. */
  readonly fields: StorageObject
  readonly media: KeptMedia
  readonly entries: readonly Entry[]
  /** Where clients download it. */
  readonly baseUrl: string
}

/** Makes the live version, in the place of the one before. */
export async function makeVersion(
  own: Own,
  storage: Storage,
  { bucket, object, fields, media, entries, baseUrl }: NewVersion,
): Promise<StorageObject> {
  const { name: id = '' } = bucket
  const before = await liveVersion(own, id, object)
  if (before !== undefined) await retire(own, storage, bucket, before)
  const time = storage.now()
  const generation = storage.nextGeneration()
  const params = { bucket: id, name: object }
  const filled = await own.invoke('storage.objects.insert', {
    params,
    body: { ...fields, name: object },
  })
  const link = `${baseUrl}/download/storage/v1/b/${id}/o/${encodeURIComponent(object)}`
  const resource: StorageObject = {
    ...filled,
    id: `${id}/${object}/${generation}`,
    generation,
    metageneration: '1',
    etag: etagOf('1', generation),
    mediaLink: `${link}?generation=${generation}&alt=media`,
    storageClass: fields.storageClass ?? bucket.storageClass,
    timeCreated: time,
    updated: time,
    timeStorageClassUpdated: time,
    timeFinalized: time,
    ...(bucket.defaultEventBasedHold === true && { eventBasedHold: true }),
    ...retained(bucket, fields, time),
  }
  own.put(objectName(id, object), resource, media)
  for (const body of entries)
    await own.invoke('storage.objectAccessControls.insert', {
      params: { bucket: id, object },
      body,
    })
  return resource
}

/** Until when policies let nobody delete it. */
function retained(
  { retentionPolicy }: Readonly<Bucket>,
  { retention }: StorageObject,
  made: string,
): Pick<StorageObject, 'retentionExpirationTime'> {
  const seconds = Number(retentionPolicy?.retentionPeriod ?? 0)
  const byBucket = seconds > 0 ? [new Date(Date.parse(made) + seconds * 1000).toISOString()] : []
  const all = [...byBucket, ...(retention?.retainUntilTime ? [retention.retainUntilTime] : [])]
  return all.length === 0 ? {} : { retentionExpirationTime: all.toSorted().at(-1)! }
}
