// Policies of any resource: getIamPolicy, setIamPolicy, testIamPermissions.
import { ApiError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { isJsonObject, type JsonObject } from '../json.ts'
import { kindOf } from '../model/kind.ts'
import { requireParent } from '../resource/find.ts'

/** Beside the resource, so that it is deleted with it. */
export const policyName = (name: string): string => `${name}/:iamPolicy`

export async function iam(context: Context): Promise<unknown> {
  const { method, view, body, params } = context
  const name = resourceName(context)
  await requireParent(context, `${name}/-`)
  const word = `${method.word} ${method.verb}`
  if (word.includes('testIamPermissions'))
    return tested(
      await context.granted(name, textsIn(body['permissions'] ?? params['permissions'])),
    )
  const held = await view.get(policyName(name))
  if (word.includes('getIamPolicy')) return held?.resource ?? emptyPolicy(context, name)
  const given = isJsonObject(body['policy']) ? body['policy'] : body
  const { etag } = given
  if (
    held !== undefined &&
    typeof etag === 'string' &&
    etag !== '' &&
    etag !== held.resource['etag']
  )
    throw new ApiError(
      'ABORTED',
      'aborted',
      'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.',
    )
  const policy: JsonObject = { ...emptyPolicy(context, name), version: versionOf(given) }
  if (Array.isArray(given['bindings']) && given['bindings'].length > 0)
    policy['bindings'] = given['bindings']
  view.put(policyName(name), ':iamPolicy', { resource: policy })
  return policy
}

/** 3 where a binding has a condition, whatever the client says. */
const versionOf = ({ bindings }: JsonObject): number =>
  Array.isArray(bindings) &&
  bindings.some((binding) => isJsonObject(binding) && 'condition' in binding)
    ? 3
    : 1

const resourceName = (context: Context): string => withoutIam(context.name)

/** The path of an older API ends in `/iam`. */
export const withoutIam = (name: string): string => name.replace(/\/iam(\/\w+)?$/, '')

function emptyPolicy({ method, model, ids }: Context, name: string): JsonObject {
  const schema = model.schema(method.method.response?.$ref)
  const properties = schema?.properties ?? {}
  const kind = kindOf(schema)
  return {
    ...(kind !== undefined && { kind }),
    ...(properties['resourceId'] !== undefined && { resourceId: name }),
    etag: ids.etag(),
  }
}

const textsIn = (permissions: unknown): readonly string[] =>
  Array.isArray(permissions) ? permissions.filter((one) => typeof one === 'string') : []

const tested = (permissions: readonly string[]): JsonObject =>
  permissions.length > 0 ? { permissions: [...permissions] } : {}
