// Bytes that go with a call or its answer, beside the JSON.
import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { onDisk } from '../disk_fault.ts'

/** Bytes that a client uploaded: a file that is there until the handler has answered. */
export interface Media {
  /** As the client said, or `application/octet-stream`. */
  readonly contentType: string
  /** Bytes. */
  readonly length: number
  /** The file. A handler that keeps it renames or copies it; what is left of it is removed. */
  readonly path: string
}

/** The bytes of an upload. The file is opened when the first of them is asked for. Throws 503 where the disk is at fault. */
export async function* bytesOfMedia({
  path,
}: Pick<Media, 'path'>): AsyncGenerator<Uint8Array, void> {
  // A stream made before somebody reads it would end the server with an error of its own.
  const file = await onDisk(`upload ${path} cannot be read`, () => open(path))
  yield* file.createReadStream()
}

/** Bytes of which any part can be read. */
export interface StoredBytes {
  readonly size: number
  /** In parts, from `start` on and before `end`. */
  bytes(start: number, end: number): AsyncIterable<Uint8Array>
}

/** All but a stream, which is sent as it comes, can be asked for in ranges. */
export type MediaSource = { readonly path: string } | Uint8Array | Readable | StoredBytes

/** What goes with the bytes of an answer. */
export interface MediaOptions {
  /** By default `application/octet-stream`. */
  readonly contentType?: string
  /** More headers of the answer, such as `x-goog-hash`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What a handler answers to `alt=media`. */
export class MediaAnswer {
  readonly source: MediaSource
  readonly contentType: string
  readonly headers: Readonly<Record<string, string>>

  constructor(source: MediaSource, options: MediaOptions) {
    this.source = source
    this.contentType = options.contentType ?? 'application/octet-stream'
    this.headers = options.headers ?? {}
  }
}

/** Bytes as an answer: of a file, a buffer or a stream. */
export const media = (source: MediaSource, options: MediaOptions = {}): MediaAnswer =>
  new MediaAnswer(source, options)
