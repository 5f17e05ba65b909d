// The bytes of the media tests' APIs, in files of a folder of their own, and their checksums.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Media } from 'discovery-emulator'

export interface StoredObject {
  readonly path: string
  readonly size: number
  readonly contentType: string
  readonly md5: string
  readonly crc32c: string
}

export class Objects implements AsyncDisposable {
  readonly buckets = new Set<string>()
  readonly byName = new Map<string, StoredObject>()
  readonly #folder: string
  #count = 0

  static open = async (): Promise<Objects> =>
    new Objects(await mkdtemp(join(tmpdir(), 'media-objects-')))

  private constructor(folder: string) {
    this.#folder = folder
  }

  async keep(name: string, media: Media, contentType = media.contentType): Promise<StoredObject> {
    this.#count += 1
    const path = join(this.#folder, String(this.#count))
    await rename(media.path, path)
    const object = { path, size: media.length, contentType, ...(await checksumsOf(path)) }
    this.byName.set(name, object)
    return object
  }

  [Symbol.asyncDispose] = (): Promise<void> => rm(this.#folder, { recursive: true })
}

async function checksumsOf(path: string): Promise<{ md5: string; crc32c: string }> {
  const md5 = createHash('md5')
  let crc = -1
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    md5.update(chunk)
    for (const byte of chunk) crc = table[(crc ^ byte) & 255]! ^ (crc >>> 8)
  }
  const crc32c = Buffer.alloc(4)
  crc32c.writeInt32BE(~crc)
  return { md5: md5.digest('base64'), crc32c: crc32c.toString('base64') }
}

/** Of CRC-32C (Castagnoli), which Node has not. */
const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc
})
