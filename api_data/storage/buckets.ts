// Buckets: what is special of them beside what the engine does.
import type { Handlers } from 'discovery-emulator'
import type { Bucket, Methods } from '../types/storage_v1.ts'
import { entriesOf, projected, type Entry } from './acl.ts'
import { badRequest, bucketNotEmpty, bucketTaken, noBucket, required } from './errors.ts'
import { bucketName, etagOf, formerVersionsOf, objectsOf, policyOf, projectOf } from './names.ts'
import { checkBeforeChange, checkBeforeRead } from './preconditions.ts'
import type { Own, Storage, StorageHandler } from './state.ts'

/** Throws 404. */
export async function bucketOf(own: Own, bucket: string): Promise<Readonly<Bucket>> {
  const held = await own.get<Bucket>(bucketName(bucket))
  if (held === undefined) throw noBucket()
  // What a seed says of it may lack even that.
  return { ...held.resource, name: bucket }
}

/** 3 to 63 characters; with dots up to 222 (https://cloud.google.com/storage/docs/buckets#naming). */
const NAME = /^(?=[a-z0-9])(?=.*[a-z0-9]$)[a-z0-9._-]{3,222}$/

/** Keeps what the engine made of a bucket, with the numbers and the tag that Google gives it. */
function saved(own: Own, bucket: Bucket, generation: string): Bucket {
  const { name = '', metageneration = '1' } = bucket
  const kept = { ...bucket, generation, etag: etagOf(metageneration) }
  own.put(bucketName(name), kept)
  return kept
}

const insert: StorageHandler<'storage.buckets.insert'> = (
  { params, body, resources },
  { nextGeneration },
) =>
  resources.transaction(async (own) => {
    const { acl, defaultObjectAcl, ...rest } = body
    const { name = '' } = rest
    if (name === '') throw required('Required')
    if (!NAME.test(name)) throw badRequest(`Invalid bucket name: '${name}'`)
    if ((await own.get(bucketName(name))) !== undefined) throw bucketTaken()
    const made = await own.invoke('storage.buckets.insert', { params, body: rest })
    const bucket = saved(own, made, nextGeneration())
    own.put(projectOf(name), { project: params.project })
    own.put(policyOf(name), firstPolicy(name, params.project))
    const { predefinedAcl, predefinedDefaultObjectAcl, projection } = params
    await setEntries(own, name, 'acl', predefinedAcl, acl)
    await setEntries(own, name, 'defaultObjectAcl', predefinedDefaultObjectAcl, defaultObjectAcl)
    return projected(own, bucketName(name), bucket, projection ?? (acl && 'full'))
  })

/**
 * Who may use a new bucket, by roles for its project's own: https://cloud.google.com/storage/docs/access-control/iam-roles#legacy-roles.
 * Clients add to its bindings without a look whether there are any.
 */
const firstPolicy = (bucket: string, project: string) => ({
  kind: 'storage#policy',
  resourceId: `projects/_/buckets/${bucket}`,
  version: 1,
  etag: 'CAE=',
  bindings: [
    {
      role: 'roles/storage.legacyBucketOwner',
      members: [`projectEditor:${project}`, `projectOwner:${project}`],
    },
    { role: 'roles/storage.legacyBucketReader', members: [`projectViewer:${project}`] },
  ],
})

const INSERTS = {
  acl: 'storage.bucketAccessControls.insert',
  defaultObjectAcl: 'storage.defaultObjectAccessControls.insert',
} as const

/** Puts entries in the place of those that are there, if the client says any. */
async function setEntries(
  own: Own,
  bucket: string,
  list: keyof typeof INSERTS,
  predefined: string | undefined,
  said: readonly Entry[] | undefined,
): Promise<void> {
  if (predefined === undefined && said === undefined) return
  for (const { name } of await own.list(`${bucketName(bucket)}/${list}`)) await own.delete(name)
  for (const body of entriesOf(predefined, said))
    await own.invoke(INSERTS[list], { params: { bucket }, body })
}

const get: StorageHandler<'storage.buckets.get'> = ({ params, resources }) =>
  resources.transaction(async (own) => {
    const bucket = await bucketOf(own, params.bucket)
    checkBeforeRead(bucket, params)
    return projected(own, bucketName(params.bucket), bucket, params.projection)
  })

/** PATCH and PUT. */
const changing =
  (
    id: 'storage.buckets.patch' | 'storage.buckets.update',
  ): StorageHandler<'storage.buckets.patch'> =>
  ({ params, body, nulls, resources }) =>
    resources.transaction(async (own) => {
      const before = await bucketOf(own, params.bucket)
      checkBeforeChange(before, params)
      const { acl, defaultObjectAcl, ...rest } = body
      const changed = await own.invoke(id, { params, body: rest, nulls })
      const bucket = saved(own, changed, before.generation ?? '1')
      const { predefinedAcl, predefinedDefaultObjectAcl, projection } = params
      const { bucket: name } = params
      await setEntries(own, name, 'acl', predefinedAcl, acl)
      await setEntries(own, name, 'defaultObjectAcl', predefinedDefaultObjectAcl, defaultObjectAcl)
      return projected(own, bucketName(params.bucket), bucket, projection)
    })

const remove: StorageHandler<'storage.buckets.delete'> = ({ params, resources }) =>
  resources.transaction(async (own): Promise<undefined> => {
    checkBeforeChange(await bucketOf(own, params.bucket), params)
    for (const collection of [objectsOf(params.bucket), formerVersionsOf(params.bucket)])
      if ((await own.list(collection, { limit: 1 })).length > 0) throw bucketNotEmpty()
    await own.delete(bucketName(params.bucket))
  })

const lockRetentionPolicy: StorageHandler<'storage.buckets.lockRetentionPolicy'> = ({
  params,
  resources,
}) =>
  resources.transaction(async (own) => {
    const bucket = await bucketOf(own, params.bucket)
    checkBeforeChange(bucket, params)
    const { retentionPolicy, metageneration = '1', generation = '1' } = bucket
    if (retentionPolicy === undefined)
      throw badRequest('The bucket has no retention policy that could be locked.')
    const next = String(BigInt(metageneration) + 1n)
    const locked = { ...retentionPolicy, isLocked: true }
    return saved(own, { ...bucket, retentionPolicy: locked, metageneration: next }, generation)
  })

export const bucketMethods: Handlers<Methods, Storage> = {
  'storage.buckets.insert': insert,
  'storage.buckets.get': get,
  'storage.buckets.patch': changing('storage.buckets.patch'),
  'storage.buckets.update': changing('storage.buckets.update'),
  'storage.buckets.delete': remove,
  'storage.buckets.lockRetentionPolicy': lockRetentionPolicy,
}
