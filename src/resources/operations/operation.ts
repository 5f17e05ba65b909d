// The long-running operation that a change answers with, as it is when it is done.
import type { Schema } from '../../discovery/document.ts'
import { snakeCase } from '../../discovery/schema/message.ts'
import type { Context } from '../context.ts'
import type { Json, JsonObject } from '../json.ts'
import type { OperationKind } from '../model/answer_form.ts'
import { isLong } from '../model/field.ts'
import { kindOf } from '../model/kind.ts'
import { isLink } from '../resource/identity.ts'
import { timeText } from '../../times.ts'
import { metadataOf, type Change } from './metadata.ts'
import { selfLink } from './self_link.ts'
import { fullNameOf, typeUrl } from './type_url.ts'

export function startOperation(context: Context, kind: OperationKind, change: Change): JsonObject {
  const place = placeOf(context, change.name)
  const { resource, name } =
    kind === 'longrunning'
      ? longRunning(context, change, place)
      : withStatus(context, change, place)
  context.view.put(name, place.pattern, { resource })
  context.noteOperation(name)
  return resource
}

interface Place {
  /** Name of what the operations are in, '' for none. */
  readonly parent: string
  readonly pattern: string
}

interface Started {
  readonly name: string
  readonly resource: JsonObject
}

const within = (parent: string, id: string): string =>
  [...(parent === '' ? [] : [parent]), 'operations', id].join('/')

/** Where operations of the resource are kept: its longest prefix that the document has operations of. */
function placeOf({ model }: Context, name: string): Place {
  const segments = name.split('/')
  const fits = model.operationPatterns.flatMap((pattern) => {
    const head = pattern.split('/').slice(0, -1)
    const isPrefix =
      head.length <= segments.length &&
      head.every((part, i) => part === '*' || part === segments[i])
    return isPrefix ? [{ pattern, length: head.length }] : []
  })
  const best = fits.toSorted((a, b) => b.length - a.length)[0]
  if (best === undefined) return { parent: '', pattern: 'operations' }
  return { parent: segments.slice(0, best.length).join('/'), pattern: best.pattern }
}

function longRunning(context: Context, change: Change, { parent }: Place): Started {
  const name = within(parent, context.ids.uuid())
  const response = responseOf(context, change)
  const metadata = metadataOf(context, change)
  return { name, resource: { name, ...(metadata && { metadata }), done: true, response } }
}

/** The resource, unless protos say that it is something else: a message that may hold it, or `Empty`. */
function responseOf(context: Context, { result }: Change): JsonObject {
  const { method, model } = context
  const { type = '' } = method.collection
  const told = method.method.operationTypes?.response
  if (told === undefined || told === fullNameOf(type, context))
    return result === undefined ? EMPTY : { '@type': typeUrl(type, context), ...result }
  const holder = model.schemaOf(told)?.schema.properties ?? {}
  return { '@type': `type.googleapis.com/${told}`, ...holding(result, type, holder) }
}

const EMPTY: JsonObject = { '@type': 'type.googleapis.com/google.protobuf.Empty' }

/** The fields of a message that are of the resource's type. */
function holding(
  resource: JsonObject | undefined,
  type: string,
  properties: Readonly<Record<string, Schema>>,
): JsonObject {
  const fields = Object.entries(properties).flatMap(([name, { $ref, items }]) => {
    if (resource === undefined || ($ref ?? items?.$ref) !== type) return []
    return [[name, $ref === undefined ? [resource] : resource] as const]
  })
  return Object.fromEntries(fields)
}

/** Of Cloud SQL, Compute Engine and the like. */
function withStatus(context: Context, change: Change, { parent }: Place): Started {
  const { model, method, now, ids } = context
  const id = ids.uuid()
  const name = within(parent, id)
  const schema = model.schema(method.method.response?.$ref)
  const properties = schema?.properties ?? {}
  const { operationType, target } = typeAndTarget(change, properties['operationType'], context)
  const place = (word: string): string | undefined => {
    const [held = '', scope] = new RegExp(`^.*?\\b${word}s/([^/]+)`).exec(change.name) ?? []
    return scope !== undefined && isLink(properties[word] ?? {}) ? selfLink(held, context) : scope
  }
  const targetId = change.result?.['id']
  const values: Readonly<Record<string, Json | undefined>> = {
    kind: kindOf(schema),
    id: ids.number(),
    name: id,
    operationType,
    status: 'DONE',
    insertTime: timeText(now),
    startTime: timeText(now),
    endTime: timeText(now),
    user: 'user@example.com',
    targetProject: /(?:^|\/)projects\/([^/]+)/.exec(change.name)?.[1],
    zone: place('zone'),
    region: place('region'),
    // Of Compute Engine, the number that the resource has beside its name.
    targetId: isLong(properties['targetId'] ?? {}) ? targetId : target.split('/').at(-1),
    targetLink: selfLink(target, context),
    selfLink: selfLink(name, context),
    progress: 100,
  }
  const fields = Object.entries(values).filter(
    ([key, value]) =>
      value !== undefined && properties[key]?.$ref === undefined && Object.hasOwn(properties, key),
  )
  return { name, resource: Object.fromEntries(fields) as JsonObject }
}

/** A change of what is within a resource may have a type of its own (CREATE_USER): its target is that resource. */
function typeAndTarget({ verb, name }: Change, type: Schema | undefined, context: Context) {
  const { method, model } = context
  // Where the document lists no types, an operation is called as its method.
  if (type?.enum === undefined) return { operationType: method.word, target: name }
  const plain = snakeCase(verb).toUpperCase()
  const own = `${plain}_${snakeCase(method.collection.type ?? '')
    .replace(/^_/, '')
    .toUpperCase()}`
  if (!type.enum.includes(own)) {
    // What a verb does is a change of the resource, where the document has no word of its own for it.
    const operationType = [plain, 'UPDATE'].find((word) => type.enum!.includes(word))
    return { operationType, target: name }
  }
  const parent = model.madeParents(name, method.collection.pattern).at(-1)
  return { operationType: own, target: parent ?? name }
}
