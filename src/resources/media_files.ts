// Bytes that clients uploaded, kept beside their resources.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { Media } from '../api/media.ts'
import type { Schema } from '../discovery/document.ts'
import type { JsonObject } from './json.ts'
import type { ResourceStore } from './store/store.ts'

/** What a resource keeps of its bytes. */
export interface KeptMedia {
  readonly contentType: string
  /** Key of the bytes in the store. */
  readonly blob: string
}

export interface Uploaded extends KeptMedia {
  readonly size: number
  readonly md5: Buffer
  readonly sha256: Buffer
}

/** Never whole in memory. */
export async function keepUpload(
  media: Media,
  store: Pick<ResourceStore, 'putBlob'>,
): Promise<Uploaded> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  const hashed = async function* () {
    for await (const part of createReadStream(media.path) as AsyncIterable<Buffer>) {
      md5.update(part)
      sha256.update(part)
      yield part
    }
  }
  const { id, size } = await store.putBlob(hashed())
  const { contentType } = media
  return { contentType, blob: id, size, md5: md5.digest(), sha256: sha256.digest() }
}

/** Fields that say what the bytes are, where a resource has them. */
export function fillMedia(
  resource: JsonObject,
  properties: Readonly<Record<string, Schema>>,
  { contentType, size, md5, sha256 }: Uploaded,
): void {
  const type = contentType === 'application/octet-stream' ? undefined : contentType
  const values: Readonly<Record<string, string | undefined>> = {
    size: String(size),
    md5Hash: md5.toString('base64'),
    md5Checksum: md5.toString('hex'),
    sha256Checksum: sha256.toString('hex'),
  }
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && Object.hasOwn(properties, name)) resource[name] = value
  for (const name of ['contentType', 'mimeType'])
    if (Object.hasOwn(properties, name)) resource[name] ??= type ?? contentType
}
