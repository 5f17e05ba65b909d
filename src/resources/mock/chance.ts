// Numbers that are the same again for the same seed.
import { hash } from 'node:crypto'

export class Chance {
  readonly #seed: string
  #count = 0

  constructor(seed: string) {
    this.#seed = seed
  }

  /** A whole number from 0 up to but without `end`. */
  below(end: number): number {
    this.#count += 1
    return Number.parseInt(hash('sha256', `${this.#seed}/${this.#count}`).slice(0, 8), 16) % end
  }

  hex(length: number): string {
    this.#count += 1
    return hash('sha256', `${this.#seed}/${this.#count}`).slice(0, length)
  }
}
