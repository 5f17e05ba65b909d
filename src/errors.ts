// The errors a client of a Google API sees: a status, a reason, a message, and where it went wrong.

/** Canonical statuses (google.rpc.Code) we answer with, and the HTTP status of each. */
const httpStatusOf = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  OUT_OF_RANGE: 400,
  UNAUTHENTICATED: 401,
  PERMISSION_DENIED: 403,
  NOT_FOUND: 404,
  ABORTED: 409,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
  CANCELLED: 499,
  INTERNAL: 500,
  UNIMPLEMENTED: 501,
  UNAVAILABLE: 503,
  DEADLINE_EXCEEDED: 504,
} as const

/** Canonical status (google.rpc.Code) of an error. Its HTTP status follows from it. */
export type Status = keyof typeof httpStatusOf

/** Where the fault is, as old-style documents report it. */
export interface Location {
  readonly type: 'parameter' | 'body' | 'header' | 'path' | 'other'
  readonly name: string
}

/** One fault among several in one request. */
export interface Violation {
  /** Field path in the request, in the names of the style; '' at the root. */
  readonly field: string
  readonly description: string
  readonly reason?: string
  readonly location?: Location
}

/** An answer other than success. Handlers throw it; the server writes it in the style of the API's document. */
export class ApiError extends Error {
  readonly status: Status
  /** Reason of the old style, e.g. `notFound`. */
  readonly reason: string
  readonly violations: readonly Violation[]
  /** Overrides the HTTP status that belongs to `status`. */
  readonly code: number
  /** More headers of the answer. */
  readonly headers: Readonly<Record<string, string>>
  /** Messages of google.rpc as JSON, each with its @type. */
  readonly details: readonly object[]

  constructor(
    status: Status,
    reason: string,
    message: string,
    options: {
      violations?: readonly Violation[]
      cause?: unknown
      code?: number
      headers?: Readonly<Record<string, string>>
      details?: readonly object[]
    } = {},
  ) {
    // Nobody reads where an answer to a client was made, and to note it costs more than to check the request.
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    Error.stackTraceLimit = stackTraceLimit
    this.name = 'ApiError'
    this.status = status
    this.reason = reason
    this.violations = options.violations ?? []
    this.code = options.code ?? httpStatusOf[status]
    this.headers = options.headers ?? {}
    this.details = options.details ?? []
  }
}

/** 400: the request is wrong whatever the state of the service; `name` is the parameter or body field at fault. */
export const invalid = (
  message: string,
  name?: string,
  type: 'parameter' | 'body' = 'parameter',
): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'invalid', message, {
    violations:
      name === undefined ? [] : [{ field: name, description: message, location: { type, name } }],
  })

/** 404: what the request names is not there. */
export const notFound = (message: string): ApiError =>
  new ApiError('NOT_FOUND', 'notFound', message)

/** 409: what the request would make is there already. */
export const alreadyExists = (message: string): ApiError =>
  new ApiError('ALREADY_EXISTS', 'alreadyExists', message)

/** 503: something we depend on is away for now; the client may try again. */
export const unavailable = (message: string, cause?: unknown): ApiError =>
  new ApiError('UNAVAILABLE', 'backendError', message, { cause })
