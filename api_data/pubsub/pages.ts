// Pages of lists.
import { checkRange, invalid } from './errors.ts'

const MOST = 1000

export interface PageParams {
  readonly pageSize?: number | undefined
  readonly pageToken?: string | undefined
}

/** One page of items in the order of their names, which the token of the next one holds. */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  { pageSize = 0, pageToken = '' }: PageParams,
): { readonly page: readonly Item[]; readonly next: { nextPageToken?: string } } {
  checkRange('page_size', pageSize, 0, MOST)
  const after = Buffer.from(pageToken, 'base64url').toString()
  if (pageToken !== '' && !/^(?:projects\/|_)/.test(after))
    throw invalid(`Invalid page token given (page_token=${pageToken}).`)
  const rest = items
    .filter((item) => nameOf(item) > after)
    .toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const page = rest.slice(0, pageSize === 0 ? 100 : pageSize)
  const last = page.at(-1)
  const isLast = page.length === rest.length || last === undefined
  return {
    page,
    next: isLast ? {} : { nextPageToken: Buffer.from(nameOf(last)).toString('base64url') },
  }
}
