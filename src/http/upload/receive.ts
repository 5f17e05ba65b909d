// The bytes of a request into a file, as they come.
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ApiError, invalid } from '../../errors.ts'
import { payloadTooLarge } from '../http_errors.ts'
import { tooSlow, unpacked } from '../body.ts'
import type { HttpRequest } from '../request.ts'
import { withTimeout } from '../../call/timeout.ts'
import type { UploadMark } from '../../call/watch.ts'
import { onDisk } from '../../disk_fault.ts'

/** The chunks of a request's body, unpacked; what is left unread does not hold the connection up. */
export class BodyChunks implements AsyncDisposable {
  readonly chunks: AsyncGenerator<Uint8Array>
  readonly #end: () => void

  /** `seconds`: in which some bytes must come. */
  constructor(request: HttpRequest, seconds: number) {
    const body = unpacked(request)
    this.chunks = chunksOf(body, seconds)
    this.#end = () => void (body === request.body ? undefined : body.destroy())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.chunks.return(undefined)
    this.#end()
  }
}

/** Gives `use` the chunks of a request's body. */
export async function withChunks<T>(
  request: HttpRequest,
  seconds: number,
  use: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> {
  await using body = new BodyChunks(request, seconds)
  return await use(body.chunks)
}

/** Chunks of a body, each within `seconds` of the one before it. Throws 408, or 400 if the client goes away. */
export async function* chunksOf(body: Readable, seconds: number): AsyncGenerator<Uint8Array> {
  // A body that is not read to its end must not take the connection with it: the answer is still to be sent.
  const chunks = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>
  let isComing = false
  try {
    for (;;) {
      isComing = true
      const { done, value } = await withTimeout(chunks.next(), seconds, tooSlow).catch(refused)
      isComing = false
      if (done === true) return
      yield value
    }
  } finally {
    if (!isComing) await chunks.return?.() // else it would be waited for
  }
}

function refused(error: Error): never {
  throw error instanceof ApiError
    ? error
    : invalid(`The request body could not be read: ${error.message}`)
}

export interface ReceiveOptions {
  /** Bytes at the start that are there already. */
  readonly skip?: number
  /** Bytes the file may have in the end. */
  readonly limit: number
  /** Bytes up to it stay, whatever comes of it. */
  readonly mark?: UploadMark | undefined
}

/** Appends to the file; what came before an error stays. Throws 413. Resolves to the bytes of the body. */
export async function receive(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
  { skip = 0, limit, mark }: ReceiveOptions,
): Promise<number> {
  const place = `upload ${path} cannot be kept`
  await using file = await onDisk(place, () => open(path, 'a'))
  let { size } = await file.stat()
  let taken = 0
  const append = async (bytes: Uint8Array): Promise<void> => {
    size += bytes.length
    if (size > limit) throw tooLarge(limit)
    await onDisk(place, () => file.appendFile(bytes))
  }
  for await (const chunk of chunks) {
    let news = chunk.subarray(Math.max(skip - taken, 0))
    taken += chunk.length
    if (mark !== undefined && size < mark.at && size + news.length >= mark.at) {
      const before = mark.at - size
      await append(news.subarray(0, before))
      await mark.reached()
      news = news.subarray(before)
    }
    await append(news)
  }
  return taken
}

export const tooLarge = (limit: number): ApiError =>
  payloadTooLarge(
    `The upload is larger than ${limit} bytes, the most that the method accepts (maxSize in its document).`,
  )
