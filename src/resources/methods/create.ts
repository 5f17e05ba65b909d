// Makes a resource.
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { taken } from '../errors/refusals.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { fillMedia } from '../media_files.ts'
import { makeCompanions, makeFirstChild } from './companions.ts'
import { takesOf } from '../model/collection.ts'
import { isOutputOnly } from '../model/field.ts'
import { encodedSegment } from '../model/resource_path.ts'
import { answered } from '../resource/answer.ts'
import { requireParent } from '../resource/find.ts'
import { idFromTrait, shaped } from '../resource/id_trait.ts'
import { chosenId, hasNumericIds, isCounted } from '../resource/identity.ts'
import { made } from '../resource/made.ts'

/** By POST to the collection, or by PUT to the name. */
export async function create(context: Context): Promise<unknown> {
  const path = context.name
  if (!context.method.isOnMember) return createIn(context, path)
  return createNamed(context, path, resourceIn(context))
}

/** In a collection, which need not be that of the path. */
export async function createIn(context: Context, collection: string): Promise<unknown> {
  await requireParent(context, `${collection}/-`)
  const given = resourceIn(context)
  return createNamed(context, await nameFor(context, collection, given), given)
}

async function createNamed(context: Context, name: string, given: JsonObject): Promise<unknown> {
  const { method } = context
  await requireParent(context, name)
  if (!overwrites(context) && (await context.view.get(name)) !== undefined) throw taken(name)
  const said = context.isClients ? withoutOutputOnly(given, context) : given
  const resource = made(context, name, said)
  makeFirstChild(context, name, resource)
  makeCompanions(context, name, resource)
  const { uploaded } = context
  if (uploaded !== undefined)
    fillMedia(resource, method.collection.schema?.properties ?? {}, uploaded)
  const media = uploaded && { contentType: uploaded.contentType, blob: uploaded.blob }
  context.view.put(name, method.collection.pattern, {
    resource,
    inputs: context.body,
    ...(media && { media }),
  })
  return answered(context, 'create', name, resource)
}

/** What only the server sets is passed over, also where prose alone says it. */
function withoutOutputOnly(given: JsonObject, { method }: Context): JsonObject {
  const { schema } = method.collection
  return Object.fromEntries(Object.entries(given).filter(([name]) => !isOutputOnly(name, schema)))
}

/** Objects are written over: their generations tell them apart. */
const overwrites = ({ method }: Context): boolean =>
  'ifGenerationMatch' in (method.method.parameters ?? {})

/** The resource that the request holds. */
export function resourceIn({ model, method, body }: Context): JsonObject {
  const { type } = method.collection
  const taking = type === undefined ? undefined : takesOf(method.method, type, model.schemas)
  if (taking === undefined) return fieldsOfType(body, model.schema(type)?.properties ?? {})
  const resource = taking.wrapper === undefined ? body : body[taking.wrapper]
  return isJsonObject(resource) ? resource : {}
}

/** Where the request is another message: the fields that both have. */
function fieldsOfType(body: JsonObject, properties: object): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([key]) => Object.hasOwn(properties, key)))
}

async function nameFor(
  context: Context,
  collection: string,
  resource: JsonObject,
): Promise<string> {
  const { method, model, params, body, view, ids } = context
  const naming = { model, method, collection: method.collection, params, body, resource }
  const chosen = chosenId(naming) ?? idFromTrait(context)
  if (chosen !== undefined) {
    if (/^\s*$/.test(chosen)) throw invalid('The id of the resource is empty.')
    return join(collection, encodedSegment(shaped(chosen, collection, context)))
  }
  if (isCounted(method.collection)) {
    const last = (await view.list(collection)).map(
      ({ name }) => Number(name.split('/').at(-1)) || 0,
    )
    return join(collection, String(Math.max(0, ...last) + 1))
  }
  return join(collection, hasNumericIds(method.collection) ? ids.number() : ids.uuid())
}

const join = (collection: string, id: string): string =>
  collection === '' ? id : `${collection}/${id}`
