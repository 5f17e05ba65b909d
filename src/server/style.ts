// How Google words a refusal: two dialects, told apart by the document.
import type { RestDescription } from '../discovery/document.ts'
import { ApiError, type Violation } from '../errors.ts'
import type { Fault } from './faults.ts'
import { wordsV1 } from './words_v1.ts'
import { wordsV2 } from './words_v2.ts'

/**
 * v2: documents that know the `$.xgafv` parameter; errors have a `status` and BadRequest details.
 * v1: the older ones; errors have a list of `errors` with a reason and a location.
 */
export type Style = 'v1' | 'v2'

/** Members of an error besides code and message: `status`, the list `errors`, or both. */
export type Envelope = 'status' | 'errors' | 'both'

export const styleOf = (document: RestDescription): Style =>
  document.parameters?.['$.xgafv'] === undefined ? 'v1' : 'v2'

/** One 400 for all faults of a request. */
export function refusal(style: Style, faults: readonly Fault[]): ApiError {
  const words = style === 'v2' ? wordsV2 : wordsV1
  const violations = faults.map((fault) =>
    (words[fault.kind] as (fault: Fault) => Violation)(fault),
  )
  return new ApiError(
    'INVALID_ARGUMENT',
    violations[0]?.reason ?? 'invalid',
    // v1 heads the answer with its first error, v2 with all of them.
    style === 'v2'
      ? violations.map(({ description }) => description).join('\n')
      : (violations[0]?.description ?? ''),
    { violations },
  )
}
