// Bytes that clients uploaded, kept beside their resources.
import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Media } from '../api/media.ts'
import type { Schema } from '../discovery/document.ts'
import type { JsonObject } from './json.ts'
import type { ResourceStore } from './store/resource_store.ts'

/** What a resource keeps of its bytes. */
export interface KeptMedia {
  readonly contentType: string
  /** Key of the bytes in the store. */
  readonly blob: string
}

export interface Uploaded extends KeptMedia {
  readonly bytes: Buffer
}

export async function keepUpload(
  media: Media,
  store: Pick<ResourceStore, 'putBlob'>,
): Promise<Uploaded> {
  const bytes = await readFile(media.path)
  const blob = randomUUID()
  await store.putBlob(blob, bytes)
  return { contentType: media.contentType, blob, bytes }
}

/** Fields that say what the bytes are, where a resource has them. */
export function fillMedia(
  resource: JsonObject,
  properties: Readonly<Record<string, Schema>>,
  { bytes, contentType }: Uploaded,
): void {
  const type = contentType === 'application/octet-stream' ? undefined : contentType
  const values: Readonly<Record<string, string | undefined>> = {
    size: String(bytes.length),
    md5Hash: createHash('md5').update(bytes).digest('base64'),
    md5Checksum: createHash('md5').update(bytes).digest('hex'),
    sha256Checksum: createHash('sha256').update(bytes).digest('hex'),
  }
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && Object.hasOwn(properties, name)) resource[name] = value
  for (const name of ['contentType', 'mimeType'])
    if (Object.hasOwn(properties, name)) resource[name] ??= type ?? contentType
}
