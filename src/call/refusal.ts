// What is wrong with a request, as one error in the words of its API.
import type { Style } from '../api/error_format.ts'
import { ApiError, type Violation } from '../errors.ts'
import type { Fault } from './issues.ts'
import { wordsV1 } from './messages_v1.ts'
import { wordsV2 } from './messages_v2.ts'

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
