// Ids, numbers and tags that the server makes: the same again from the same seed.
import { hash } from 'node:crypto'

export class Ids {
  readonly #seed: string
  #count = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** Hexadecimal digits. */
  #next(length: number): string {
    this.#count += 1
    return hash('sha256', `${this.#seed}/${this.#count}`).slice(0, length)
  }

  uuid(): string {
    const hex = this.#next(32)
    const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4]!
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  /** A positive int64 of 19 digits. */
  number(): string {
    return String(10n ** 18n + (BigInt(`0x${this.#next(15)}`) % (8n * 10n ** 18n)))
  }

  etag(): string {
    return Buffer.from(this.#next(16), 'hex').toString('base64')
  }
}
