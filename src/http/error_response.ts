// Any thrown value as Google's error envelope, in the protocol of the API's document.
import { ApiError, type Violation } from '../errors.ts'
import { detailsOf } from '../call/error_details.ts'
import { statusWordOf } from './http_errors.ts'
import { jsonAnswer, type HttpResponse } from './response.ts'
import type { ErrorFormat } from '../api/error_format.ts'
import type { Service } from '../api/service.ts'
import type { SystemParameters } from './system_parameters.ts'

/** A fault of ours or of a handler: the client learns nothing of it, the log has the stack. */
export const asApiError = (thrown: unknown): ApiError =>
  thrown instanceof ApiError
    ? thrown
    : new ApiError('INTERNAL', 'backendError', 'Internal error encountered.', { cause: thrown })

/** `service`: undefined where no API was found; then the envelope has the keys of both dialects. */
export function errorAnswer(
  error: ApiError,
  service: Service | undefined,
  system: SystemParameters,
): HttpResponse & { readonly body: string } {
  // Errors are indented whatever prettyPrint says.
  const answer = jsonAnswer(
    error.code,
    { error: envelopeOf(error, service, system.errorFormat) },
    true,
    system.callback,
  )
  return { ...answer, headers: { ...answer.headers, ...error.headers } }
}

/** A 304 tells a client that has the resource that it has not changed: it has no body. */
export const refusalOf = (
  error: ApiError,
  service: Service | undefined,
  system: SystemParameters,
): HttpResponse =>
  error.code === 304
    ? { status: 304, headers: { ...error.headers }, body: null }
    : errorAnswer(error, service, system)

/** The value of `error`. */
export function envelopeOf(
  error: ApiError,
  service: Service | undefined,
  asked: ErrorFormat | undefined,
) {
  const { code, message } = error
  const envelope = service?.envelope ?? (asked === 'v2' ? 'status' : 'both')
  if (envelope === 'errors') return { errors: errorsOf(error), code, message }
  const listed = asked === 'v1' || envelope === 'both'
  const details = detailsOf(error)
  return {
    code,
    message,
    ...(listed && { errors: errorsOf(error) }),
    status: statusWordOf(error),
    ...(details.length > 0 && { details }),
  }
}

function errorsOf(error: ApiError) {
  const violations: readonly Violation[] =
    error.violations.length > 0 ? error.violations : [{ field: '', description: error.message }]
  return violations.map(({ description, reason, location }) => ({
    domain: 'global',
    reason: reason ?? error.reason,
    message: description,
    ...(location && { locationType: location.type, location: location.name }),
  }))
}
