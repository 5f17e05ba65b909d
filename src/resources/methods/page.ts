// One page of a list, and the token of the next: a place in the order, so that what is made or deleted meanwhile moves
// nothing.
import { hash } from 'node:crypto'
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { orderOfList } from '../filter/wanted.ts'
import type { Held } from '../kept.ts'

/** How many resources are read at once. */
const MOST_AT_ONCE = 1000

export interface Page {
  readonly held: readonly Held[]
  readonly next: string | undefined
}

/** In order of creation, or as the client wants. Throws 400 for a token of another list. */
export function pageOf(held: readonly Held[], context: Context): Page {
  const { params } = context
  const order = orderOfList(context)
  const ordered = held.toSorted(
    (a, b) => (order?.(a.resource, b.resource) ?? 0) || a.sequence - b.sequence,
  )
  const after = placeOf(params['pageToken'], context)
  const rest =
    after === undefined ? ordered : ordered.slice(startAfter(after, ordered, order !== undefined))
  const size = sizeOf(context)
  if (size === undefined || rest.length <= size) return { held: rest, next: undefined }
  const page = rest.slice(0, size)
  return { held: page, next: tokenOf(page.at(-1)!, ordered.length - rest.length + size, context) }
}

/** A page in order of creation, of which no more is read than it takes. Undefined: the client asks for all. */
export async function pageInOrder(
  context: Context,
  isWanted: (held: Held) => boolean,
): Promise<Page | undefined> {
  const { params, view, name } = context
  const size = sizeOf(context)
  if (size === undefined) return undefined
  const after = placeOf(params['pageToken'], context)?.sequence ?? -Infinity
  const held: Held[] = []
  for await (const one of view.members(name, after, Math.min(size + 1, MOST_AT_ONCE))) {
    if (isWanted(one)) held.push(one)
    if (held.length > size)
      return { held: held.slice(0, size), next: tokenOf(held.at(-2)!, 0, context) }
  }
  return { held, next: undefined }
}

/** Undefined: as many as there are. Throws 400 for a negative size (https://google.aip.dev/158). */
function sizeOf({ params }: Context): number | undefined {
  const name = params['pageSize'] === undefined ? 'maxResults' : 'pageSize'
  const size = Number(params[name] ?? 0)
  if (size < 0) throw invalid(`Invalid ${name}: ${size}. It must not be negative.`, name)
  return size > 0 ? size : undefined
}

/** The last of a page: its place in the order of creation, and how many came up to it. */
interface Place {
  readonly sequence: number
  readonly count: number
}

/** In an order of the client's, behind the last resource of the page; if it is gone, behind as many as there were. */
function startAfter(
  { sequence, count }: Place,
  ordered: readonly Held[],
  hasOrder: boolean,
): number {
  if (!hasOrder) {
    const next = ordered.findIndex((one) => one.sequence > sequence)
    return next === -1 ? ordered.length : next
  }
  const last = ordered.findIndex((one) => one.sequence === sequence)
  return last === -1 ? count - 1 : last + 1
}

const tokenOf = ({ sequence }: Held, count: number, context: Context): string =>
  Buffer.from(`${listOf(context)}.${sequence}.${count}`).toString('base64url')

function placeOf(token: unknown, context: Context): Place | undefined {
  if (typeof token !== 'string' || token === '') return undefined
  const [list, sequence, count] = Buffer.from(token, 'base64url').toString().split('.')
  if (list !== listOf(context) || !/^-?\d+$/.test(sequence ?? ''))
    throw invalid('The page token is not one of this list.', 'pageToken')
  return { sequence: Number(sequence), count: Number(count) }
}

/** What a token is good for: the same method, collection and choice. */
function listOf({ name, method, params }: Context): string {
  const choice = Object.entries(params).filter(
    ([key]) => !/^(pageToken|pageSize|maxResults)$/.test(key),
  )
  return hash(
    'sha256',
    JSON.stringify([method.method.id, name, choice.toSorted(([a], [b]) => (a < b ? -1 : 1))]),
  ).slice(0, 12)
}
