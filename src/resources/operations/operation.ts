// The long-running operation that a change answers with: done at once.
import type { Context } from '../context.ts'
import type { Json, JsonObject } from '../json.ts'
import type { OperationKind } from '../model/answer_form.ts'
import { rfc3339 } from '../resource/times.ts'

export interface Change {
  /** Full name of the resource. */
  readonly name: string
  /** `create`, `update`, `delete`, or a verb of the API's own. */
  readonly verb: string
  /** What the operation answers; undefined: google.protobuf.Empty. */
  readonly result: JsonObject | undefined
}

export function startOperation(context: Context, kind: OperationKind, change: Change): JsonObject {
  const { view } = context
  const operation =
    kind === 'longrunning' ? longRunning(context, change) : withStatus(context, change)
  view.put(operation.name, operation.pattern, { resource: operation.resource })
  return operation.resource
}

interface Started {
  readonly name: string
  readonly pattern: string
  readonly resource: JsonObject
}

function longRunning(context: Context, change: Change): Started {
  const { method } = context
  const { parent, pattern } = placeOf(context, change.name)
  const name = [...(parent === '' ? [] : [parent]), 'operations', context.ids.uuid()].join('/')
  const type = method.collection.type ?? ''
  const response: JsonObject =
    change.result === undefined
      ? { '@type': 'type.googleapis.com/google.protobuf.Empty' }
      : { '@type': typeUrl(type, context), ...change.result }
  return {
    name,
    pattern,
    resource: { name, ...metadataOf(context, change), done: true, response },
  }
}

/** Where operations of the resource are kept: its longest prefix that the document has operations of. */
function placeOf(
  context: Context,
  name: string,
): { readonly parent: string; readonly pattern: string } {
  const segments = name.split('/')
  const fits = context.model.operationPatterns.flatMap((pattern) => {
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

const PREFIXES = { create: 'Create', update: 'Update', delete: 'Delete' } as Record<string, string>

function metadataOf(context: Context, { name, verb }: Change): JsonObject {
  const { model, method, now } = context
  const type = method.collection.type ?? ''
  const names = Object.keys(model.schemas)
  const own = `${PREFIXES[verb] ?? ''}${type}Metadata`
  const schemaName =
    names.find((one) => one === own) ??
    names.find((one) => /^(\w*\d)?OperationMetadata$/.test(one)) ??
    names.find((one) => one.endsWith('OperationMetadata'))
  if (schemaName === undefined) return {}
  const properties = model.schemas[schemaName]?.properties ?? {}
  const values: Record<string, Json> = {
    createTime: rfc3339(now),
    startTime: rfc3339(now),
    endTime: rfc3339(now),
    target: name,
    verb,
    apiVersion: model.document.version,
  }
  const metadata: JsonObject = { '@type': typeUrl(schemaName, context) }
  for (const [key, value] of Object.entries(values))
    if (Object.hasOwn(properties, key)) metadata[key] = value
  return { metadata }
}

// `GoogleCloudRunV2Service` is google.cloud.run.v2.Service.
const LONG_NAME = /^GoogleCloud([A-Z]\w*?)(V\d+(?:(?:alpha|beta|p)\d*)*)([A-Z]\w*)$/

/** How an Any names the type of a schema. */
function typeUrl(schema: string, { model, traits }: Pick<Context, 'model' | 'traits'>): string {
  const { name, version } = model.document
  const long = traits.keepsTypeNames ? null : LONG_NAME.exec(schema)
  const short = long === null ? schema : long[3]!
  const packages = traits.package ?? {}
  const own = Object.entries(packages).find(([prefix]) => short.includes(prefix))?.[1] ?? packages['*']
  const said = own ?? `google.cloud.${name}.{version}`
  return `type.googleapis.com/${said.replaceAll('{version}', version)}.${short}`
}

function withStatus(context: Context, change: Change): Started {
  const { model, method, now } = context
  const { parent, pattern } = placeOf(context, change.name)
  const id = context.ids.uuid()
  const name = `${parent === '' ? '' : `${parent}/`}operations/${id}`
  const schema = model.schema(method.method.response?.$ref)
  const properties = schema?.properties ?? {}
  const project = /(?:^|\/)projects\/([^/]+)/.exec(change.name)?.[1]
  const values: Record<string, Json | undefined> = {
    kind: properties['kind']?.default ?? `${model.document.name}#operation`,
    name: id,
    operationType: change.verb.toUpperCase(),
    status: 'DONE',
    insertTime: rfc3339(now),
    startTime: rfc3339(now),
    endTime: rfc3339(now),
    user: 'user@example.com',
    targetProject: project,
    targetId: change.name.split('/').at(-1),
    targetLink: selfLink(change.name, context),
    selfLink: selfLink(name, context),
    progress: 100,
  }
  const resource: JsonObject = {}
  for (const [key, value] of Object.entries(values))
    if (Object.hasOwn(properties, key) && value !== undefined) resource[key] = value
  return { name, pattern, resource }
}

/** Where the real service has it. */
export function selfLink(
  name: string,
  { model, method }: Pick<Context, 'model' | 'method'>,
): string {
  const { rootUrl, servicePath } = model.document
  const path = method.method.path
  const variable = path.indexOf('{')
  const literal =
    /^(.*?\bv\d\w*\/)/.exec(path.slice(0, variable === -1 ? path.length : variable))?.[1] ?? ''
  return `${rootUrl}${servicePath}${literal}${name}`
}
