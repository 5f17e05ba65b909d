// Pages of a list in order of name: a token is the last of its page, so what comes or goes meanwhile moves nothing.
import { badRequest } from './errors.ts'

/** A page holds no more, whatever is asked for. */
const MOST = 1000

/** Google sorts names by their bytes of UTF-8. */
export const compare = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))

/** `rows`: in order of their keys. Throws 400 for a token that is none of ours. */
export function pageOf<Row extends { readonly key: string }>(
  rows: readonly Row[],
  {
    maxResults,
    pageToken = '',
  }: { readonly maxResults: number; readonly pageToken?: string | undefined },
): { readonly page: readonly Row[]; readonly next: string | undefined } {
  const after = pageToken === '' ? undefined : keyIn(pageToken)
  const rest = after === undefined ? rows : rows.filter(({ key }) => compare(key, after) > 0)
  const size = Math.min(maxResults > 0 ? maxResults : MOST, MOST)
  const page = rest.slice(0, size)
  return { page, next: rest.length > size ? tokenOf(page.at(-1)!.key) : undefined }
}

const tokenOf = (key: string): string => Buffer.from(`after ${key}`).toString('base64')

function keyIn(token: string): string {
  const text = Buffer.from(token, 'base64').toString()
  if (!text.startsWith('after ')) throw badRequest('Invalid argument.')
  return text.slice('after '.length)
}
