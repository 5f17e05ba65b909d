// What a document says of the bytes that a method takes.
import type { MediaUpload, RestMethod } from './document.ts'

const bytesOfUnit: Readonly<Record<string, number>> = {
  '': 1,
  B: 1,
  KB: 2 ** 10,
  MB: 2 ** 20,
  GB: 2 ** 30,
  TB: 2 ** 40,
}

/** Bytes that may be uploaded at most, Infinity where the document sets no limit; undefined if it cannot be read. */
export function maxSizeOf({ maxSize }: Pick<MediaUpload, 'maxSize'>): number | undefined {
  if (maxSize === undefined) return Infinity
  const [, digits, unit = ''] = /^(\d+) ?([KMGT]?B)?$/i.exec(maxSize) ?? []
  return digits === undefined ? undefined : Number(digits) * bytesOfUnit[unit.toUpperCase()]!
}

/** What stands before servicePath where a method is reached for its bytes. */
export const uploadPrefixes = { simple: 'upload/', resumable: 'resumable/upload/' } as const

/** Whether a content type is one of those the document accepts; it lists types, `image/*` or all. */
export function accepts({ accept = [] }: MediaUpload, contentType: string): boolean {
  const type = contentType.split(';')[0]!.trim().toLowerCase()
  return (
    accept.length === 0 ||
    accept.some((pattern) => {
      const wanted = pattern.toLowerCase()
      return wanted.endsWith('/*')
        ? wanted === '*/*' || type.startsWith(wanted.slice(0, -1))
        : wanted === type
    })
  )
}

/** Where a method takes its uploads, as documents write it. */
export const uploadPathOf = (
  protocol: keyof typeof uploadPrefixes,
  servicePath: string,
  { path }: Pick<RestMethod, 'path'>,
): string => `/${uploadPrefixes[protocol]}${servicePath}${path}`
