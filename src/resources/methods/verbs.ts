// Custom verbs whose effect the document tells: `disable` where there is a state DISABLED, `addVersion` where there are
// versions, `search` of a collection.
import type { Behavior } from '../context.ts'
import { isJsonObject } from '../json.ts'
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import type { Collection, PlacedMethod } from '../model/collection.ts'
import { behaviorOf, isContent } from '../model/field.ts'
import { singularOf } from '../model/resource_path.ts'
import type { Held } from '../kept.ts'
import { answered } from '../resource/answer.ts'
import { findOrRefuse } from '../resource/find.ts'
import { aggregatedFor } from './aggregated.ts'
import { create, createIn } from './create.ts'
import { saveChanged } from './change.ts'
import { effectOf } from './effects.ts'
import { list } from './list.ts'

/** What a custom verb does, and whether the document tells all of it. */
export interface VerbBehavior {
  readonly behavior: Behavior
  /** The answer has the right form, but nothing is known of an effect. */
  readonly isFormOnly: boolean
}

export function verbBehaviorFor(method: MethodModel, model: ApiModel): VerbBehavior | undefined {
  const told = toldBehaviorFor(method, model)
  if (told !== undefined) return { behavior: told, isFormOnly: false }
  const isForm =
    isOnResource(method, model) && method.answer.kind !== 'other' && method.answer.kind !== 'none'
  return isForm && method.method.httpMethod !== 'GET'
    ? { behavior: touch, isFormOnly: true }
    : undefined
}

/** A verb of a location is one of the API, of which no resource says what it does: `locations/*:translateText`. */
const isOnResource = ({ isOnMember, collection }: MethodModel, model: ApiModel): boolean =>
  isOnMember && !model.isPlace(collection)

function toldBehaviorFor(method: MethodModel, model: ApiModel): Behavior | undefined {
  const child = childMadeBy(method, model)
  if (child !== undefined) return childCreation(child)
  if (isCreation(method)) return create
  if (isSearch(method, model)) return list
  const aggregated = aggregatedFor(method, model)
  if (aggregated !== undefined) return aggregated
  if (method.method.httpMethod === 'DELETE' && !method.isOnMember) return removeByQuery
  if (!isOnResource(method, model)) return undefined
  const isChange =
    effectOf(method) !== undefined ||
    fieldsSetBy(method, model).length > 0 ||
    fieldSetTo(method) !== undefined
  if (isChange && showsResource(method)) return change
  return readsInputs(method, model) ? readOut : undefined
}

const verbOf = ({ verb, word }: MethodModel): string => verb || word

/**
 * `addVersion` of a secret, whose answer is what `versions` of it hold; `run` of a job, whose operation answers an execution of
 * it, as protos say.
 */
function childMadeBy(method: MethodModel, model: ApiModel): Collection | undefined {
  if (!method.isOnMember || method.method.httpMethod !== 'POST') return undefined
  const noun = /^(?:add|create|import)([A-Z]\w*)$/.exec(verbOf(method))?.[1]
  return noun === undefined ? childAnsweredBy(method, model) : childCalled(noun, method, model)
}

function childCalled(noun: string, method: MethodModel, model: ApiModel): Collection | undefined {
  const prefix = `${method.pattern}/`
  const children = [...model.placed.byPattern.keys()]
    .filter((pattern) => pattern.startsWith(prefix) && pattern.endsWith('/*'))
    .map((pattern) => pattern.slice(0, -2))
    .filter((pattern) => !pattern.slice(prefix.length).includes('/'))
  const pattern = children.find((one) => {
    const plural = one.slice(prefix.length)
    return singularOf(plural).toLowerCase() === noun.toLowerCase()
  })
  return pattern === undefined ? undefined : model.collection(pattern)
}

/** One that no method of its own makes. */
function childAnsweredBy(
  { method, collection }: MethodModel,
  model: ApiModel,
): Collection | undefined {
  const told = method.operationTypes && model.schemaOf(method.operationTypes.response)
  const child = told && model.childOf(collection, told.id)
  return child?.isClosed === false ? child : undefined
}

const childCreation =
  (collection: Collection): Behavior =>
  async (context) => {
    const parent = context.name
    const plural = collection.pattern.slice(collection.pattern.lastIndexOf('/') + 1)
    const method = { ...context.method, collection, answer: context.method.answer }
    const answer =
      method.method.response?.$ref === collection.type
        ? { kind: 'resource' as const }
        : method.answer
    return createIn({ ...context, method: { ...method, answer } }, `${parent}/${plural}`)
  }

/** A POST to the collection whose request is a message of its own, or that has a verb of making. */
function isCreation({ isOnMember, method, word, verb, collection }: MethodModel): boolean {
  if (isOnMember) return method.httpMethod === 'PUT' && /^(create|insert)/.test(word)
  if (method.httpMethod !== 'POST' || collection.type === undefined) return false
  return verb === ''
    ? /^(create|insert|add|submit|import|generate|register)/.test(word)
    : /^(create|submit|insert|provision)$/.test(verb)
}

