// What is wrong with a request, as one error in the words of its API.
import type { ErrorFormat } from '../api/error_format.ts'
import { ApiError, type Violation } from '../errors.ts'
import type { Issue } from './issues.ts'
import { messagesV1 } from './messages_v1.ts'
import { messagesV2 } from './messages_v2.ts'

/** One 400 for all issues of a request. */
export function refusal(format: ErrorFormat, issues: readonly Issue[]): ApiError {
  const words = format === 'v2' ? messagesV2 : messagesV1
  const violations = issues.map((issue) =>
    (words[issue.kind] as (issue: Issue) => Violation)(issue),
  )
  return new ApiError(
    'INVALID_ARGUMENT',
    violations[0]?.reason ?? 'invalid',
    // v1 heads the answer with its first error, v2 with all of them.
    format === 'v2'
      ? violations.map(({ description }) => description).join('\n')
      : (violations[0]?.description ?? ''),
    { violations },
  )
}
