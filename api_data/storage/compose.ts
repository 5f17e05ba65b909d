// Objects joined to one.
import type { Resources } from 'discovery-emulator'
import type { ComposeRequest } from '../types/storage_v1.ts'
import { entriesOf } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { badRequest, conditionNotMet, required } from './errors.ts'
import { checkBeforeChange } from './preconditions.ts'
import type { Own, StorageHandler } from './state.ts'
import { keptObject } from './uploads.ts'
import { liveVersion, makeVersion, retire, versionOf, type Version } from './versions.ts'

/** Google joins no more at once. */
const MOST_SOURCES = 32

async function sourcesOf(
  own: Own,
  bucket: string,
  { sourceObjects = [] }: ComposeRequest,
): Promise<Version[]> {
  await bucketOf(own, bucket)
  if (sourceObjects.length === 0) throw required('You must provide at least one source component.')
  if (sourceObjects.length > MOST_SOURCES)
    throw badRequest(
      `The number of source components provided (${sourceObjects.length}) exceeds the maximum (${MOST_SOURCES})`,
    )
  const sources: Version[] = []
  for (const { name = '', generation, objectPreconditions } of sourceObjects) {
    const source = await versionOf(own, bucket, name, generation)
    const wanted = objectPreconditions?.ifGenerationMatch
    if (wanted !== undefined && wanted !== source.resource.generation) throw conditionNotMet()
    sources.push(source)
  }
  return sources
}

async function* joined(
  sources: readonly Version[],
  resources: Pick<Resources<never>, 'read'>,
): AsyncGenerator<Uint8Array> {
  for (const { media } of sources) {
    if (media === undefined) continue
    const bytes = await resources.read(media)
    yield* bytes.bytes(0, bytes.size)
  }
}

export const compose: StorageHandler<'storage.objects.compose'> = async (
  { params, body, baseUrl, resources },
  storage,
) => {
  const { destinationBucket: id, destinationObject: object } = params
  // What a generation holds never changes, so it can be read before the change.
  const sources = await resources.transaction((own) => sourcesOf(own, id, body))
  const { acl, ...said } = body.destination ?? {}
  const contentType = said.contentType ?? 'application/octet-stream'
  const { media, fields } = await keptObject(resources, joined(sources, resources), contentType)
  const componentCount = sources.reduce(
    (sum, { resource }) => sum + (resource.componentCount ?? 1),
    0,
  )
  return resources.transaction(async (own) => {
    const bucket = await bucketOf(own, id)
    checkBeforeChange((await liveVersion(own, id, object))?.resource, params)
    const { md5Hash: _, ...ofBytes } = fields
    const made = await makeVersion(own, storage, {
      bucket,
      object,
      fields: { ...said, ...ofBytes, componentCount },
      media,
      entries: entriesOf(params.destinationPredefinedAcl, acl),
      baseUrl,
    })
    if (body.deleteSourceObjects === true)
      for (const source of sources)
        if (source.resource.name !== object) await retire(own, storage, bucket, source)
    return made
  })
}
