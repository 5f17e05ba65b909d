// How a call ends that does not succeed: a code of gRPC, a message, and maybe details.

/** https://github.com/grpc/grpc/blob/master/doc/statuscodes.md */
export const codes = {
  OK: 0,
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const

export class RpcError extends Error {
  readonly code: number
  /** A google.rpc.Status, encoded. */
  readonly details: Uint8Array | undefined

  constructor(
    code: keyof typeof codes,
    message: string,
    { details, cause }: { details?: Uint8Array | undefined; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'RpcError'
    this.code = codes[code]
    this.details = details
  }
}

/** Bytes of headers that every client takes: the least of their limits is that of Java, 8 KiB. */
const MOST_TRAILER_BYTES = 7000

/** The trailers of a call. Details that are too large are left out, and a message that is too long is cut. */
export function trailersOf({ code, message, details }: RpcError): Record<string, string> {
  const text = grpcMessageOf(message)
  const encoded = details && Buffer.from(details).toString('base64').replaceAll('=', '')
  const fits = encoded !== undefined && text.length + encoded.length <= MOST_TRAILER_BYTES
  return {
    'grpc-status': String(code),
    'grpc-message': text,
    ...(fits && { 'grpc-status-details-bin': encoded }),
  }
}

/**
 * `grpc-message`: what is not printable ASCII, and `%`, is encoded, and nothing else: grpc-js decodes less (decodeURI), so
 * that its clients would read `%3A`. https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses
 */
function grpcMessageOf(message: string): string {
  const text = message.toWellFormed()
  const whole = encoded(text)
  if (whole.length <= MOST_TRAILER_BYTES) return whole
  // A character takes twelve at most.
  return `${encoded(text.slice(0, MOST_TRAILER_BYTES / 12).toWellFormed())}...`
}

const encoded = (text: string): string => text.replaceAll(/[^ -$&-~]+/gu, encodeURIComponent)
