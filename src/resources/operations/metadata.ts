// What an operation says of itself while it runs: a message of the document, found by its name.
import type { Schema } from '../../discovery/document.ts'
import type { Context } from '../context.ts'
import { textOf, without, type Json, type JsonObject } from '../json.ts'
import { singularOf } from '../model/resource_path.ts'
import { timeText } from '../../times.ts'
import { fullNameOf, typeUrl } from './type_url.ts'

export interface Change {
  /** Full name of the resource. */
  readonly name: string
  /** `create`, `update`, `delete`, or a verb of the API's own. */
  readonly verb: string
  /** What the operation answers; undefined: google.protobuf.Empty. */
  readonly result: JsonObject | undefined
}

/** Undefined where the document has no message for it. */
export function metadataOf(context: Context, change: Change): JsonObject | undefined {
  const { model, method, traits } = context
  const type = method.collection.type ?? ''
  const told = method.method.operationTypes?.metadata
  const isResource = told ? told === fullNameOf(type, context) : traits.metadata === 'resource'
  if (isResource) return { '@type': typeUrl(type, context), ...change.result }
  const name = told ? model.schemaOf(told)?.id : metadataType(context, change.verb)
  if (name === undefined) return told ? { '@type': `type.googleapis.com/${told}` } : undefined
  const properties = model.schemas[name]?.properties ?? {}
  return { '@type': typeUrl(name, context), ...fieldsOf(properties, change, context) }
}

// `GoogleFirestoreAdminV1Database`: the part of the package, and the type.
const LONG = /^(Google[A-Z]\w*?V\d+(?:(?:alpha|beta|p)\d*)*)([A-Z]\w*)$/

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

/** `CreateDatabaseMetadata` before `DatabaseMetadata`, `DatabaseOperationMetadata` and `OperationMetadata`. */
function metadataType({ model, method }: Context, verb: string): string | undefined {
  const type = method.collection.type ?? ''
  const [, prefix = '', short = type] = LONG.exec(type) ?? []
  const request = /^(\w+)Request$/.exec(method.method.request?.$ref ?? '')?.[1]
  const wanted = [
    ...(request === undefined ? [] : [`${request}Metadata`]),
    `${prefix}${capital(verb)}${short}Metadata`,
    `${prefix}${short}Metadata`,
    `${prefix}${short}OperationMetadata`,
    `${prefix}OperationMetadata`,
    'OperationMetadata',
  ]
  const own = wanted.find((name) => Object.hasOwn(model.schemas, name))
  if (own !== undefined) return own
  const others = Object.keys(model.schemas).filter((name) =>
    /^OperationMetadata|^[A-Z]\w*OperationMetadata(V\d\w*)?$/.test(name),
  )
  return others.length === 1 ? others[0] : undefined
}

function fieldsOf(
  properties: Readonly<Record<string, Schema>>,
  change: Change,
  context: Context,
): JsonObject {
  const { method, model, body, now } = context
  const { type, pattern } = method.collection
  const kind = singularOf(pattern.slice(pattern.lastIndexOf('/') + 1))
  const asked = model.schema(method.method.request?.$ref)?.properties ?? {}
  const said: Readonly<Record<string, Json | undefined>> = {
    createTime: timeText(now),
    startTime: timeText(now),
    endTime: timeText(now),
    target: change.name,
    targetResourceName: change.name,
    verb: change.verb,
    apiVersion: model.document.version,
    operationType: among(properties['operationType'], WORDS[change.verb] ?? []),
    state: among(properties['state'], FINISHED),
    [kind]: properties[kind]?.type === 'string' ? change.name : undefined,
  }
  const fields: JsonObject = {}
  for (const [key, { $ref, type: form }] of Object.entries(properties)) {
    const value = said[key]
    if (value !== undefined && form === 'string') fields[key] = value
    else if ($ref !== undefined && $ref === type && change.result) fields[key] = change.result
    else if (form === 'array' && asked[key]?.type === form && body[key] !== undefined)
      fields[key] = body[key]
  }
  return fields
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  create: ['INSERT', 'CREATE'],
  update: ['UPDATE'],
  delete: ['DELETE'],
}

const FINISHED = ['FINISHED', 'DONE', 'SUCCEEDED', 'SUCCESSFUL', 'OPERATION_STATE_SUCCEEDED']

const among = ({ enum: names }: Schema = {}, words: readonly string[]): string | undefined =>
  words.find((word) => names?.includes(word))

const isTold = (state: string): boolean => !/UNSPECIFIED$|^UNKNOWN$/.test(state)

/** The metadata of an operation that is not done yet. */
export function runningMetadata(metadata: JsonObject, context: Context): JsonObject {
  const left = without(metadata, 'endTime')
  const name = textOf(metadata['@type'])?.split('.').at(-1) ?? ''
  const schema = Object.entries(context.model.schemas).find(
    ([key]) => key === name || key.endsWith(name),
  )?.[1]
  // Recorded: IN_PROGRESS of Apigee, before NOT_STARTED; else the first state (SCHEDULED of Logging, INITIALIZING of Firestore).
  const states = schema?.properties?.['state']?.enum ?? []
  const state = states.find((one) => one === 'IN_PROGRESS') ?? states.find(isTold)
  return FINISHED.includes(textOf(left['state']) ?? '') && state !== undefined
    ? { ...left, state }
    : left
}
