// A document as pdfkit writes it, made smaller: objects that are no streams go into compressed object streams, and the
// table of objects becomes a compressed stream too (ISO 32000-1, 7.5.7 and 7.5.8). pdfkit has neither, and the structure
// of a page is a hundred small objects.
import { deflateSync } from 'node:zlib'

/** Objects in one stream: a reader unpacks all of them for one. */
const MOST = 1000
/** Bytes of each entry in the table: its kind, an offset or the number of a stream, its place in that stream. */
const WIDTHS = [1, 4, 2] as const

/** Where an object is: at an offset of the file, or at a place of a stream. */
type Entry =
  | readonly [kind: 1, offset: number, zero: 0]
  | readonly [kind: 2, stream: number, place: number]

export function packed(pdf: Buffer): Buffer {
  const { objects, head, trailer } = parsed(pdf)
  const parts = [head]
  let length = head.length
  const table: Entry[] = []
  const add = (number: number, object: Buffer): void => {
    table[number] = [1, length, 0]
    parts.push(object)
    length += object.length
  }
  const small = objects.filter(({ isStream }) => !isStream)
  for (const { number, bytes } of objects.filter(({ isStream }) => isStream)) add(number, bytes)
  let next = objects.length + 1
  for (let first = 0; first < small.length; first += MOST) {
    const some = small.slice(first, first + MOST)
    for (const [place, { number }] of some.entries()) table[number] = [2, next, place]
    add(next, objectStream(next, some))
    next += 1
  }
  const start = length
  table[next] = [1, start, 0]
  parts.push(tableStream(next, table, trailer), Buffer.from(`startxref\n${start}\n%%EOF\n`))
  return Buffer.concat(parts)
}

interface PlacedObject {
  readonly number: number
  readonly isStream: boolean
  /** With the words around it. */
  readonly bytes: Buffer
}

function parsed(pdf: Buffer): {
  head: Buffer
  objects: readonly PlacedObject[]
  trailer: string
} {
  const tail = pdf.toString('latin1', pdf.lastIndexOf('trailer\n'))
  const start = Number(/startxref\n(\d+)/.exec(tail)?.[1])
  const lines = pdf.toString('latin1', start, pdf.lastIndexOf('trailer\n')).split('\n')
  // The words, the range and the entry of no object come first.
  const offsets = lines
    .slice(3)
    .filter(Boolean)
    .map((line) => Number(line.slice(0, 10)))
  const ends = [...offsets, start].toSorted((a, b) => a - b)
  const endAfter = new Map(ends.slice(0, -1).map((offset, index) => [offset, ends[index + 1]!]))
  const objects = offsets.map((offset, index) => {
    const bytes = pdf.subarray(offset, endAfter.get(offset))
    return { number: index + 1, isStream: bytes.includes('\nendstream\nendobj'), bytes }
  })
  return {
    head: pdf.subarray(0, ends[0]),
    objects,
    trailer: /\/Root[^]*(?=>>\s*startxref)/.exec(tail)?.[0] ?? '',
  }
}

function objectStream(number: number, objects: readonly PlacedObject[]): Buffer {
  const bodies = objects.map(({ bytes }) =>
    bytes.subarray(bytes.indexOf('\n') + 1, bytes.lastIndexOf('endobj')),
  )
  let at = 0
  const places = objects.map(({ number: inside }, index) => {
    const place = `${inside} ${at}`
    at += bodies[index]!.length
    return place
  })
  const index = `${places.join(' ')}\n`
  return stream(
    number,
    `/Type /ObjStm /N ${objects.length} /First ${index.length}`,
    Buffer.concat([Buffer.from(index), ...bodies]),
  )
}

function tableStream(number: number, table: readonly Entry[], trailer: string): Buffer {
  const size = WIDTHS[0] + WIDTHS[1] + WIDTHS[2]
  const bytes = Buffer.alloc(size * (number + 1))
  // The first entry is that of no object.
  bytes.writeUInt16BE(0xffff, WIDTHS[0] + WIDTHS[1])
  for (const [index, [kind, where, place]] of table.entries().filter(([, entry]) => entry)) {
    bytes.writeUInt8(kind, index * size)
    bytes.writeUInt32BE(where, index * size + WIDTHS[0])
    bytes.writeUInt16BE(place, index * size + WIDTHS[0] + WIDTHS[1])
  }
  return stream(
    number,
    `/Type /XRef /Size ${number + 1} /W [${WIDTHS.join(' ')}] ${trailer.replaceAll('\n', ' ')}`,
    bytes,
  )
}

function stream(number: number, entries: string, content: Buffer): Buffer {
  const bytes = deflateSync(content)
  return Buffer.concat([
    Buffer.from(
      `${number} 0 obj\n<<${entries} /Filter /FlateDecode /Length ${bytes.length}>>\nstream\n`,
      'latin1',
    ),
    bytes,
    Buffer.from('\nendstream\nendobj\n'),
  ])
}
