// Objects of a document that we write ourselves, as text: there are a hundred for a page, and pdfkit takes longer for one
// than for a line of drawing.

/** `12 0 R`. */
export const referenceTo = (number: number): string => `${number} 0 R`

/** An object that is no stream. */
export interface Small {
  readonly number: number
  readonly body: string
}

export class NewObjects {
  /** What objects consist of, by number; a list, for there are ten thousand. */
  readonly #bodies: (string | undefined)[] = []
  #next: number

  /** @param next the number of the first new one. */
  constructor(next: number) {
    this.#next = next
  }

  /** A number for an object that is written later, or the first of some that follow each other. */
  reserve(count = 1): number {
    this.#next += count
    return this.#next - count
  }

  /** Writes an object under a number of its own, or in place of one that is there. */
  write(number: number, body: string): void {
    this.#bodies[number] = body
  }

  add(body: string): number {
    const number = this.reserve()
    this.write(number, body)
    return number
  }

  has(number: number): boolean {
    return this.#bodies[number] !== undefined
  }

  /** In the order of their numbers. */
  written(): readonly Small[] {
    const all: Small[] = []
    for (let number = 0; number < this.#bodies.length; number += 1) {
      const body = this.#bodies[number]
      if (body !== undefined) all.push({ number, body })
    }
    return all
  }
}

/** A text string (ISO 32000-1, 7.9.2.2): in ASCII as it is, in UTF-16 otherwise. */
export function textString(text: string): string {
  // oxlint-disable-next-line no-control-regex -- ASCII is what it is about
  if (/^[\u0000-\u007f]*$/.test(text)) return `(${text.replaceAll(/[\\()]/g, String.raw`\$&`)})`
  return `<feff${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`
}
