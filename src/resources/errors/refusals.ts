// Errors of the standard methods, in the words of their API.
import { basename } from 'node:path'
import type { RestMethod } from '../../discovery/document.ts'
import { alreadyExists, ApiError } from '../../errors.ts'
import type { Context } from '../context.ts'
import { idOf, singularOf } from '../model/resource_path.ts'
import type { Refusal } from '../traits/traits.ts'

const DEFAULT: Refusal = { message: "Resource '{name}' was not found" }

/** 404, but for the few APIs that do not tell whether it is there. */
export function missing(name: string, context: Pick<Context, 'traits' | 'model'>): ApiError {
  const { notFound = {} } = context.traits
  const plural = name.split('/').at(-2) ?? ''
  const { message, status, reason } = notFound[plural] ?? notFound['*'] ?? DEFAULT
  const words = wordsFor(name, context)
  const text = message.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '')
  return new ApiError(status ?? 'NOT_FOUND', reason ?? 'notFound', text)
}

function wordsFor(
  name: string,
  { model }: Pick<Context, 'model'>,
): Readonly<Record<string, string>> {
  const segments = name.split('/')
  const kind = singularOf(segments.at(-2) ?? '')
  const ids = segments.filter((_, i) => i % 2 === 1)
  return {
    name,
    id: idOf(name),
    kind,
    Word: capital(kind),
    Type: model.typeNamed(kind) ?? capital(kind),
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
