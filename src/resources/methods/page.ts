// One page of a list, and the token of the next: a place in the order, so that what is made or deleted meanwhile moves
// nothing.
import { hash } from 'node:crypto'
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { Held } from '../resource_view.ts'

interface Page {
  readonly held: readonly Held[]
  readonly next: string | undefined
}

/** In order of creation. Throws 400 for a token of another list. */
export function pageOf(held: readonly Held[], context: Context): Page {
  const { params } = context
  const ordered = held.toSorted((a, b) => a.sequence - b.sequence)
  const after = placeOf(params['pageToken'], context)
  const rest = after === undefined ? ordered : ordered.filter(({ sequence }) => sequence > after)
  const size = Number(params['pageSize'] ?? params['maxResults'] ?? 0)
  if (!(size > 0) || rest.length <= size) return { held: rest, next: undefined }
  const page = rest.slice(0, size)
  return { held: page, next: tokenOf(page.at(-1)!.sequence, context) }
}

const tokenOf = (sequence: number, context: Context): string =>
  Buffer.from(`${listOf(context)}.${sequence}`).toString('base64url')

function placeOf(token: unknown, context: Context): number | undefined {
  if (typeof token !== 'string' || token === '') return undefined
  const [list, sequence] = Buffer.from(token, 'base64url').toString().split('.')
  if (list !== listOf(context) || !/^-?\d+$/.test(sequence ?? ''))
    throw invalid('The page token is not one of this list.', 'pageToken')
  return Number(sequence)
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
