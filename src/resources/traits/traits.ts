// How an API speaks where its document does not say: told by its form, with a table of exceptions.
import type { ApiModel } from '../model/api_model.ts'

export interface Traits {
  /** Text of a 404; see `errors/not_found.ts` for what stands in braces. */
  readonly notFound: string
}

export function traitsOf(_model: ApiModel): Traits {
  return { notFound: "Resource '{name}' was not found" }
}
