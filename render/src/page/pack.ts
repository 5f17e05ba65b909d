// A document as pdfkit writes it, with more objects, and made smaller: objects that are no streams go into compressed
// object streams, and the table of objects becomes a compressed stream too (ISO 32000-1, 7.5.7 and 7.5.8).
import { deflateSync } from 'node:zlib'
import { NewObjects } from './new_objects.ts'

/** Objects in one stream: a reader unpacks all of them for one. */
const MOST = 1000
/** Bytes of each entry in the table: its kind, an offset or the number of a stream, its place in that stream. */
const WIDTHS = [1, 4, 2] as const
const ENTRY = WIDTHS[0] + WIDTHS[1] + WIDTHS[2]

/** Where an object is: at an offset of the file, or at a place of a stream. */
type Entry = readonly [kind: 1 | 2, where: number, place: number]

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
  const table: Entry[] = []
  let length = head.length
  const place = (number: number, object: Buffer): void => {
    table[number] = [1, length, 0]
    parts.push(object)
    length += object.length
  }
  const small = [...objects.bodies]
  for (const number of offsets.keys().map((index) => index + 1)) {
    const end = endOf(number)
    const isStream = pdf.toString('latin1', end - END.length, end) === END
    if (isStream) place(number, pdf.subarray(offsets[number - 1], end))
    else if (!objects.bodies.has(number)) small.push([number, bodyOf(number)])
  }
  for (let first = 0; first < small.length; first += MOST) {
    const some = small.slice(first, first + MOST)
    const holder = objects.reserve()
    for (const [index, [number]] of some.entries()) table[number] = [2, holder, index]
    place(holder, objectStream(holder, some))
  }
  const start = length
  place(objects.reserve(), Buffer.alloc(0))
  parts.push(tableStream(table, trailer), Buffer.from(`startxref\n${start}\n%%EOF\n`))
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

function objectStream(number: number, objects: readonly (readonly [number, string])[]): Buffer {
  const places: string[] = []
  let at = 0
  for (const [inside, body] of objects) {
    places.push(`${inside} ${at}`)
    at += body.length + 1
  }
  const index = `${places.join(' ')}\n`
  const bodies = objects.map(([, body]) => body).join('\n')
  const content = Buffer.from(`${index}${bodies}\n`, 'latin1')
  return stream(number, `/Type /ObjStm /N ${objects.length} /First ${index.length}`, content)
}

function tableStream(table: readonly Entry[], trailer: string): Buffer {
  const bytes = Buffer.alloc(ENTRY * table.length)
  // The first entry is that of no object.
  bytes.writeUInt16BE(0xffff, WIDTHS[0] + WIDTHS[1])
  for (let number = 1; number < table.length; number += 1) {
    const [kind, where, place] = table[number]!
    bytes.writeUInt8(kind, number * ENTRY)
    bytes.writeUInt32BE(where, number * ENTRY + WIDTHS[0])
    bytes.writeUInt16BE(place, number * ENTRY + WIDTHS[0] + WIDTHS[1])
  }
  const entries = `/Type /XRef /Size ${table.length} /W [${WIDTHS.join(' ')}] ${trailer}`
  return stream(table.length - 1, entries, bytes)
}

function stream(number: number, entries: string, content: Buffer): Buffer {
  const bytes = deflateSync(content)
  const head = `${number} 0 obj\n<<${entries} /Filter /FlateDecode /Length ${bytes.length}>>\nstream\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes, Buffer.from(END)])
}
