// Blobs in Redis: each a list of parts, so that no more than a part is in our memory at once. Redis holds them in its own.
import { randomBytes } from 'node:crypto'
import { unavailable } from '../../../errors.ts'
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
  readonly #calls: Calls<'keep'>
  readonly #grace: number

  /** Somebody else closes the connection. `grace`: seconds. */
  constructor(address: Address, connection: Connection, calls: Calls<'keep'>, grace: number) {
    this.#address = address
    this.#connection = connection
    this.#calls = calls
    this.#grace = grace
  }

  async put(
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly id: string; readonly size: number }> {
    const name = randomBytes(12).toString('hex')
    let [parts, size] = [0, 0]
    try {
      for await (const part of inParts(bytes)) {
        parts += 1
        await this.#append(name, part, parts)
        size += part.length
      }
      if (parts === 0) await this.#append(name, Buffer.alloc(0), (parts += 1))
    } catch (error) {
      await this.remove(idOf(name, parts)).catch(() => {}) // else it goes after a day
      throw error
    }
    return { id: idOf(name, parts), size }
  }

  async #append(name: string, part: Buffer, parts: number): Promise<void> {
    const { client } = this.#connection
    const key = this.#keyOf(name)
    const length = await this.#calls.command(() => client.rpush(key, part))
    await this.#calls.command(() => client.expire(key, DAY))
    if (length !== parts) throw notWhole()
  }

  async read(id: string): Promise<Blob | undefined> {
    const key = this.#keyOf(id)
    const parts = await this.#calls.command(() => this.#connection.client.llen(key))
    if (parts === 0 || parts !== partsIn(id)) return undefined
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
    const kept = await Promise.all(
      ids.map((id) => this.#calls.script<number>('keep', [this.#keyOf(id)], [partsIn(id)])),
    )
    if (kept.includes(0)) throw notWhole()
  }

  async remove(id: string): Promise<void> {
    const { client } = this.#connection
    await this.#calls.command(() => client.expire(this.#keyOf(id), this.#grace))
  }

  async [Symbol.asyncDispose](): Promise<void> {}

  #keyOf(id: string): string {
    return keyOf(this.#address, `blob:${id.split('-')[0]}`)
  }
}

/** The id says how many parts there must be. */
const idOf = (name: string, parts: number): string => `${name}-${parts}`
const partsIn = (id: string): number => Number(id.split('-')[1])

const notWhole = () =>
  unavailable('Redis has lost bytes of an upload in a failover or a restart; send them again')

/** Full parts, and at the end what is left. */
async function* inParts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0)
  for await (const some of bytes) {
    held = Buffer.concat([held, some])
    for (; held.length >= PART; held = held.subarray(PART)) yield held.subarray(0, PART)
  }
  if (held.length > 0) yield held
}
