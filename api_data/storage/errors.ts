// What Cloud Storage says when it refuses, to the letter where the real service was recorded (docs/fidelity.md).
import { ApiError, notFound } from 'discovery-emulator'

export const noBucket = (): ApiError => notFound('The specified bucket does not exist.')

export const noHmacKey = (): ApiError => notFound('Access ID not found in project.')

export const noObject = (bucket: string, object: string): ApiError =>
  notFound(`No such object: ${bucket}/${object}`)

const conflict = (message: string): ApiError => new ApiError('ABORTED', 'conflict', message)

export const bucketTaken = (): ApiError =>
  conflict('You already own this bucket. Please select another name.')

export const bucketNotEmpty = (): ApiError =>
  conflict('The bucket you tried to delete is not empty.')

export const badRequest = (message: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'invalid', message)

export const required = (what: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'required', what)

export const forbidden = (message: string): ApiError =>
  new ApiError('PERMISSION_DENIED', 'forbidden', message)

/** 412: a change was to be made only of another version. */
export function conditionNotMet(): ApiError {
  const description = 'At least one of the pre-conditions you specified did not hold.'
  const location = { type: 'header', name: 'If-Match' } as const
  return new ApiError('FAILED_PRECONDITION', 'conditionNotMet', description, {
    code: 412,
    violations: [{ field: '', description, reason: 'conditionNotMet', location }],
  })
}

/** 304: the client has this version already. */
export const notModified = (etag: string | undefined): ApiError =>
  new ApiError('FAILED_PRECONDITION', 'notModified', 'Not Modified', {
    code: 304,
    headers: etag === undefined ? {} : { etag },
  })
