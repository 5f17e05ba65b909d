// Compression of messages: clients choose it, and are answered by the same.
import { promisify } from 'node:util'
import { deflate, gunzip, gzip, inflate } from 'node:zlib'
import { tooLarge } from './frames.ts'
import { RpcError } from './rpc_error.ts'

/** `grpc-accept-encoding` of every answer. */
export const ACCEPTED = 'identity,deflate,gzip'

const codings = {
  gzip: { pack: promisify(gzip), unpack: promisify(gunzip) },
  deflate: { pack: promisify(deflate), unpack: promisify(inflate) },
} as const

export type Coding = keyof typeof codings

/** The `grpc-encoding` of a request; undefined: none. Throws an RpcError for one that is not known. */
export function codingOf(name: string | undefined): Coding | undefined {
  if (name === undefined || name === 'identity') return undefined
  if (name === 'gzip' || name === 'deflate') return name
  throw new RpcError('UNIMPLEMENTED', `Unsupported grpc-encoding ${name}: use one of ${ACCEPTED}.`)
}

/** `limit`: bytes of a message, unpacked. */
export async function unpacked(
  bytes: Buffer,
  coding: Coding | undefined,
  limit: number,
): Promise<Buffer> {
  if (coding === undefined)
    throw new RpcError('INTERNAL', 'A message is compressed, and grpc-encoding does not say how.')
  try {
    return await codings[coding].unpack(bytes, { maxOutputLength: limit })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw tooLarge(limit + 1, limit)
    throw new RpcError('INTERNAL', `A message cannot be unpacked as ${coding}.`)
  }
}

export const packed = (bytes: Uint8Array, coding: Coding): Promise<Buffer> =>
  codings[coding].pack(bytes)
