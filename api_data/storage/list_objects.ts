// Lists objects in order of name, in pages, with names up to a delimiter as folders.
import type { Methods, Object as StorageObject, Objects } from '../types/storage_v1.ts'
import { projected } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { globMatcher } from './glob.ts'
import { formerVersionsOf, idIn, objectName, objectsOf } from './names.ts'
import { compare, pageOf } from './pages.ts'
import type { Own, StorageHandler } from './state.ts'

type Params = Methods['storage.objects.list']['params']

/** What a page has: an object, or a prefix that stands for many. */
interface Row {
  readonly key: string
  readonly object?: Readonly<StorageObject>
  readonly prefix?: string
}

async function candidates(own: Own, params: Params): Promise<Readonly<StorageObject>[]> {
  const { bucket, versions, prefix = '', startOffset = '', endOffset = '', matchGlob } = params
  const live = await own.list<StorageObject>(objectsOf(bucket))
  const former = versions === true ? await own.list<StorageObject>(formerVersionsOf(bucket)) : []
  const fitsGlob = matchGlob ? globMatcher(matchGlob) : () => true
  return [...live, ...former]
    .map(({ name, resource }) => ({ ...resource, name: resource.name ?? idIn(name) }))
    .filter(
      ({ name }) =>
        name.startsWith(prefix) &&
        (startOffset === '' || compare(name, startOffset) >= 0) &&
        (endOffset === '' || compare(name, endOffset) < 0) &&
        fitsGlob(name),
    )
    .toSorted((a, b) => compare(a.name, b.name) || Number(a.generation) - Number(b.generation))
}

/** One for each object and each prefix, in order; a later one has a larger key. */
function rowsOf(objects: readonly Readonly<StorageObject>[], params: Params): Row[] {
  const { prefix = '', delimiter = '', includeTrailingDelimiter } = params
  const rows: Row[] = []
  for (const object of objects) {
    const { name = '', generation = '' } = object
    const at = delimiter === '' ? -1 : name.indexOf(delimiter, prefix.length)
    const folder = at === -1 ? undefined : name.slice(0, at + delimiter.length)
    if (folder !== undefined && rows.findLast((row) => row.prefix !== undefined)?.prefix !== folder)
      rows.push({ key: folder, prefix: folder })
    if (folder === undefined || (includeTrailingDelimiter === true && name === folder))
      rows.push({ key: `${name}\0${generation}`, object })
  }
  return rows
}

export const listObjects: StorageHandler<'storage.objects.list'> = ({ params, resources }) =>
  resources.transaction(async (own) => {
    await bucketOf(own, params.bucket)
    // What is deleted is gone: the soft deletion of objects is not kept.
    const found = params.softDeleted === true ? [] : await candidates(own, params)
    const { page, next } = pageOf(rowsOf(found, params), params)
    const objects = page.flatMap(({ object }) => (object === undefined ? [] : [object]))
    const items: StorageObject[] = []
    for (const object of objects)
      items.push(
        await projected(
          own,
          objectName(params.bucket, object.name ?? ''),
          object,
          params.projection,
        ),
      )
    const prefixes = page.flatMap(({ prefix }) => prefix ?? [])
    const answer: Objects = { kind: 'storage#objects' }
    if (prefixes.length > 0) answer.prefixes = prefixes
    if (items.length > 0) answer.items = items
    if (next !== undefined) answer.nextPageToken = next
    return answer
  })
