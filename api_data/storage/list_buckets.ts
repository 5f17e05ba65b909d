// Lists the buckets of a project in order of name.
import type { Bucket, Buckets } from '../types/storage_v1.ts'
import { projected } from './acl.ts'
import { bucketName, idIn, projectOf } from './names.ts'
import { compare, pageOf } from './pages.ts'
import type { Own, StorageHandler } from './state.ts'

/** A bucket that was there from the start is of every project. */
async function isOf(own: Own, bucket: Readonly<Bucket>, project: string): Promise<boolean> {
  if (bucket.projectNumber === project) return true
  const held = await own.get<{ project: string }>(projectOf(bucket.name!))
  return held === undefined || held.resource.project === project
}

export const listBuckets: StorageHandler<'storage.buckets.list'> = ({ params, resources }) =>
  resources.transaction(async (own) => {
    const { prefix = '', project, projection, softDeleted } = params
    const all = softDeleted === true ? [] : await own.list<Bucket>('b')
    const rows: { readonly key: string; readonly bucket: Bucket }[] = []
    for (const { name, resource } of all) {
      const key = idIn(name)
      const bucket = { ...resource, name: key }
      if (key.startsWith(prefix) && (await isOf(own, bucket, project))) rows.push({ key, bucket })
    }
    const { page, next } = pageOf(
      rows.toSorted((a, b) => compare(a.key, b.key)),
      params,
    )
    const items: Bucket[] = []
    for (const { key, bucket } of page)
      items.push(await projected(own, bucketName(key), bucket, projection))
    const answer: Buckets = { kind: 'storage#buckets' }
    if (items.length > 0) answer.items = items
    if (next !== undefined) answer.nextPageToken = next
    return answer
  })
