// What a fault is: which calls it meets, and what becomes of them.
import { ApiError, type Status } from '../../errors.ts'

/** A member that is missing takes no part. */
export interface Fault {
  /** Ids of methods; `*` stands for any text. All by default. */
  readonly method?: string
  /** Only calls of this fork. */
  readonly fork?: string
  /** Of the calls it could meet, the part that it does: 0 to 1. */
  readonly probability?: number
  /** So many that it could meet are let through first. */
  readonly skip?: number
  /** After so many that it met it has ended. */
  readonly count?: number
  /** Milliseconds by which the answer is late. */
  readonly delayMs?: number
  /** What is answered instead. */
  readonly status?: Status
  readonly message?: string
  /** Header `Retry-After`, and google.rpc.RetryInfo. */
  readonly retryAfterSeconds?: number
  /** Before: nothing is done. After: it is done, and nobody learns of it. Truncate: half of the answer comes. */
  readonly connection?: 'DROP_BEFORE' | 'DROP_AFTER' | 'TRUNCATE'
  /**
   * With TRUNCATE so many bytes of the answer come, and one that has no more comes whole. With a status or DROP_BEFORE the
   * fault meets uploads alone, when so many bytes of one are here; a resumable one keeps them.
   */
  readonly afterBytes?: number
  /** More are answered 429 until the minute is over. */
  readonly callsPerMinute?: number
  /** Methods that are not GET are refused. */
  readonly readOnly?: boolean
}

/** Reason of the older style, and what Google says where it says no more. */
const WORDS: Readonly<Record<Status, readonly [reason: string, message: string]>> = {
  INVALID_ARGUMENT: ['badRequest', 'Request contains an invalid argument.'],
  FAILED_PRECONDITION: ['failedPrecondition', 'Precondition check failed.'],
  OUT_OF_RANGE: ['outOfRange', 'The operation was attempted past the valid range.'],
  UNAUTHENTICATED: [
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  ],
  PERMISSION_DENIED: ['forbidden', 'The caller does not have permission'],
  NOT_FOUND: ['notFound', 'Requested entity was not found.'],
  ABORTED: ['aborted', 'The operation was aborted.'],
  ALREADY_EXISTS: ['alreadyExists', 'Requested entity already exists'],
  RESOURCE_EXHAUSTED: ['rateLimitExceeded', 'Resource has been exhausted (e.g. check quota).'],
  CANCELLED: ['cancelled', 'The operation was cancelled.'],
  INTERNAL: ['backendError', 'Internal error encountered.'],
  UNIMPLEMENTED: ['notImplemented', 'Operation is not implemented, or supported, or enabled.'],
  UNAVAILABLE: ['backendError', 'The service is currently unavailable.'],
  DEADLINE_EXCEEDED: ['deadlineExceeded', 'Deadline expired before operation could complete.'],
}

export const statuses = Object.keys(WORDS) as readonly Status[]

/** As Google answers it: with its words, unless the fault has its own. */
export function errorOf(
  status: Status,
  { message, retryAfterSeconds }: Pick<Fault, 'message' | 'retryAfterSeconds'>,
  details: readonly object[] = [],
): ApiError {
  const [reason, words] = WORDS[status]
  const retry =
    retryAfterSeconds === undefined
      ? []
      : [
          {
            '@type': 'type.googleapis.com/google.rpc.RetryInfo',
            retryDelay: `${retryAfterSeconds}s`,
          },
        ]
  return new ApiError(status, reason, message ?? words, {
    details: [...details, ...retry],
    headers:
      retryAfterSeconds === undefined
        ? {}
        : { 'retry-after': String(Math.ceil(retryAfterSeconds)) },
  })
}
