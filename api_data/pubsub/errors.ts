// What Pub/Sub says when it refuses: in the words of the real service where its users quoted them (docs/fidelity.md).
import { ApiError } from 'discovery-emulator'

export const invalid = (message: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'badRequest', message)

/** `name` as the service shows it: the id alone. */
const idIn = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

export const missing = (name: string): ApiError =>
  new ApiError('NOT_FOUND', 'notFound', `Resource not found (resource=${idIn(name)}).`)

export const exists = (name: string): ApiError =>
  new ApiError(
    'ALREADY_EXISTS',
    'alreadyExists',
    `Resource already exists in the project (resource=${idIn(name)}).`,
  )

export const failedPrecondition = (message: string): ApiError =>
  new ApiError('FAILED_PRECONDITION', 'failedPrecondition', message)

export const badName = (name: string): ApiError =>
  invalid(
    `Invalid resource name given (name=${name}). Refer to https://cloud.google.com/pubsub/docs/admin#resource_names for more information.`,
  )

/** `what` as the proto names it: `message_count`. */
export function checkRange(what: string, value: number, least: number, most: number): void {
  if (value < least)
    throw invalid(
      `The value for ${what} is too small. You passed ${value} in the request, but the minimum value is ${least}.`,
    )
  if (value > most)
    throw invalid(
      `The value for ${what} is too large. You passed ${value} in the request, but the maximum value is ${most}.`,
    )
}

export const badAckId = (ackId: string): ApiError =>
  invalid(`You have passed an invalid ack ID to the service (ack_id=${ackId}).`)

export const foreignAckId = (subscription: string): ApiError =>
  invalid(
    `You have passed a subscription that does not belong to the given ack ID (resource=${subscription}).`,
  )