function isSearch(
  { verb, word, answer, collection, method }: MethodModel,
  model: ApiModel,
): boolean {
  if (answer.kind !== 'other' || !/^(search|list|aggregated)/.test(verb || word)) return false
  const items = model.itemsOf(method)
  return (
    collection.type !== undefined &&
    (items?.type === collection.type || items?.fields !== undefined)
  )
}

/** Members whose fields are what the query says. */
const removeByQuery: Behavior = async (context) => {
  const { view, params, method } = context
  const collection = context.name
  const fields = Object.entries(method.method.parameters ?? {}).filter(
    ([name, { location }]) => location === 'query' && params[name] !== undefined,
  )
  const known = method.collection.schema?.properties ?? {}
  const wanted = fields.filter(([name]) => Object.hasOwn(known, name))
  const all = await view.list(collection)
  const has = ({ resource }: Held, names: readonly string[]) =>
    names.every((name) => (resource[name] ?? '') === params[name])
  // Where no resource has all of them, its name counts.
  const names = wanted.map(([name]) => name)
  const held =
    all.find((one) => has(one, names)) ??
    all.find((one) => names.includes('name') && has(one, ['name']))
  if (held !== undefined) view.delete(held.name)
  return answered(context, 'delete', held?.name ?? collection, held?.resource ?? {})
}

/** Fields that the request and the resource share. */
function fieldsSetBy({ method, collection }: MethodModel, model: ApiModel): readonly string[] {
  if (method.httpMethod === 'GET') return []
  const asked = model.schema(method.request?.$ref)?.properties ?? {}
  const properties = collection.schema?.properties ?? {}
  return Object.entries(asked).flatMap(([name, { type, $ref, format }]) => {
    const own = Object.hasOwn(properties, name) ? properties[name]! : undefined
    const isSame = own?.type === type && own?.$ref === $ref && own?.format === format
    const isFree =
      own !== undefined &&
      !behaviorOf(own).outputOnly &&
      !/^(name|etag|id|fingerprint|labelFingerprint)$/.test(name)
    return isSame && isFree ? [name] : []
  })
}

/** The field of which the request is the new value: `setMetadata` takes the metadata. */
function fieldSetTo(method: MethodModel): string | undefined {
  const noun = /^set([A-Z]\w*)$/.exec(verbOf(method))?.[1]
  const name = noun === undefined ? '' : noun.charAt(0).toLowerCase() + noun.slice(1)
  const own = method.collection.schema?.properties?.[name]?.$ref
  return own !== undefined && own === method.method.request?.$ref ? name : undefined
}

/** A message of its own must have more of the resource than the name: the text of a translation is in none. */
function showsResource({ answer, collection }: MethodModel): boolean {
  if (answer.kind !== 'other') return true
  const held = collection.schema?.properties ?? {}
  return Object.keys(answer.schema.properties ?? {}).some(
    (name) => name !== 'name' && Object.hasOwn(held, name),
  )
}

const change: Behavior = async (context) => {
  const { method, model, body } = context
  const held = await findOrRefuse(context, context.name)
  const resource = structuredClone(held.resource)
  for (const name of fieldsSetBy(method, model))
    if (body[name] !== undefined) resource[name] = body[name]
  const field = fieldSetTo(method)
  if (field !== undefined) resource[field] = structuredClone(body)
  effectOf(method)?.(resource, context)
  return saveChanged(context, held, resource, verbOf(method))
}

const touch: Behavior = async (context) => {
  const held = await findOrRefuse(context, context.name)
  return answered(context, verbOf(context.method), held.name, held.resource)
}

/**
 * A message of which the resource, or what made it, has every field, and more than the name: the payload of a version. Where one
 * is in neither, such as a ciphertext, the answer would lack what it is asked for.
 */
function readsInputs({ answer, collection }: MethodModel, model: ApiModel): boolean {
  if (answer.kind !== 'other') return false
  const makers = [
    ...[...collection.onAll, ...collection.onMember].filter((placed) => isMaking(placed, model)),
    ...model.makersOf(collection),
  ]
  const known = [
    ...makers.flatMap(({ method }) =>
      Object.entries(model.schema(method.request?.$ref)?.properties ?? {}),
    ),
    ...Object.entries(collection.schema?.properties ?? {}),
  ]
  const wanted = Object.entries(answer.schema.properties ?? {}).filter(([name]) => isContent(name))
  return (
    wanted.length > 0 &&
    wanted.every(([name, { $ref, type }]) =>
      known.some(
        ([other, schema]) => other === name && schema.$ref === $ref && schema.type === type,
      ),
    )
  )
}

function isMaking({ method }: PlacedMethod, model: ApiModel): boolean {
  const own = model.method(method)
  return /^(seed\.)?create\b/.test(own.class) || isCreation(own)
}

const readOut: Behavior = async (context) => {
  const { answer } = context.method
  const { resource, inputs, name } = await findOrRefuse(context, context.name)
  if (answer.kind !== 'other') return answered(context, 'get', name, resource)
  const fields = Object.keys(answer.schema.properties ?? {})
  const from = { ...(isJsonObject(inputs) ? inputs : {}), ...resource }
  return Object.fromEntries(
    fields.flatMap((field) => (from[field] === undefined ? [] : [[field, from[field]]])),
  )
}
