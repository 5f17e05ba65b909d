// Errors of the standard methods, in the words of their API.
import { basename } from 'node:path'
import type { RestMethod } from '../../discovery/document.ts'
import { alreadyExists, ApiError } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { ApiModel } from '../model/api_model.ts'
import { idOf, singularOf } from '../model/resource_path.ts'
import { shortTypeOf } from '../model/resource_types.ts'
import type { Refusal } from '../traits/traits.ts'

const DEFAULT: Refusal = { message: "Resource '{name}' was not found" }

/** 404, but for the few APIs that do not tell whether it is there. */
export function missing(name: string, context: Pick<Context, 'traits' | 'model'>): ApiError {
  const { notFound = {} } = context.traits
  const plural = name.split('/').at(-2) ?? ''
  const { message, status, reason, description } = notFound[plural] ?? notFound['*'] ?? DEFAULT
  const words = wordsFor(name, context)
  const filled = (text: string) =>
    text.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '')
  const details =
    description === undefined ? [] : resourceInfo(name, filled(description), context.model)
  return new ApiError(status ?? 'NOT_FOUND', reason ?? 'notFound', filled(message), { details })
}

/** As the emulator that Google has of Spanner answers it (common/errors.cc), and as clients of Spanner read it. */
function resourceInfo(name: string, description: string, model: ApiModel): object[] {
  const typeName = model.schema(model.resourceNamed(name)?.schema)?.typeName
  if (typeName === undefined) return []
  return [
    {
      '@type': 'type.googleapis.com/google.rpc.ResourceInfo',
      resourceType: `type.googleapis.com/${typeName}`,
      resourceName: name,
      description,
    },
  ]
}

function wordsFor(
  name: string,
  { model }: Pick<Context, 'model'>,
): Readonly<Record<string, string>> {
  const segments = name.split('/')
  const known = model.resourceNamed(name)
  const kind = known?.singular ?? singularOf(segments.at(-2) ?? '')
  const ids = segments.filter((_, i) => i % 2 === 1)
  return {
    name,
    id: idOf(name),
    kind,
    Word: capital(kind),
    Type: model.typeNamed(kind) ?? (known === undefined ? capital(kind) : shortTypeOf(known)),
    project: /(?:^|\/)projects\/([^/]+)/.exec(name)?.[1] ?? '',
    dotted: ids.length > 1 ? `${ids[0]}:${ids.slice(1).join('.')}` : name,
    object: ids.join('/'),
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

export const taken = (name: string): ApiError => alreadyExists(`Resource '${name}' already exists`)

export const hasChildren = (name: string): ApiError =>
  new ApiError(
    'FAILED_PRECONDITION',
    'failedPrecondition',
    `Resource '${name}' has nested resources. If the API supports cascading delete, set 'force' to true to delete it and its nested resources.`,
  )

/** 501 for a method of the document at `path` of which nothing is known. */
export function untold(path: string, { id }: RestMethod): ApiError {
  const base = basename(path, '.api')
  return new ApiError(
    'UNIMPLEMENTED',
    'notImplemented',
    `The document does not tell what ${id} does. A rule in ${base}.rules.json can say it, or a handler in ${base}.ts.`,
  )
}
