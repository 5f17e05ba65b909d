// Resources without an id, such as settings: there as soon as what they belong to is.
import type { Context } from '../context.ts'
import { untold } from '../errors/refusals.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { isContent } from '../model/field.ts'
import { collectionOf } from '../model/resource_path.ts'
import { kindOf } from '../model/kind.ts'
import { fillDefaults } from '../overlay/defaults.ts'
import { answered } from '../resource/answer.ts'
import { applyMask, maskOf, mergeInto } from '../resource/field_mask.ts'
import { requireParent } from '../resource/find.ts'
import { fillChanged } from '../resource/server_fields.ts'

export async function readSingleton(context: Context): Promise<unknown> {
  const name = context.name
  await requireParent(context, `${name}/-`)
  const resource = structuredClone(await current(context, name))
  fillDefaults(resource, name, context)
  const answer = inForm(context, resource)
  if (isBare(answer) && isServers(context)) throw untold(context.path, context.method.method)
  return answer
}

const isBare = (answer: JsonObject): boolean =>
  Object.keys(answer).every((key) => key === 'name' || key === 'kind')

/** What no method writes and is no list of things that there may be none of: a public key, a file, whose account this is. */
function isServers({ method, model }: Context): boolean {
  if (method.class !== 'seed.singleton') return false
  const properties = model.schema(method.method.response?.$ref)?.properties ?? {}
  return Object.entries(properties).some(([name, { type }]) => type !== 'array' && isContent(name))
}

export async function writeSingleton(context: Context): Promise<unknown> {
  const { view, params, body, method, model, now, ids } = context
  const name = context.name
  await requireParent(context, `${name}/-`)
  const resource = structuredClone(await current(context, name))
  const schema = model.schema(method.method.request?.$ref)
  const mask = params['updateMask']
  if (typeof mask === 'string' && mask !== '' && mask !== '*')
    applyMask(resource, body, maskOf(mask, schema, model.schemas))
  else if (method.method.httpMethod === 'PUT' || mask === '*') {
    for (const key of Object.keys(resource)) if (key !== 'name') delete resource[key]
    Object.assign(resource, structuredClone(body))
  } else mergeInto(resource, body)
  fillChanged(resource, { collection: method.collection, now, ids })
  view.put(name, method.collection.pattern, { resource })
  const of =
    method.method.request?.$ref === method.collection.type
      ? undefined
      : await parentOf(context, name)
  return of ?? answered(context, 'update', name, resource)
}

/** An operation on a part of a resource that is no resource itself answers the resource. */
async function parentOf(context: Context, name: string): Promise<unknown> {
  const { method, model, view } = context
  const held = await view.get(collectionOf(name))
  if (held === undefined || method.answer.kind !== 'operation') return undefined
  const collection = model.collection(collectionOf(collectionOf(method.collection.pattern)))
  return answered(
    { ...context, method: { ...method, collection } },
    'update',
    held.name,
    held.resource,
  )
}

async function current({ view, method }: Context, name: string): Promise<JsonObject> {
  const held = await view.get(name)
  if (held !== undefined) return held.resource
  const properties = method.collection.schema?.properties ?? {}
  const kind = kindOf(method.collection.schema)
  return {
    ...(kind !== undefined && { kind }),
    ...(method.isWhole && Object.hasOwn(properties, 'name') && { name }),
  }
}

/** What the answer's schema has of it. */
function inForm({ method, model }: Context, resource: JsonObject): JsonObject {
  const properties = model.schema(method.method.response?.$ref)?.properties
  if (properties === undefined || !isJsonObject(resource)) return resource
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => Object.hasOwn(properties, name)),
  )
}
