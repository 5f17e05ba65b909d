// One call as it comes over a stream of HTTP/2: its messages, its answer, its deadline and its end.
import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2'
import { ACCEPTED, codingOf, packed, unpacked, type Coding } from './compression.ts'
import { FrameReader, frameOf, type Frame } from './frames.ts'
import { RpcError, trailersOf } from './rpc_error.ts'
import { timeoutOf } from './timeout.ts'

const NO_ERROR = 0

/** Trailers of a call that succeeded. */
const SUCCESS = { 'grpc-status': '0' }

export class RpcCall {
  /** `/package.Service/Method` */
  readonly path: string
  /** Headers that go before the first message. */
  readonly responseHeaders: Record<string, string> = {}
  /** Called once, when the call has ended in whatever way; undefined: it succeeded. */
  onEnd: (error: RpcError | undefined) => void = () => {}
  readonly #stream: ServerHttp2Stream
  readonly #headers: IncomingHttpHeaders
  readonly #limit: number
  #coding: Coding | undefined
  #deadline: NodeJS.Timeout | undefined
  #arrival: NodeJS.Timeout | undefined
  #controller: AbortController | undefined
  #trailers: Record<string, string> = SUCCESS
  #isEnded = false
  #isOpen = false

  /** `limit`: bytes of a request message. */
  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, limit: number) {
    this.#stream = stream
    this.#headers = headers
    this.#limit = limit
    this.path = headers[':path'] as string
    stream.on('error', ignore) // 'close' follows
    stream.once('close', () => {
      // Every stream closes: an error for those that were answered would cost more than the answer.
      if (!this.#isEnded) this.#ended(new RpcError('CANCELLED', 'The client has gone.'))
    })
  }

  /** Reads what the headers ask for. Throws an RpcError. */
  begin(): void {
    this.#coding = codingOf(this.#headers['grpc-encoding'] as string | undefined)
    const timeout = timeoutOf(this.#headers['grpc-timeout'] as string | undefined)
    if (timeout === undefined) return
    const late = () => this.fail(new RpcError('DEADLINE_EXCEEDED', 'Deadline exceeded.'))
    this.#deadline = setTimeout(late, timeout)
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /** The client sends as long as it likes. */
  get isOpen(): boolean {
    return this.#isOpen
  }

  get scheme(): 'http' | 'https' {
    return this.#stream.session?.encrypted === true ? 'https' : 'http'
  }

  get authority(): string {
    return this.#headers[':authority'] ?? (this.#headers.host || 'localhost')
  }

  /** By its name in lower case. */
  header(name: string): string | undefined {
    const value = this.#headers[name]
    return Array.isArray(value) ? value.join(', ') : value
  }

  /** Aborted when the call has ended before it was answered. Made when it is first asked for. */
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController()
      if (this.#isEnded) this.#controller.abort()
    }
    return this.#controller.signal
  }

  /** The one message of a call whose client does not stream, which must come within a time. Rejects with an RpcError. */
  onlyMessage(withinMs: number): Promise<Buffer> {
    // Events, because reading a stream as an iterable costs more than all the rest of the call.
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    const reader = new FrameReader(this.#limit)
    const frames: Frame[] = []
    const slow = () =>
      reject(new RpcError('DEADLINE_EXCEEDED', 'The request took too long to arrive.'))
    this.#arrival = setTimeout(slow, withinMs)
    this.#stream.on('data', (chunk: Buffer) => {
      if (this.#isEnded) return
      try {
        frames.push(...reader.push(chunk))
        if (frames.length > 1) throw cardinality('several')
      } catch (error) {
        reject(error)
      }
    })
    this.#stream.once('end', () => {
      clearTimeout(this.#arrival)
      const [frame] = frames
      if (reader.isWithin) reject(brokenOff())
      else if (frame === undefined) reject(cardinality('no'))
      else if (frame.isCompressed) resolve(unpacked(frame.bytes, this.#coding, this.#limit))
      else resolve(frame.bytes)
    })
    return promise
  }

  /** The messages of a call whose client streams, read as fast as they are asked for. Throws an RpcError. */
  async *messages(): AsyncGenerator<Buffer> {
    this.#isOpen = true
    const reader = new FrameReader(this.#limit)
    try {
      for await (const chunk of this.#stream.iterator({ destroyOnReturn: false }))
        for (const { isCompressed, bytes } of reader.push(chunk as Buffer))
          yield isCompressed ? await unpacked(bytes, this.#coding, this.#limit) : bytes
    } catch (error) {
      // The client has gone: nothing comes after what has come.
      if (error instanceof RpcError) throw error
      return
    }
    if (reader.isWithin) throw brokenOff()
  }

  /** Sends the only message of an answer, and ends the call. */
  async answer(message: Uint8Array): Promise<void> {
    const frame = await this.#frameOf(message)
    if (this.#isGone) return
    this.#respond()
    this.#stream.end(frame)
    this.#ended(undefined)
  }

  /** Sends one message of several. Resolves when the next may be sent. */
  async send(message: Uint8Array): Promise<void> {
    const frame = await this.#frameOf(message)
    if (this.#isGone) return
    this.#respond()
    if (this.#stream.write(frame)) return
    await drained(this.#stream)
  }

  /** Ends an answer of several messages, or of none. */
  finish(): void {
    if (this.#isGone) return
    this.#respond()
    this.#stream.end()
    this.#ended(undefined)
  }

  /** Ends the call with an error. One that has ended stays as it is. */
  fail(error: RpcError): void {
    if (this.#isEnded) return
    const trailers = trailersOf(error)
    if (this.#stream.destroyed) return this.#ended(error)
    if (this.#stream.headersSent) {
      this.#trailers = trailers
      this.#stream.end()
    } else {
      this.#stream.respond({ ...this.#head(), ...trailers }, { endStream: true })
      this.#leaveUnread()
    }
    this.#ended(error)
  }

  /** No answer would reach the client: its 'close' may be on the way. */
  get #isGone(): boolean {
    return this.#isEnded || this.#stream.destroyed
  }

  #head(): Record<string, string | number> {
    return {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-accept-encoding': ACCEPTED,
      ...this.responseHeaders,
    }
  }

  #respond(): void {
    if (this.#stream.headersSent) return
    const headers = this.#head()
    if (this.#coding !== undefined) headers['grpc-encoding'] = this.#coding
    this.#stream.respond(headers, { waitForTrailers: true })
    this.#stream.once('wantTrailers', () => {
      if (this.#stream.destroyed) return
      this.#stream.sendTrailers(this.#trailers)
      this.#leaveUnread()
    })
  }

  /** A client that still sends, after its answer, would hold the stream: it is told to stop. */
  #leaveUnread(): void {
    if (this.#stream.readableEnded) return
    this.#stream.resume()
    setImmediate(() => this.#stream.close(NO_ERROR))
  }

  #frameOf(message: Uint8Array): Buffer | Promise<Buffer> {
    if (this.#coding === undefined) return frameOf(message, false)
    return packed(message, this.#coding).then((bytes) => frameOf(bytes, true))
  }

  #ended(error: RpcError | undefined): void {
    if (this.#isEnded) return
    this.#isEnded = true
    clearTimeout(this.#deadline)
    clearTimeout(this.#arrival)
    if (error !== undefined) this.#controller?.abort()
    this.onEnd(error)
  }
}

/** Resolves when more may be written, or nothing ever will be. */
function drained(stream: ServerHttp2Stream): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const go = () => {
    stream.off('drain', go).off('close', go)
    resolve()
  }
  stream.on('drain', go).on('close', go)
  return promise
}

/** The code is that of the table of statuses that libraries generate. */
const cardinality = (count: string): RpcError =>
  new RpcError('UNIMPLEMENTED', `The call has one request message, and ${count} came.`)

const brokenOff = (): RpcError =>
  new RpcError('INTERNAL', 'The request ended in the middle of a message.')

const ignore = (): void => {}
