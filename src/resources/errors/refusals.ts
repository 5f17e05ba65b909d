// Errors of the standard methods, in the words of their API.
import { alreadyExists, ApiError, notFound } from '../../errors.ts'
import type { Context } from '../context.ts'

export function missing(name: string, { traits }: Pick<Context, 'traits'>): ApiError {
  return notFound(traits.notFound.replaceAll('{name}', name))
}

export const taken = (name: string): ApiError => alreadyExists(`Resource '${name}' already exists`)

export const hasChildren = (name: string): ApiError =>
  new ApiError(
    'FAILED_PRECONDITION',
    'failedPrecondition',
    `Resource '${name}' has nested resources. If the API supports cascading delete, set 'force' to true to delete it and its nested resources.`,
  )
