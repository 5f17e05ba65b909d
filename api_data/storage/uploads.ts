// The bytes of an upload: kept, and held against what the client says of them.
import { bytesOfMedia, type Media, type Resources, type Uploaded } from 'discovery-emulator'
import type { Object as StorageObject } from '../types/storage_v1.ts'
import { Crc32c } from './crc32c.ts'
import { badRequest } from './errors.ts'

/** Bytes that are kept, and the fields that say what they are. */
export interface KeptObject {
  readonly media: Uploaded
  readonly fields: Pick<StorageObject, 'size' | 'md5Hash' | 'crc32c'>
}

export async function keptObject(
  resources: Resources<never>,
  bytes: AsyncIterable<Uint8Array>,
  contentType: string,
): Promise<KeptObject> {
  const crc = new Crc32c()
  const counted = async function* () {
    for await (const part of bytes) {
      crc.update(part)
      yield part
    }
  }
  const media = await resources.keep(counted(), { contentType })
  const fields = {
    size: String(media.size),
    md5Hash: media.md5.toString('base64'),
    crc32c: crc.digest(),
  }
  return { media, fields }
}

export const bytesOf = (media: Media | undefined): AsyncIterable<Uint8Array> =>
  media === undefined ? none() : bytesOfMedia(media)

async function* none(): AsyncGenerator<Uint8Array> {}

/**
 * Throws 400 where the bytes are not those that the client sent: by its metadata, or by the header of an upload,
 * `crc32c=…,md5=…`.
 */
export function checkHashes(
  { md5Hash, crc32c }: KeptObject['fields'],
  said: StorageObject,
  header: string | undefined,
): void {
  const inHeader = Object.fromEntries(
    (header ?? '').split(',').map((one) => {
      const equals = one.indexOf('=')
      return [one.slice(0, equals).trim(), one.slice(equals + 1).trim()]
    }),
  )
  const md5 = said.md5Hash ?? inHeader['md5']
  const crc = said.crc32c ?? inHeader['crc32c']
  if (md5 !== undefined && md5 !== md5Hash)
    throw badRequest(`Provided MD5 hash "${md5}" doesn't match calculated MD5 hash "${md5Hash}".`)
  if (crc !== undefined && crc !== crc32c)
    throw badRequest(`Provided CRC32C "${crc}" doesn't match calculated CRC32C "${crc32c}".`)
}
