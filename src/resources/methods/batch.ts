// Several of the same: batchGet, batchCreate, batchUpdate, batchDelete. All of them happen, or none.
import { invalid } from '../../errors.ts'
import type { Behavior, Context } from '../context.ts'
import { isJsonObject, textOf, type JsonObject } from '../json.ts'
import type { MethodModel, ApiModel } from '../model/api_model.ts'
import type { PlacedMethod } from '../model/collection.ts'
import { findOrRefuse } from '../resource/find.ts'

/** One request of a batch as a call of the single method, which answers the resource. */
type Single = (context: Context) => Promise<unknown>

export function batchFor(
  method: MethodModel,
  model: ApiModel,
  singles: { readonly create: Single; readonly patch: Single; readonly remove: Single },
): Behavior | undefined {
  const word = /^batch(Get|Create|Update|Delete)/.exec(method.verb || method.word)?.[1]
  const listed = model.itemsOf(method.method)
  const items = listed?.type === method.collection.type ? listed?.property : undefined
  if (word === 'Delete')
    return (context) => each(context, namesOf(context), singles.remove, undefined)
  if (items === undefined) return undefined
  if (word === 'Get') return (context) => each(context, namesOf(context), reading, items)
  const single = word === 'Create' ? singles.create : singles.patch
  return (context) => each(context, requestsOf(context), single, items)
}

const reading: Single = async (context) => (await findOrRefuse(context, context.name)).resource

interface One {
  readonly name: string
  readonly params: JsonObject
  readonly body: JsonObject
}

async function each(
  context: Context,
  ones: readonly One[],
  single: Single,
  items: string | undefined,
): Promise<unknown> {
  const answers: unknown[] = []
  const plain: MethodModel = { ...singleOf(context), answer: { kind: 'resource' } }
  for (const { name, params, body } of ones) {
    const own = { ...context.params, ...params, validateOnly: undefined }
    answers.push(await single({ ...context, method: plain, name, params: own, body }))
  }
  return items === undefined ? {} : { [items]: answers }
}

/** The method that does one of them: where it has an id from, which fields it takes. */
function singleOf({ method, model }: Context): MethodModel {
  const word = (method.verb || method.word).replace(/^batch/, '').toLowerCase()
  const { onAll, onMember } = method.collection
  const fits = ({ verb, method: { httpMethod } }: PlacedMethod) =>
    verb === '' && (word.startsWith('create') ? httpMethod === 'POST' : httpMethod === 'PATCH')
  const single = [...onAll, ...onMember].find(fits)
  return single === undefined ? method : model.method(single.method)
}

function namesOf({ params, body }: Context): One[] {
  const names = params['names'] ?? body['names'] ?? []
  if (!Array.isArray(names)) throw invalid('names must be a list of names.', 'names')
  return names.map((name) => ({ name: String(name), params: {}, body: {} }))
}

/** Each request is that of the single method: its parameters, and the resource in a field. */
function requestsOf({ body, name, method }: Context): One[] {
  const requests = Array.isArray(body['requests']) ? body['requests'] : []
  return requests.filter(isJsonObject).map((request) => {
    const holding = Object.values(request).find(isJsonObject) ?? {}
    const own = textOf(holding['name'])
    const isUpdate = (method.verb || method.word).startsWith('batchUpdate')
    return { name: isUpdate && own !== undefined ? own : name, params: request, body: holding }
  })
}
