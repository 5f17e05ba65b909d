// Blobs in Redis: each a list of parts, so that no more than a part is in our memory at once. Redis holds them in its own.
import { randomBytes } from 'node:crypto'
import type { Address } from '../../../store/redis/address.ts'
import type { Calls } from '../../../store/redis/calls.ts'
import type { Connection } from '../../../store/redis/connection.ts'
import { keyOf } from '../entries/redis/redis_entries.ts'
import type { Blob } from '../store.ts'
import type { Blobs } from './blobs.ts'

/** Bytes of each part but the last. */
const PART = 262_144
const DAY = 86_400 // seconds

export class RedisBlobs implements Blobs {
  readonly #address: Address
  readonly #connection: Connection
  readonly #calls: Pick<Calls<never>, 'command'>

  /** Somebody else closes the connection. */
  constructor(address: Address, connection: Connection, calls: Pick<Calls<never>, 'command'>) {
    this.#address = address
    this.#connection = connection
    this.#calls = calls
  }

  async put(
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly id: string; readonly size: number }> {
    const id = randomBytes(12).toString('hex')
    let size = 0
    try {
      for await (const part of inParts(bytes)) {
        await this.#append(id, part)
        size += part.length
      }
      if (size === 0) await this.#append(id, Buffer.alloc(0))
    } catch (error) {
      await this.remove(id).catch(() => {}) // else it goes after a day
      throw error
    }
    return { id, size }
  }

  async #append(id: string, part: Buffer): Promise<void> {
    const { client } = this.#connection
    const key = this.#keyOf(id)
    await this.#calls.command(() => client.rpush(key, part))
    await this.#calls.command(() => client.expire(key, DAY))
  }

  async read(id: string): Promise<Blob | undefined> {
    const parts = await this.#calls.command(() => this.#connection.client.llen(this.#keyOf(id)))
    if (parts === 0) return undefined
    const size = (parts - 1) * PART + (await this.#part(id, parts - 1)).length
    return { size, bytes: (start, end) => this.#bytes(id, start, end) }
  }

  async *#bytes(id: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    for (let at = start; at < end;) {
      const first = at % PART
      const part = await this.#part(id, Math.floor(at / PART))
      const wanted = part.subarray(first, Math.min(part.length, first + end - at))
      yield wanted
      at += wanted.length
    }
  }

  async #part(id: string, index: number): Promise<Buffer> {
    const { client } = this.#connection
    const part = await this.#calls.command(() => client.lindexBuffer(this.#keyOf(id), index))
    if (part === null) throw new Error(`blob ${id} was removed while it was read`)
    return part
  }

  async keep(ids: readonly string[]): Promise<void> {
    const { client } = this.#connection
    await Promise.all(ids.map((id) => this.#calls.command(() => client.persist(this.#keyOf(id)))))
  }

  async remove(id: string): Promise<void> {
    await this.#calls.command(() => this.#connection.client.unlink(this.#keyOf(id)))
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #keyOf(id: string): string {
    return keyOf(this.#address, `blob:${id}`)
  }
}

/** Full parts, and at the end what is left. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const some of bytes) {
    held = Buffer.concat([held, some])
    for (; held.length >= PART; held = held.subarray(PART)) yield held.subarray(0, PART)
  }
  if (held.length > 0) yield held
}
