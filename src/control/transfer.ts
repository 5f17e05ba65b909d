// All resources of a fork as one JSON value, with their bytes, and back.
import { invalid } from '../errors.ts'
import { isJsonObject, type JsonObject } from '../resources/json.ts'
import type { Imported, ResourceStore } from '../resources/store/store.ts'

export interface Exported {
  readonly kind: 'emulator#state'
  readonly resources: readonly ExportedResource[]
  /** Bytes by id, as base64. */
  readonly blobs: Readonly<Record<string, string>>
}

interface ExportedResource {
  readonly api: string
  readonly name: string
  /** As it is kept: the resource, and what the engine knows of it. */
  readonly value: JsonObject
  readonly blobs?: readonly string[]
}

/** How many are read at once. */
const PAGE = 1000

/** `apis`: names of documents. In order of creation within an API, so that it is kept. */
export async function exported(
  store: ResourceStore,
  fork: string,
  apis: readonly string[],
): Promise<Exported> {
  const all: (ExportedResource & { readonly sequence: number })[] = []
  for (const api of new Set(apis)) all.push(...(await resourcesOf(store, fork, api)))
  const blobs: Record<string, string> = {}
  for (const id of all.flatMap((one) => one.blobs ?? [])) blobs[id] ??= await bytesOf(store, id)
  const resources = all
    .toSorted((a, b) => a.sequence - b.sequence)
    .map(({ api, name, value, blobs: own }) => ({ api, name, value, ...(own && { blobs: own }) }))
  return { kind: 'emulator#state', resources, blobs }
}

async function resourcesOf(store: ResourceStore, fork: string, api: string) {
  const all: (ExportedResource & { readonly sequence: number })[] = []
  let after: string | undefined
  while (true) {
    const { resources, isLast } = await store.list(fork, {
      kind: 'below',
      api,
      name: '',
      after,
      limit: PAGE,
    })
    for (const { key, stored } of resources) {
      const { value, blobs, sequence } = stored!
      all.push({ ...key, value, ...(blobs.length > 0 && { blobs }), sequence })
    }
    if (isLast) return all
    after = resources.at(-1)!.key.name
  }
}

async function bytesOf(store: ResourceStore, id: string): Promise<string> {
  const blob = await store.readBlob(id)
  if (blob === undefined) return ''
  const parts: Uint8Array[] = []
  for await (const part of blob.bytes(0, blob.size)) parts.push(part)
  return Buffer.concat(parts).toString('base64')
}

/** The fork holds what was exported, and nothing else. Throws INVALID_ARGUMENT for what is no export, and changes nothing. */
export async function imported(store: ResourceStore, fork: string, value: unknown): Promise<void> {
  const { resources, blobs } = readExported(value)
  const ids = new Map<string, string>()
  for (const [id, text] of Object.entries(blobs)) {
    const bytes = Buffer.from(text, 'base64')
    ids.set(id, (await store.putBlob(onlyPart(bytes))).id)
  }
  await store.replace(fork, withIds(resources, ids))
}

async function* onlyPart(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

/** Ids of bytes are of a store. */
async function* withIds(
  resources: readonly ExportedResource[],
  ids: ReadonlyMap<string, string>,
): AsyncGenerator<Imported> {
  for (const { api, name, value, blobs = [] } of resources) {
    const own = blobs.map((id) => ids.get(id) ?? id)
    yield { api, name, value: blobs.length === 0 ? value : renamed(value, ids), blobs: own }
  }
}

function renamed(value: JsonObject, ids: ReadonlyMap<string, string>): JsonObject {
  const text = JSON.stringify(value, (name, member: unknown) =>
    name === 'blob' && typeof member === 'string' ? (ids.get(member) ?? member) : member,
  )
  return JSON.parse(text) as JsonObject
}

function readExported(value: unknown): Pick<Exported, 'resources' | 'blobs'> {
  if (!isJsonObject(value) || !Array.isArray(value['resources']))
    throw invalid('It is no export: it must have a list "resources".', 'resources')
  for (const [i, one] of value['resources'].entries())
    if (
      !isJsonObject(one) ||
      typeof one['api'] !== 'string' ||
      typeof one['name'] !== 'string' ||
      !isJsonObject(one['value'])
    )
      throw invalid(`resources[${i}] must have api, name and value.`, `resources[${i}]`)
  const blobs = value['blobs'] ?? {}
  if (!isJsonObject(blobs) || !Object.values(blobs).every((text) => typeof text === 'string'))
    throw invalid('blobs must be texts of base64 by id.', 'blobs')
  return value as unknown as Exported
}
