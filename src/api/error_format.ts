// How Google words a refusal: two dialects, told apart by the document.
import type { RestDescription } from '../discovery/document.ts'

/**
 * v2: documents that know the `$.xgafv` parameter; errors have a `status` and BadRequest details.
 * v1: the older ones; errors have a list of `errors` with a reason and a location.
 */
export type ErrorFormat = 'v1' | 'v2'

/** Members of an error besides code and message: `status`, the list `errors`, or both. */
export type Envelope = 'status' | 'errors' | 'both'

export const errorFormatOf = (document: RestDescription): ErrorFormat =>
  document.parameters?.['$.xgafv'] === undefined ? 'v1' : 'v2'
