// Changes a resource: by a mask (PATCH), or as a whole (PUT).
import type { Context } from '../context.ts'
import { textOf, type JsonObject } from '../json.ts'
import { fillMedia } from '../media_files.ts'
import { fillDefaults } from '../overlay/defaults.ts'
import { takesOf } from '../model/collection.ts'
import { behaviorOf, isOutputOnly } from '../model/field.ts'
import { checkEtag } from '../resource/etag.ts'
import { answered } from '../resource/answer.ts'
import { find, findOrRefuse } from '../resource/find.ts'
import { applyMask, clearAt, maskOf, mergeInto } from '../resource/field_mask.ts'
import { fillChanged } from '../resource/server_fields.ts'
import { asKept } from '../resource/kept_form.ts'
import type { Held } from '../kept.ts'
import { resourceIn } from './create.ts'
import { made } from '../resource/made.ts'

export async function patch(context: Context): Promise<unknown> {
  const { params, method, model, view } = context
  const path = context.name
  const given = withoutServerFields(context, resourceIn(context))
  if (params['allowMissing'] === true && (await find(context, path)) === undefined) {
    const resource = made(context, path, given)
    view.put(path, method.collection.pattern, { resource, inputs: context.body })
    return answered(context, 'create', path, resource)
  }
  const held = await findOrRefuse(context, path)
  checkEtag(resourceIn(context)['etag'] ?? params['etag'], held.resource, context)
  const resource = structuredClone(held.resource)
  const mask = maskIn(context)
  const paths =
    mask === undefined ? undefined : maskOf(mask, method.collection.schema, model.schemas)
  if (paths === undefined) {
    mergeInto(resource, given)
    for (const cleared of nullsIn(context)) clearAt(resource, cleared)
  } else if (paths.some(([name]) => name === '*')) return replace(context, held, given)
  else
    applyMask(
      resource,
      given,
      paths.filter(([name]) => !isServers(context, name!)),
    )
  return saved(context, held, resource)
}

const maskIn = ({ params, body }: Context): string | undefined =>
  textOf(params['updateMask'] ?? body['updateMask'])

/** Fields of the resource that the client clears, without those that are the server's. */
function nullsIn(context: Context): readonly (readonly string[])[] {
  const { method, model, nulls } = context
  const { type } = method.collection
  const wrapper =
    type === undefined ? undefined : takesOf(method.method, type, model.schemas)?.wrapper
  const within = nulls.flatMap((path) => {
    if (wrapper === undefined) return [path]
    return path[0] === wrapper ? [path.slice(1)] : []
  })
  return within.filter(([name]) => name !== undefined && !isServers(context, name))
}

export async function update(context: Context): Promise<unknown> {
  // PUT may have a mask, too: https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks/update
  if (maskIn(context) !== undefined) return patch(context)
  const held = await findOrRefuse(context, context.name)
  checkEtag(resourceIn(context)['etag'] ?? context.params['etag'], held.resource, context)
  return replace(context, held, withoutServerFields(context, resourceIn(context)))
}

/** All but what the server sets is as the client says now. */
function replace(context: Context, held: Held, given: JsonObject): unknown {
  const kept = Object.entries(held.resource).filter(([name]) => isServers(context, name))
  return saved(context, held, { ...structuredClone(given), ...Object.fromEntries(kept) })
}

const saved = (context: Context, held: Held, changed: JsonObject): unknown =>
  saveChanged(context, held, changed, 'update')

/** `verb`: what was done, as an operation says it. */
export function saveChanged(
  context: Context,
  held: Held,
  changed: JsonObject,
  verb: string,
): unknown {
  const { method, view, now, ids } = context
  const { collection } = method
  const resource = withImmutable(asKept(changed, context), held.resource, context)
  fillDefaults(resource, held.name, context)
  fillChanged(resource, { collection, now, ids })
  const { uploaded } = context
  if (uploaded !== undefined) fillMedia(resource, collection.schema?.properties ?? {}, uploaded)
  const media = uploaded ? { contentType: uploaded.contentType, blob: uploaded.blob } : held.media
  view.put(held.name, collection.pattern, { ...held, resource, ...(media && { media }) })
  return answered(context, verb, held.name, resource)
}

const ALWAYS_SERVERS = new Set([
  'name',
  'kind',
  'id',
  'selfLink',
  'etag',
  'fingerprint',
  'labelFingerprint',
  'uid',
  'uniqueId',
  'createTime',
  'creationTime',
  'timeCreated',
  'creationTimestamp',
  'updateTime',
  'lastModifiedTime',
  'updated',
  'generation',
  'metageneration',
  'projectNumber',
])

const isServers = ({ method }: Context, name: string): boolean =>
  ALWAYS_SERVERS.has(name) || isOutputOnly(name, method.collection.schema)

/**
 * What cannot be changed stays as it was once it is set: a service "may ignore" such a change or refuse it
 * (https://google.aip.dev/203#immutable), and no recording has a refusal.
 */
function withImmutable(changed: JsonObject, before: JsonObject, { method }: Context): JsonObject {
  const properties = method.collection.schema?.properties ?? {}
  for (const [name, property] of Object.entries(properties))
    if (before[name] !== undefined && behaviorOf(property).immutable) changed[name] = before[name]
  return changed
}

const withoutServerFields = (context: Context, given: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !isServers(context, name)))
