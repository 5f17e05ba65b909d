// What a request for a public address says of its object.
import type { RawRequest } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import type { Preconditions } from './preconditions.ts'

export type Request = RawRequest<Methods>

/** In a path of any number of segments a slash may be encoded or not. */
export const objectIn = ({
  params,
}: Request): { readonly bucket: string; readonly object: string } => ({
  bucket: params['bucket']!,
  object: params['object']!.replaceAll(/%2f/gi, '/'),
})

/** The XML API has them as headers. */
export const preconditionsOf = ({ header }: Request): Preconditions => ({
  ifGenerationMatch: header('x-goog-if-generation-match'),
  ifMetagenerationMatch: header('x-goog-if-metageneration-match'),
})

const META = 'x-goog-meta-'

/** Metadata that an upload says in headers. */
export function fieldsOf({ header, headerNames }: Request): StorageObject {
  const own = headerNames().filter((name) => name.startsWith(META))
  const metadata = Object.fromEntries(own.map((name) => [name.slice(META.length), header(name)!]))
  const said: Readonly<Record<string, string | undefined>> = {
    cacheControl: header('cache-control'),
    contentDisposition: header('content-disposition'),
    contentEncoding: header('content-encoding'),
    contentLanguage: header('content-language'),
    storageClass: header('x-goog-storage-class'),
  }
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    ...(own.length > 0 && { metadata }),
  }
}

/** Whether the host says that Cloud Storage is meant. */
export const isOurHost = ({ header }: Request): boolean =>
  /(^|\.)storage\.googleapis\.com(:\d+)?$/i.test(header('host') ?? '')
