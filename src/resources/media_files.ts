// Bytes that clients uploaded, kept beside their resources.
import { createHash } from 'node:crypto'
import type { Uploaded } from '../api/resources.ts'
import type { Schema } from '../discovery/document.ts'
import type { JsonObject } from './json.ts'
import type { ResourceStore } from './store/store.ts'

/** Never whole in memory. */
export async function keepUpload(
  bytes: AsyncIterable<Uint8Array>,
  contentType: string,
  store: Pick<ResourceStore, 'putBlob'>,
): Promise<Uploaded> {
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  const hashed = async function* () {
    for await (const part of bytes) {
      md5.update(part)
      sha256.update(part)
      yield part
    }
  }
  const { id, size } = await store.putBlob(hashed())
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
