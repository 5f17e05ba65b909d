// Reads one resource, or lists those of a collection.
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { itemsOf } from '../model/collection.ts'
import { kindOf } from '../model/kind.ts'
import { answered } from '../resource/answer.ts'
import { findOrRefuse, requireParent } from '../resource/find.ts'
import type { Held } from '../resource_view.ts'
import type { JsonObject } from '../json.ts'

export async function get(context: Context): Promise<unknown> {
  const { resource, name } = await findOrRefuse(context, context.name)
  return answered(context, 'get', name, resource)
}

export async function list(context: Context): Promise<unknown> {
  const { view, method, model } = context
  const collection = context.name
  await requireParent(context, `${collection}/-`)
  const items = itemsOf(method.method, model.schemas)
  const held = await view.list(collection)
  const page = pageOf(held, context)
  const schema = model.schema(method.method.response?.$ref)
  const properties = schema?.properties ?? {}
  const answer: JsonObject = {}
  const kind = kindOf(schema)
  if (kind !== undefined) answer['kind'] = kind
  if (items !== undefined && page.held.length > 0)
    answer[items.property] = page.held.map(({ resource }) => resource)
  if (page.next !== undefined) answer['nextPageToken'] = page.next
  if (properties['totalSize'] !== undefined && held.length > 0) answer['totalSize'] = held.length
  return answer
}

function pageOf(
  held: readonly Held[],
  { params }: Context,
): { readonly held: readonly Held[]; readonly next: string | undefined } {
  const size = Number(params['pageSize'] ?? params['maxResults'] ?? 0)
  const token = params['pageToken']
  let start = 0
  if (typeof token === 'string' && token !== '') {
    const after = Buffer.from(token, 'base64url').toString()
    start = held.findIndex(({ name }) => name === after) + 1
    if (start === 0) throw invalid('The page token is invalid.', 'pageToken')
  }
  const rest = held.slice(start)
  if (!(size > 0) || rest.length <= size) return { held: rest, next: undefined }
  const page = rest.slice(0, size)
  return { held: page, next: Buffer.from(page.at(-1)!.name).toString('base64url') }
}
