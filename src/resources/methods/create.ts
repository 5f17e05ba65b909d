// Makes a resource.
import { invalid } from '../../errors.ts'
import type { Context } from '../context.ts'
import { taken } from '../errors/refusals.ts'
import { isJsonObject, textOf, type Json, type JsonObject } from '../json.ts'
import { fillMedia } from '../media_files.ts'
import { behaviorOf } from '../model/field.ts'
import { takesOf, type Collection } from '../model/collection.ts'
import type { IdTrait } from '../traits/traits.ts'
import { decodedSegment, encodedSegment } from '../model/resource_path.ts'
import { answered } from '../resource/answer.ts'
import { requireParent } from '../resource/find.ts'
import { chosenId, fillPlace, hasNumericIds, isCounted } from '../resource/identity.ts'
import { fillCreated } from '../resource/server_fields.ts'
import { asKept } from '../resource/kept_form.ts'
import { fillDefaults } from '../overlay/defaults.ts'
import { wordsFor } from '../overlay/words.ts'
import { selfLink } from '../operations/self_link.ts'

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
  const resource = made(context, name, given)
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

/** Resources that a rule says come into being with this one. */
function makeCompanions(context: Context, name: string, of: JsonObject): void {
  const { model, method, overlay, view } = context
  const words = wordsFor(name, context, of)
  for (const [path, resource] of Object.entries(overlay.rules[method.method.id]?.creates ?? {})) {
    const filledName = textOf(words(path)) ?? path
    const own = `${name}/${filledName}`
    const pattern = `${method.collection.pattern}/*/${path.slice(0, path.lastIndexOf('/'))}`
    const collection = model.collection(pattern)
    const filled = words(resource)
    const companion = made(
      { ...context, method: { ...method, collection } },
      own,
      isJsonObject(filled) ? filled : {},
    )
    view.put(own, pattern, { resource: companion })
  }
}

/** Objects are written over: their generations tell them apart. */
const overwrites = ({ method }: Context): boolean =>
  'ifGenerationMatch' in (method.method.parameters ?? {})

/** Fields of a template for what is within: `versionTemplate`. */
function templateFor({ schema }: Collection, resource: JsonObject): JsonObject {
  const template = Object.entries(resource).find(
    ([name, value]) => name.endsWith('Template') && isJsonObject(value),
  )
  const fields = Object.entries(template?.[1] ?? {}) as [string, Json][]
  return Object.fromEntries(
    fields.filter(([name]) => Object.hasOwn(schema?.properties ?? {}, name)),
  )
}

/** A resource that shows one of those in it, as a key shows its primary version, has one from the start. */
function makeFirstChild(context: Context, name: string, resource: JsonObject): void {
  const { model, method, params, view } = context
  const { collection } = method
  if (
    Object.entries(params).some(([key, value]) => key.startsWith('skipInitial') && value === true)
  )
    return
  for (const [property, schema] of Object.entries(collection.schema?.properties ?? {})) {
    if (
      schema.$ref === undefined ||
      schema.$ref === collection.type ||
      !behaviorOf(schema).outputOnly
    )
      continue
    const child = model.childOf(collection, schema.$ref)
    if (child === undefined || !isCounted(child)) continue
    const plural = child.pattern.slice(child.pattern.lastIndexOf('/') + 1)
    const childName = `${name}/${plural}/1`
    const first = made(
      { ...context, method: { ...method, collection: child } },
      childName,
      templateFor(child, resource),
    )
    view.put(childName, child.pattern, { resource: first })
    resource[property] = first
  }
}

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

const idTraitOf = ({ traits, method }: Context): IdTrait | undefined =>
  traits.ids?.[method.collection.pattern.slice(method.collection.pattern.lastIndexOf('/') + 1)]

function idFromTrait(context: Context): string | undefined {
  const { from, pattern } = idTraitOf(context) ?? {}
  const text = from === undefined ? undefined : context.body[from]
  if (typeof text !== 'string') return undefined
  return pattern === undefined ? text : new RegExp(pattern, 'i').exec(text)?.[1]
}

/** As the API writes ids that clients choose a part of. */
function shaped(id: string, collection: string, context: Context): string {
  const template = idTraitOf(context)?.template
  const project = /(?:^|\/)projects\/([^/]+)/.exec(collection)?.[1] ?? ''
  return template === undefined || id.includes('@')
    ? id
    : template.replaceAll('{id}', id).replaceAll('{project}', project)
}

const join = (collection: string, id: string): string =>
  collection === '' ? id : `${collection}/${id}`

/** The resource as it is kept. */
export function made(context: Context, name: string, given: JsonObject): JsonObject {
  const { model, method, now, ids } = context
  const { collection } = method
  const { schema } = collection
  const id = name.split('/').at(-1)!
  const resource = asKept(given, context)
  const properties = schema?.properties ?? {}
  const field = idTraitOf(context)?.field
  if (field !== undefined) resource[field] = decodedSegment(id)
  if (Object.hasOwn(properties, 'name')) {
    if (collection.hasFullNames && context.traits.shortNames !== true) resource['name'] = name
    else resource['name'] ??= decodedSegment(id)
  }
  if (Object.hasOwn(properties, 'id'))
    resource['id'] ??= properties['id']!.format?.includes('int64') ? ids.number() : id
  if (Object.hasOwn(properties, 'selfLink')) resource['selfLink'] ??= selfLink(name, context)
  fillDefaults(resource, name, context)
  const place = placeOf(name, collection.pattern, context)
  fillPlace(resource, collection, model, place, (variable) => {
    const end = name.indexOf(`/${place[variable]}/`) + 1 + place[variable]!.length
    return selfLink(name.slice(0, end), context)
  })
  for (const unset of context.traits.unset?.[collection.type ?? ''] ?? []) delete resource[unset]
  fillCreated(resource, {
    collection,
    now,
    ids,
    unset: context.traits.unset?.[collection.type ?? ''],
  })
  return resource
}

/** Values of the variables in a member's path. */
function placeOf(name: string, pattern: string, { method }: Context): Record<string, string> {
  const member = method.collection.onMember.find(({ verb, isWhole }) => verb === '' && !isWhole)
  if (member === undefined) return {}
  const variables = [...member.method.path.matchAll(/\{\+?([^{}]+)\}/g)].map(
    ([, variable]) => variable!,
  )
  const values = name.split('/').filter((_, i) => (`${pattern}/*`.split('/')[i] ?? '*') === '*')
  return Object.fromEntries(variables.map((variable, i) => [variable, values[i] ?? '']))
}
