// The latest records of calls, as bytes: as objects they would live long enough to cost the collector more than the calls did,
// and more memory than all the rest of the server.
import type { CallRecord } from './record.ts'

/** Bytes that are filled with records one after the other, each text behind its length. */
interface Segment {
  readonly bytes: Buffer
  used: number
  records: number
}

const SEGMENT_BYTES = 2 ** 17
const MOST_BYTES = 2 ** 24

/** Bytes of a length. */
const LENGTH = 4

export class CallRecords {
  readonly #most: number
  #segments: Segment[] = []
  #bytes = 0
  #count = 0

  /** `most`: records that are kept; some more may be. */
  constructor(most: number) {
    this.#most = most
  }

  add({ head, text }: CallRecord): void {
    // No character of a string takes more than three bytes of UTF-8.
    const segment = this.#segmentWith(2 * LENGTH + 3 * (head.length + text.length))
    segment.used = written(text, segment.bytes, written(head, segment.bytes, segment.used))
    segment.records += 1
    this.#count += 1
  }

  /** The latest, oldest first. */
  list(): readonly CallRecord[] {
    return this.#segments.flatMap(recordsIn).slice(-this.#most)
  }

  clear(): void {
    this.#segments = []
    this.#bytes = 0
    this.#count = 0
  }

  #segmentWith(room: number): Segment {
    const last = this.#segments.at(-1)
    if (last !== undefined && last.bytes.length - last.used >= room) return last
    const free = this.#dropped(room)
    const bytes = free ?? Buffer.allocUnsafeSlow(Math.max(SEGMENT_BYTES, room))
    const segment = { bytes, used: 0, records: 0 }
    this.#segments.push(segment)
    this.#bytes += bytes.length
    return segment
  }

  /** Drops the oldest segments that are not needed; one with so much room, if there is any, to be filled again. */
  #dropped(room: number): Buffer | undefined {
    let free: Buffer | undefined
    for (;;) {
      const [oldest] = this.#segments
      if (oldest === undefined) return free
      if (this.#count - oldest.records < this.#most && this.#bytes + room <= MOST_BYTES) return free
      this.#segments.shift()
      this.#count -= oldest.records
      this.#bytes -= oldest.bytes.length
      if (oldest.bytes.length >= room) free = oldest.bytes
    }
  }
}

/** Where the next text goes. */
function written(text: string, bytes: Buffer, at: number): number {
  const length = bytes.write(text, at + LENGTH)
  bytes.writeUInt32LE(length, at)
  return at + LENGTH + length
}

function recordsIn({ bytes, used }: Segment): CallRecord[] {
  const records: CallRecord[] = []
  for (let at = 0; at < used;) {
    const head = textAt(bytes, at)
    const text = textAt(bytes, head.end)
    records.push({ head: head.text, text: text.text })
    at = text.end
  }
  return records
}

function textAt(bytes: Buffer, at: number) {
  const end = at + LENGTH + bytes.readUInt32LE(at)
  return { text: bytes.toString('utf8', at + LENGTH, end), end }
}
