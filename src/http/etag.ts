// The version of a resource as the ETag of its answer, and the answer to a client that has this version already.
// Source: https://developers.google.com/calendar/api/guides/version-resources. APIs of the newer kind have fields called
// `etag` as well, but say nothing of them in headers.
import type { HttpResponse } from './response.ts'
import type { Service } from '../api/service.ts'

/** `value`: what the handler of a GET answered. */
export function withEtag(
  answer: HttpResponse,
  value: unknown,
  { errorFormat, namesKinds }: Service,
  ifNoneMatch: string | undefined,
): HttpResponse {
  const etag = (value as { readonly etag?: unknown } | undefined)?.etag
  if (typeof etag !== 'string' || !(errorFormat === 'v1' || namesKinds)) return answer
  const quoted = /^(W\/)?".*"$/.test(etag) ? etag : `"${etag}"`
  // What a header cannot hold is no version that a client could send back.
  if (!/^[\u0020-\u007e]+$/.test(quoted)) return answer
  if (ifNoneMatch !== undefined && isAmong(quoted, ifNoneMatch))
    return { status: 304, headers: { etag: quoted }, body: null }
  return { ...answer, headers: { ...answer.headers, etag: quoted } }
}

const isAmong = (etag: string, ifNoneMatch: string): boolean =>
  ifNoneMatch.trim() === '*' ||
  ifNoneMatch.split(',').some((one) => withoutWeakness(one) === withoutWeakness(etag))

const withoutWeakness = (etag: string): string => etag.trim().replace(/^W\//, '')
