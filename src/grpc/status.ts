// Errors as statuses of gRPC, with the words and details that REST answers.
import { create, fromJson, toBinary, type JsonObject, type Registry } from '@bufbuild/protobuf'
import { anyPack, type Any } from '@bufbuild/protobuf/wkt'
import { detailsOf } from '../call/error_details.ts'
import { ApiError } from '../errors.ts'
import { codes, RpcError } from './wire/rpc_error.ts'

/** A fault of ours or of a handler tells the client nothing of itself; its cause is for the log. */
export function asRpcError(thrown: unknown, registry: Registry): RpcError {
  if (thrown instanceof RpcError) return thrown
  if (!(thrown instanceof ApiError))
    return new RpcError('INTERNAL', 'Internal error encountered.', { cause: thrown })
  const { status, message, cause } = thrown
  const packed = detailsOf(thrown).flatMap((detail) => anyOf(detail as JsonObject, registry))
  return new RpcError(status, message, {
    cause,
    details: packed.length === 0 ? undefined : statusOf(codes[status], message, packed, registry),
  })
}

function statusOf(code: number, message: string, details: Any[], registry: Registry): Uint8Array {
  const schema = registry.getMessage('google.rpc.Status')!
  return toBinary(schema, create(schema, { code, message, details }))
}

/** One whose type no descriptor has cannot be sent. */
function anyOf({ '@type': url, ...json }: JsonObject, registry: Registry): Any[] {
  const schema = registry.getMessage((url as string).slice((url as string).lastIndexOf('/') + 1))
  if (schema === undefined) return []
  return [anyPack(schema, fromJson(schema, json, { registry, ignoreUnknownFields: true }))]
}
