// The bytes of an object as an answer, with the headers that Cloud Storage gives it.
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { media, type MediaAnswer, type Resources } from 'discovery-emulator'
import type { Object as StorageObject } from '../types/storage_v1.ts'
import type { Version } from './versions.ts'

/** `header`: of the request. */
export async function download(
  { resource, media: kept }: Version,
  resources: Pick<Resources<never>, 'read'>,
  header: (name: string) => string | undefined,
): Promise<MediaAnswer> {
  const headers = headersOf(resource)
  const contentType = resource.contentType ?? 'application/octet-stream'
  if (kept === undefined) return media(Buffer.alloc(0), { contentType, headers })
  const bytes = await resources.read(kept)
  const { contentEncoding } = resource
  if (contentEncoding === undefined) return media(bytes, { contentType, headers })
  const isWanted = (header('accept-encoding') ?? '').includes('gzip')
  if (contentEncoding !== 'gzip' || isWanted || resource.cacheControl?.includes('no-transform'))
    return media(bytes, {
      contentType,
      headers: { ...headers, 'content-encoding': contentEncoding },
    })
  // Unpacked for a client that does not ask for it packed (https://cloud.google.com/storage/docs/transcoding).
  const packed = Readable.from(bytes.bytes(0, bytes.size))
  return media(packed.pipe(createGunzip()), {
    contentType,
    headers: { ...headers, warning: '214 UploadServer gunzipped' },
  })
}

function headersOf(resource: Readonly<StorageObject>): Record<string, string> {
  const { crc32c, md5Hash, updated } = resource
  const hashes = [crc32c && `crc32c=${crc32c}`, md5Hash && `md5=${md5Hash}`].filter(Boolean)
  const all: Readonly<Record<string, string | undefined>> = {
    etag: resource.etag,
    'cache-control': resource.cacheControl,
    'content-disposition': resource.contentDisposition,
    'content-language': resource.contentLanguage,
    'last-modified': updated && new Date(updated).toUTCString(),
    'x-goog-generation': resource.generation,
    'x-goog-metageneration': resource.metageneration,
    'x-goog-hash': hashes.join(','),
    'x-goog-storage-class': resource.storageClass,
    'x-goog-stored-content-encoding': resource.contentEncoding ?? 'identity',
    'x-goog-stored-content-length': resource.size,
    ...Object.fromEntries(
      Object.entries(resource.metadata ?? {}).map(([name, value]) => [
        `x-goog-meta-${name.toLowerCase()}`,
        value,
      ]),
    ),
  }
  return Object.fromEntries(
    Object.entries(all).filter(
      (entry): entry is [string, string] =>
        // What no header can hold is left out.
        entry[1] !== undefined && entry[1] !== '' && /^[\x20-\x7e]+$/.test(entry.join('')),
    ),
  )
}
