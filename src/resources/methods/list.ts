// Lists the resources of a collection: what the parameters choose, in pages.
import { hash } from 'node:crypto'
import type { Context } from '../context.ts'
import { textOf, type Json, type JsonObject } from '../json.ts'
import { filterOf } from '../filter/wanted.ts'
import { kindOf } from '../model/kind.ts'
import { requireParent } from '../resource/find.ts'
import type { Held } from '../kept.ts'
import { pageInOrder, pageOf, type Page } from './page.ts'

export async function list(context: Context): Promise<unknown> {
  const { model, method, name: collection } = context
  await requireParent(context, `${collection}/-`)
  const isOfFilter = filterOf(context)
  const isWanted = (one: Held) => isChosen(one, context) && isOfFilter(one)
  const listed = (await pageAlone(context, isWanted)) ?? (await pageOfAll(context, isWanted))
  const { page, prefixes, total } = listed
  const schema = model.schema(method.method.response?.$ref)
  const properties = schema?.properties ?? {}
  const kind = kindOf(schema)
  const items = model.itemsOf(method.method)
  const answer: JsonObject = kind === undefined ? {} : { kind }
  if (items !== undefined && (page.held.length > 0 || context.traits.answersEmptyLists === true))
    answer[items.property] = page.held.map(({ resource }) => projected(resource, items.fields))
  if (prefixes.length > 0 && properties['prefixes'] !== undefined) answer['prefixes'] = prefixes
  if (page.next !== undefined) answer['nextPageToken'] = page.next
  fillTotals(answer, total, context)
  // Lists of older APIs have a tag of what is in them.
  if (kind !== undefined && properties['etag'] !== undefined) answer['etag'] = etagOf(answer)
  return answer
}

/** How many there are in all: of Cloud KMS, of BigQuery, of Analytics. */
const TOTALS = ['totalSize', 'totalItems', 'totalResults']

function fillTotals(answer: JsonObject, total: number, { model, method, params }: Context): void {
  const properties = model.schema(method.method.response?.$ref)?.properties ?? {}
  for (const name of TOTALS)
    if (Object.hasOwn(properties, name) && (total > 0 || model.isApiary)) answer[name] = total
  // Of YouTube: what a page holds at most is what it holds where the client does not say it.
  const { pageInfo } = properties
  const { totalResults, resultsPerPage } = model.schema(pageInfo?.$ref)?.properties ?? {}
  const most = Number(params['maxResults'] ?? 0) || total
  if (totalResults !== undefined && resultsPerPage !== undefined)
    answer['pageInfo'] = { totalResults: total, resultsPerPage: most }
}

const etagOf = (answer: JsonObject): string =>
  hash('sha256', JSON.stringify(answer), 'base64').slice(0, 27)

interface ListedPage {
  readonly page: Page
  readonly prefixes: string[]
  readonly total: number
}

/** Of what need not be read whole: no order of the client's, no folders, no total. */
async function pageAlone(
  context: Context,
  isWanted: (held: Held) => boolean,
): Promise<ListedPage | undefined> {
  const { model, method, params, name: collection } = context
  const properties = model.schema(method.method.response?.$ref)?.properties ?? {}
  const isWhole =
    ['orderBy', 'prefix', 'delimiter'].some((name) => textOf(params[name]) !== undefined) ||
    [...TOTALS, 'pageInfo'].some((name) => Object.hasOwn(properties, name)) ||
    `/${collection}/`.includes('/-/')
  const page = isWhole ? undefined : await pageInOrder(context, isWanted)
  return page && { page, prefixes: [], total: 0 }
}

async function pageOfAll(context: Context, isWanted: (held: Held) => boolean): Promise<ListedPage> {
  const held = (await context.view.list(context.name)).filter(isWanted)
  const { names, prefixes } = withPrefixes(held, context.params)
  return { page: pageOf(names, context), prefixes, total: names.length }
}

/** What a list shows of a resource, where it is less than the resource. */
function projected(resource: JsonObject, fields: object | undefined): JsonObject {
  if (fields === undefined) return resource
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => Object.hasOwn(fields, name)),
  )
}

/** Parameters that say how to list, not what. */
const NOT_OF_RESOURCES = new Set([
  'pageSize',
  'maxResults',
  'pageToken',
  'filter',
  'orderBy',
  'view',
  'prefix',
  'delimiter',
  'showDeleted',
  'part',
  'fields',
])

/** Parameters named as fields of the resource choose those that have the value. */
function isChosen({ resource }: Held, { params, method }: Context): boolean {
  if (isDeleted(resource) && params['showDeleted'] !== true) return false
  const properties = method.collection.schema?.properties ?? {}
  return Object.entries(method.method.parameters ?? {}).every(([name, { location }]) => {
    const wanted = params[name]
    if (location !== 'query' || wanted === undefined || wanted === '' || NOT_OF_RESOURCES.has(name))
      return true
    if (!Object.hasOwn(properties, name)) return true
    const values = Array.isArray(wanted) ? wanted : [wanted]
    return values.length === 0 || values.some((value) => sameText(resource[name], value))
  })
}

const sameText = (own: Json | undefined, wanted: unknown): boolean =>
  (typeof own === 'string' || typeof own === 'number' || typeof own === 'boolean') &&
  String(own) === String(wanted)

/** Deleted, but still to be had back. */
const isDeleted = (resource: JsonObject): boolean =>
  textOf(resource['deleteTime']) !== undefined || resource['deleted'] === true

/** Names up to a delimiter stand for all that begin with them, as folders do. */
function withPrefixes(
  held: readonly Held[],
  params: Readonly<Record<string, unknown>>,
): { readonly names: readonly Held[]; readonly prefixes: string[] } {
  const prefix = textOf(params['prefix']) ?? ''
  const delimiter = textOf(params['delimiter'])
  const fits = prefix === '' ? held : held.filter((one) => nameOf(one).startsWith(prefix))
  if (delimiter === undefined) return { names: fits, prefixes: [] }
  const cut = (name: string): string | undefined => {
    const at = name.indexOf(delimiter, prefix.length)
    return at === -1 ? undefined : name.slice(0, at + delimiter.length)
  }
  const prefixes = new Set(fits.flatMap((one) => cut(nameOf(one)) ?? []))
  return { names: fits.filter((one) => cut(nameOf(one)) === undefined), prefixes: [...prefixes] }
}

const nameOf = ({ resource, name }: Held): string =>
  textOf(resource['name']) ?? name.slice(name.lastIndexOf('/') + 1)
