// Messages as frames: a byte that says whether it is compressed, four bytes of length, and the message.
// https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
import { RpcError } from './rpc_error.ts'

export interface Frame {
  readonly isCompressed: boolean
  readonly bytes: Buffer
}

const HEAD = 5

/** Takes what comes of a stream, and gives the frames that are whole. */
export class FrameReader {
  readonly #limit: number
  #rest: Buffer[] = []
  #length = 0

  /** `limit`: bytes of a message. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** Of a message of which a part has come. */
  get isWithin(): boolean {
    return this.#length > 0
  }

  /** Throws an RpcError for a message that is too large, as soon as its length is known. */
  push(chunk: Buffer): Frame[] {
    this.#rest.push(chunk)
    this.#length += chunk.length
    const frames: Frame[] = []
    while (this.#length >= HEAD) {
      const whole = this.#size()
      if (this.#length < whole) break
      const bytes = this.#joined()
      frames.push({ isCompressed: isCompressed(bytes[0]!), bytes: bytes.subarray(HEAD, whole) })
      this.#length -= whole
      this.#rest = this.#length === 0 ? [] : [bytes.subarray(whole)]
    }
    return frames
  }

  /** Bytes of the first frame. What it lacks is not waited for in one piece: a large message is joined once. */
  #size(): number {
    if (this.#rest[0]!.length < HEAD) this.#joined()
    const length = this.#rest[0]!.readUInt32BE(1)
    if (length > this.#limit) throw tooLarge(length, this.#limit)
    return HEAD + length
  }

  #joined(): Buffer {
    if (this.#rest.length > 1) this.#rest = [Buffer.concat(this.#rest)]
    return this.#rest[0]!
  }
}

function isCompressed(flag: number): boolean {
  if (flag > 1)
    throw new RpcError('INTERNAL', `A message begins with the flag ${flag}, not 0 or 1.`)
  return flag === 1
}

/** In the words of grpc's own servers. */
export const tooLarge = (length: number, limit: number): RpcError =>
  new RpcError('RESOURCE_EXHAUSTED', `Received message larger than max (${length} vs. ${limit})`)

export function frameOf(message: Uint8Array, isPacked: boolean): Buffer {
  const frame = Buffer.allocUnsafe(HEAD + message.length)
  frame[0] = isPacked ? 1 : 0
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, HEAD)
  return frame
}
