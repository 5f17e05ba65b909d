// Errors as statuses of gRPC, with the words and details that REST answers.
import { fromJson, toBinary, type JsonObject, type Registry } from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { detailsOf } from '../call/error_details.ts'
import { ApiError, type Status } from '../errors.ts'

const CODES: Readonly<Record<Status, Code>> = {
  INVALID_ARGUMENT: Code.InvalidArgument,
  FAILED_PRECONDITION: Code.FailedPrecondition,
  OUT_OF_RANGE: Code.OutOfRange,
  UNAUTHENTICATED: Code.Unauthenticated,
  PERMISSION_DENIED: Code.PermissionDenied,
  NOT_FOUND: Code.NotFound,
  ABORTED: Code.Aborted,
  ALREADY_EXISTS: Code.AlreadyExists,
  RESOURCE_EXHAUSTED: Code.ResourceExhausted,
  CANCELLED: Code.Canceled,
  INTERNAL: Code.Internal,
  UNIMPLEMENTED: Code.Unimplemented,
  UNAVAILABLE: Code.Unavailable,
  DEADLINE_EXCEEDED: Code.DeadlineExceeded,
}

/** A fault of ours or of a handler tells the client nothing of itself; the log has the stack. */
export function asStatus(thrown: unknown, registry: Registry): ConnectError {
  if (thrown instanceof ConnectError) return thrown
  if (!(thrown instanceof ApiError))
    return new ConnectError(
      'Internal error encountered.',
      Code.Internal,
      undefined,
      undefined,
      thrown,
    )
  const error = new ConnectError(
    thrown.message,
    CODES[thrown.status],
    undefined,
    undefined,
    thrown.cause,
  )
  error.details = detailsOf(thrown).flatMap((detail) => packed(detail as JsonObject, registry))
  return error
}

function packed(detail: JsonObject, registry: Registry) {
  const { '@type': url, ...json } = detail
  const type = (url as string).slice((url as string).lastIndexOf('/') + 1)
  const schema = registry.getMessage(type)
  if (schema === undefined) return []
  const message = fromJson(schema, json, { registry, ignoreUnknownFields: true })
  return [{ type, value: toBinary(schema, message) }]
}

/**
 * `grpc-message` as the protocol wants it: only what is not printable ASCII, and `%`, is encoded. The library encodes more,
 * and grpc-js decodes less (decodeURI), so that clients would read `%3A`.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
export function asGrpcMessage(encoded: string): string {
  return decodeURIComponent(encoded).replaceAll(/[^ -$&-~]+/gu, encodeURIComponent)
}
