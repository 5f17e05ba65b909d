// The parts of a multipart body (RFC 2046), one after the other as their bytes arrive: of a batch, or of an upload.
// Lines may end in LF alone, as Google's client for Python sends them: the parsers that there are for Node want CRLF.
import { invalid } from '../../errors.ts'

export interface Part {
  /** By name in lower case; of a header sent twice the last. */
  readonly headers: ReadonlyMap<string, string>
  /** Its bytes, to be read once, before the next part is asked for; what is left unread then is skipped. */
  readonly body: AsyncIterable<Buffer>
}

/** Bytes of the headers of a part: no client needs a tenth of it. */
const MOST_HEADER_BYTES = 2 ** 14

const TAB = 9
const LF = 10
const CR = 13
const SPACE = 32
const DASH = 45

/** The boundary that a Content-Type names, or undefined; quoted, once or, as `gcloud storage` does, with single marks, or not. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, bare] =
    /;\s*boundary=(?:"((?:[^"\\]|\\.)+)"|([^\s;"]+))/i.exec(contentType) ?? []
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? bare?.replace(/^'(.+)'$/, '$1')
}

/** Throws 400 where the body is no multipart, or ends before its last boundary. A buffer is `[buffer]`. */
export async function* partsOf(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part> {
  const reader = new Reader(source, boundary)
  await reader.skipToBoundary() // what stands before the first is for people to read
  while (await reader.atPart()) {
    yield { headers: headersOf(await reader.headers()), body: reader.toBoundary() }
    await reader.skipToBoundary()
  }
}

/** All bytes of a part. */
export async function bytesOf(part: Part): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of part.body) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The lines of a block of headers by name; a line that goes on with a space belongs to the one before it. */
export function headersOf(block: string): Map<string, string> {
  const headers = new Map<string, string>()
  for (const line of block.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0)
      headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  return headers
}

class Reader {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>
  readonly #delimiter: Buffer
  /** What was read and not used. The line end before a boundary belongs to it, so the body is as if it had one before. */
  #pending: Buffer = Buffer.from('\n')
  /** Bytes at the start of `#pending` that are none of a part: the line end before its body. */
  #before = 1
  #atBoundary = false
  /** Lines end in CRLF: else a return before a line end belongs to the body. */
  #hasReturns = true

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, boundary: string) {
    this.#chunks =
      Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
    this.#delimiter = Buffer.from(`\n--${boundary}`)
  }

  /** The bytes up to the next boundary, which is then used. */
  async *toBoundary(): AsyncGenerator<Buffer> {
    for (let from = 0; !this.#atBoundary;) {
      const at = this.#pending.indexOf(this.#delimiter, from)
      if (at === -1) {
        // A line end and what follows it may be the first bytes of a boundary.
        const sure = this.#pending.length - this.#delimiter.length - 1
        if (sure > this.#before) yield this.#bodyTo(sure)
        await this.#more()
        from = 0
      } else if (await this.#isBoundary(at)) {
        this.#atBoundary = true
        const hasReturn = this.#hasReturns && at > this.#before && this.#pending[at - 1] === CR
        const last = at > this.#before ? this.#bodyTo(hasReturn ? at - 1 : at) : undefined
        this.#take(this.#pending.indexOf(this.#delimiter) + this.#delimiter.length)
        if (last !== undefined && last.length > 0) yield last
      } else {
        from = at + 1
      }
    }
  }

  async skipToBoundary(): Promise<void> {
    for await (const _ of this.toBoundary());
  }

  /** Whether what begins at `at` is a boundary and not another text that begins with it. */
  async #isBoundary(at: number): Promise<boolean> {
    const end = at + this.#delimiter.length
    while (this.#pending.length < end + 2 && (await this.#read()));
    const next = this.#pending[end]
    if (next === DASH) return this.#pending[end + 1] === DASH
    return next === undefined || next === LF || next === CR || next === SPACE || next === TAB
  }

  /** After a boundary: whether a part begins, or the body is over. */
  async atPart(): Promise<boolean> {
    while (this.#pending.length < 2 && (await this.#read()));
    if (this.#pending[0] === DASH) return false
    for (;;) {
      const lineEnd = this.#pending.indexOf(LF)
      if (lineEnd !== -1) {
        this.#hasReturns = lineEnd > 0 && this.#pending[lineEnd - 1] === CR
        this.#take(lineEnd)
        return true
      }
      if (this.#pending.length > MOST_HEADER_BYTES)
        throw invalid('A multipart boundary does not end its line.')
      await this.#more()
    }
  }

  /** The lines before the first empty one. */
  async headers(): Promise<string> {
    for (;;) {
      const text = this.#pending.subarray(0, MOST_HEADER_BYTES + 4).toString('latin1')
      const empty = /\n\r?\n/.exec(text)
      const boundary = text.indexOf(this.#delimiter.toString('latin1'))
      if (boundary !== -1 && boundary <= (empty?.index ?? boundary))
        return this.#headersTo(boundary) // a part that is headers alone
      // The line end stays, as a boundary may follow.
      if (empty !== null) return this.#headersTo(empty.index + empty[0].length - 1)
      if (this.#pending.length > MOST_HEADER_BYTES)
        throw invalid(`The headers of a part are larger than ${MOST_HEADER_BYTES} bytes.`)
      await this.#more()
    }
  }

  #headersTo(end: number): string {
    const headers = this.#take(end).toString().trim()
    this.#before = 1
    this.#atBoundary = false
    return headers
  }

  #bodyTo(end: number): Buffer {
    const body = this.#take(end).subarray(this.#before)
    this.#before = 0
    return body
  }

  #take(size: number): Buffer {
    const taken = this.#pending.subarray(0, size)
    this.#pending = this.#pending.subarray(size)
    return taken
  }

  async #more(): Promise<void> {
    if (!(await this.#read())) throw invalid('The multipart body ends before its last boundary.')
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#chunks.next()
    if (done === true) return false
    const chunk = Buffer.from(value.buffer, value.byteOffset, value.length)
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk])
    return true
  }
}
