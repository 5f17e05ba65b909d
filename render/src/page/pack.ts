// A document as pdfkit writes it, with more objects, and made smaller: objects that are no streams go into compressed
// object streams, and the table of objects becomes a compressed stream too (ISO 32000-1, 7.5.7 and 7.5.8).
import { deflateSync } from 'node:zlib'
import { NewObjects, type Small } from './new_objects.ts'

/** Objects in one stream: a reader unpacks all of them for one. */
const MOST = 1000
/** Bytes of each entry in the table: its kind, an offset or the number of a stream, its place in that stream. */
const WIDTHS = [1, 4, 2] as const
/** Of zlib. There are thousands of structure elements in fifty copies: the default takes twice as long to make them a tenth smaller. */
const LEVEL = 1
const ENTRY = WIDTHS[0] + WIDTHS[1] + WIDTHS[2]

/** @param more writes new objects, and others in place of those there are; `bodyOf` says what these consist of. */
export function packed(
  pdf: Buffer,
  more: (objects: NewObjects, bodyOf: (number: number) => string) => void,
): Buffer {
  const { head, offsets, endOf, trailer } = parsed(pdf)
  const bodyOf = (number: number): string => {
    const text = pdf.toString('latin1', offsets[number - 1], endOf(number))
    return text.slice(text.indexOf('\n') + 1, text.lastIndexOf('endobj'))
  }
  const objects = new NewObjects(offsets.length + 1)
  more(objects, bodyOf)
  const parts = [head]
  const table = new Table()
  let length = head.length
  const place = (number: number, object: Buffer): void => {
    table.set(number, 1, length, 0)
    parts.push(object)
    length += object.length
  }
  const small: Small[] = []
  for (const number of offsets.keys().map((index) => index + 1)) {
    const end = endOf(number)
    const isStream = pdf.toString('latin1', end - END.length, end) === END
    if (isStream) place(number, pdf.subarray(offsets[number - 1], end))
    else if (!objects.has(number)) small.push({ number, body: bodyOf(number) })
  }
  for (const object of objects.written()) small.push(object)
  for (let first = 0; first < small.length; first += MOST) {
    const some = small.slice(first, first + MOST)
    const holder = objects.reserve()
    for (let index = 0; index < some.length; index += 1)
      table.set(some[index]!.number, 2, holder, index)
    place(holder, objectStream(holder, some))
  }
  const start = length
  place(objects.reserve(), Buffer.alloc(0))
  parts.push(table.stream(trailer), Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}

/** How pdfkit ends a stream. */
const END = '\nendstream\nendobj\n'

function parsed(pdf: Buffer): {
  /** What stands before all objects. */
  head: Buffer
  /** Of the objects, from number 1. */
  offsets: readonly number[]
  endOf: (number: number) => number
  /** Entries of the trailer. */
  trailer: string
} {
  const last = pdf.lastIndexOf('trailer\n')
  const tail = pdf.toString('latin1', last)
  const start = Number(/startxref\n(\d+)/.exec(tail)?.[1])
  const lines = pdf.toString('latin1', start, last).split('\n')
  // The words, the range and the entry of no object come first.
  const offsets = lines.slice(3, -1).map((line) => Number(line.slice(0, 10)))
  const inOrder = [...offsets, start].toSorted((a, b) => a - b)
  const ends = new Map(inOrder.map((offset, index) => [offset, inOrder[index + 1] ?? start]))
  return {
    head: pdf.subarray(0, inOrder[0]),
    offsets,
    endOf: (number) => ends.get(offsets[number - 1]!)!,
    trailer: (/\/Root[^]*(?=>>\s*startxref)/.exec(tail)?.[0] ?? '').replaceAll('\n', ' '),
  }
}

function objectStream(holder: number, objects: readonly Small[]): Buffer {
  let index = ''
  let bodies = ''
  for (const { number, body } of objects) {
    index += `${number} ${bodies.length} `
    bodies += `${body}\n`
  }
  const content = Buffer.from(`${index}\n${bodies}`, 'latin1')
  return stream(holder, `/Type /ObjStm /N ${objects.length} /First ${index.length + 1}`, content)
}

/** Where each object is: at an offset of the file (kind 1), or at a place of a stream (kind 2). */
class Table {
  #bytes = Buffer.alloc(1024 * ENTRY)
  #size = 1

  constructor() {
    // The first entry is that of no object.
    this.#bytes.writeUInt16BE(0xffff, WIDTHS[0] + WIDTHS[1])
  }

  set(number: number, kind: 1 | 2, where: number, place: number): void {
    this.#size = Math.max(this.#size, number + 1)
    if (this.#size * ENTRY > this.#bytes.length)
      this.#bytes = Buffer.concat([this.#bytes, Buffer.alloc(this.#size * ENTRY)])
    const at = number * ENTRY
    this.#bytes[at] = kind
    this.#bytes.writeUInt32BE(where, at + WIDTHS[0])
    this.#bytes.writeUInt16BE(place, at + WIDTHS[0] + WIDTHS[1])
  }

  /** The table is the last object itself. */
  stream(trailer: string): Buffer {
    const entries = `/Type /XRef /Size ${this.#size} /W [${WIDTHS.join(' ')}] ${trailer}`
    return stream(this.#size - 1, entries, this.#bytes.subarray(0, this.#size * ENTRY))
  }
}

function stream(number: number, entries: string, content: Buffer): Buffer {
  const bytes = deflateSync(content, { level: LEVEL })
  const head = `${number} 0 obj\n<<${entries} /Filter /FlateDecode /Length ${bytes.length}>>\nstream\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from(END)])
}
