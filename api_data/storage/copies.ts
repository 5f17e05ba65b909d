// Objects made of another one: copied, rewritten, moved.
import type { Handlers } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import { entriesOf } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { badRequest } from './errors.ts'
import { checkBeforeChange, ofSource, type Preconditions } from './preconditions.ts'
import type { Own, Storage, StorageHandler } from './state.ts'
import { liveVersion, makeVersion, retire, versionOf, type Version } from './versions.ts'

/** What is copied along. */
const METADATA = [
  'cacheControl',
  'contentDisposition',
  'contentEncoding',
  'contentLanguage',
  'contentType',
  'contexts',
  'customTime',
  'metadata',
] as const

const OF_BYTES = ['componentCount', 'crc32c', 'md5Hash', 'size'] as const

const picked = (
  from: Readonly<StorageObject>,
  names: readonly (keyof StorageObject)[],
): StorageObject =>
  Object.fromEntries(
    names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])),
  )

interface Copy {
  readonly source: Version
  readonly bucket: string
  readonly object: string
  /** Metadata that the client says: they take the place of all of the source's. */
  readonly said: StorageObject
  readonly wanted: Preconditions
  readonly predefinedAcl?: string | undefined
  readonly baseUrl: string
}

async function copied(own: Own, storage: Storage, copy: Copy): Promise<StorageObject> {
  const { source, bucket: id, object, baseUrl, predefinedAcl } = copy
  const bucket = await bucketOf(own, id)
  checkBeforeChange((await liveVersion(own, id, object))?.resource, copy.wanted)
  const { acl, ...said } = copy.said
  const metadata =
    Object.keys(said).length === 0
      ? picked(source.resource, METADATA)
      : { contentType: source.resource.contentType, ...said }
  return makeVersion(own, storage, {
    bucket,
    object,
    fields: { ...metadata, ...picked(source.resource, OF_BYTES) },
    media: source.media!,
    entries: entriesOf(predefinedAcl, acl),
    baseUrl,
  })
}

interface SourceParams {
  readonly sourceBucket: string
  readonly sourceObject: string
  readonly sourceGeneration?: string | undefined
}

async function sourceOf(
  own: Own,
  params: SourceParams & Parameters<typeof ofSource>[0],
): Promise<Version> {
  await bucketOf(own, params.sourceBucket)
  const { sourceBucket, sourceObject, sourceGeneration } = params
  const source = await versionOf(own, sourceBucket, sourceObject, sourceGeneration)
  checkBeforeChange(source.resource, ofSource(params))
  return source
}

const copy: StorageHandler<'storage.objects.copy'> = (
  { params, body, baseUrl, resources },
  storage,
) =>
  resources.transaction(async (own) =>
    copied(own, storage, {
      source: await sourceOf(own, params),
      bucket: params.destinationBucket,
      object: params.destinationObject,
      said: body,
      wanted: params,
      predefinedAcl: params.destinationPredefinedAcl,
      baseUrl,
    }),
  )

const MIB = 1024 * 1024

/** How many bytes are copied with this call; the token of the one before says how many were. */
function progressOf(params: Methods['storage.objects.rewrite']['params'], size: number): number {
  const { maxBytesRewrittenPerCall, rewriteToken } = params
  const most = Number(maxBytesRewrittenPerCall ?? size)
  if (maxBytesRewrittenPerCall !== undefined && (most < MIB || most % MIB !== 0))
    throw badRequest('maxBytesRewrittenPerCall must be an integral multiple of 1 MiB.')
  const before = rewriteToken === undefined ? 0 : Number(Buffer.from(rewriteToken, 'base64url'))
  if (!Number.isSafeInteger(before)) throw badRequest('Invalid rewrite token.')
  return Math.min(size, before + most)
}

const rewrite: StorageHandler<'storage.objects.rewrite'> = (
  { params, body, baseUrl, resources },
  storage,
) =>
  resources.transaction(async (own) => {
    const source = await sourceOf(own, params)
    const objectSize = source.resource.size ?? '0'
    const progress = progressOf(params, Number(objectSize))
    const answer = {
      kind: 'storage#rewriteResponse',
      totalBytesRewritten: String(progress),
      objectSize,
    }
    if (progress < Number(objectSize)) {
      const rewriteToken = Buffer.from(String(progress)).toString('base64url')
      return { ...answer, done: false, rewriteToken }
    }
    const resource = await copied(own, storage, {
      source,
      bucket: params.destinationBucket,
      object: params.destinationObject,
      said: body,
      wanted: params,
      predefinedAcl: params.destinationPredefinedAcl,
      baseUrl,
    })
    return { ...answer, done: true, resource }
  })

const move: StorageHandler<'storage.objects.move'> = ({ params, baseUrl, resources }, storage) =>
  resources.transaction(async (own) => {
    const { bucket, sourceObject, destinationObject } = params
    const source = await sourceOf(own, { ...params, sourceBucket: bucket })
    const entries = await own.list<{ entity: string; role: string }>(`${source.name}/acl`)
    const acl = entries.map(({ resource: { entity, role } }) => ({ entity, role }))
    if (sourceObject === destinationObject)
      throw badRequest('The source and the destination of a move must be different.')
    const moved = await copied(own, storage, {
      source,
      bucket,
      object: destinationObject,
      said: { ...picked(source.resource, METADATA), acl },
      wanted: params,
      baseUrl,
    })
    await retire(own, storage, await bucketOf(own, bucket), source)
    return moved
  })

export const copyMethods: Handlers<Methods, Storage> = {
  'storage.objects.copy': copy,
  'storage.objects.rewrite': rewrite,
  'storage.objects.move': move,
}
