// Bytes a handler answered with, or the range of them that was asked for (RFC 9110, section 14).
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { onDisk } from '../disk_fault.ts'
import { ApiError } from '../errors.ts'
import type { MediaAnswer } from '../api/media.ts'
import type { HttpResponse } from './response.ts'

/** `range`: the request's header. Throws 416 for one that begins behind the end. */
export async function downloadOf(
  { source, contentType, headers: own }: MediaAnswer,
  range: string | undefined,
): Promise<HttpResponse> {
  // A page among the media must not run as one of ours.
  const headers = { 'content-type': contentType, 'content-security-policy': 'sandbox', ...own }
  if (source instanceof Readable) return { status: 200, headers, body: source }
  if (source instanceof Uint8Array)
    return part(headers, source.length, range, (start, end) =>
      Readable.from([source.subarray(start, end)]),
    )
  if ('bytes' in source)
    return part(headers, source.size, range, (start, end) =>
      Readable.from(source.bytes(start, end)),
    )
  const file = await onDisk(`${source.path} cannot be read`, () => open(source.path))
  try {
    const { size } = await file.stat()
    const answer = part(headers, size, range, (start, end) =>
      start === end ? Readable.from([]) : file.createReadStream({ start, end: end - 1 }),
    )
    if (size === 0) await file.close() // nothing reads it to its end
    return answer
  } catch (error) {
    await file.close()
    throw error
  }
}

function part(
  headers: HttpResponse['headers'],
  length: number,
  range: string | undefined,
  read: (start: number, end: number) => Readable,
): HttpResponse {
  const asked = rangeOf(range, length)
  if (asked === 'none of it')
    throw new ApiError(
      'OUT_OF_RANGE',
      'requestedRangeNotSatisfiable',
      `Request range not satisfiable: "${range}" of ${length} bytes.`,
      { code: 416, headers: { 'content-range': `bytes */${length}` } },
    )
  const { start, end } = asked ?? { start: 0, end: length }
  return {
    status: asked === undefined ? 200 : 206,
    headers: {
      'accept-ranges': 'bytes',
      ...headers,
      'content-length': `${end - start}`,
      ...(asked && { 'content-range': `bytes ${start}-${end - 1}/${length}` }),
    },
    body: read(start, end),
  }
}

/** From `start` up to but without `end`. A header that is no single range of bytes is as if it were not there. */
export function rangeOf(
  header = '',
  length: number,
): { readonly start: number; readonly end: number } | 'none of it' | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? ['', '', '']
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(length - Number(last), 0) : Number(first)
  const end = first === '' || last === '' ? length : Math.min(Number(last) + 1, length)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  return start >= length || start >= end ? 'none of it' : { start, end }
}
