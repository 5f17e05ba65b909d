// The line that a request leaves in the log.
import { inspect } from 'node:util'
import type { LogEntry } from '../log.ts'
import type { ApiError } from '../errors.ts'
import type { HttpRequest } from './request.ts'
import type { HttpResponse } from './response.ts'

/** What one request was and how it ended. */
export interface Outcome extends HttpResponse {
  /** Method id, or what else answered. */
  readonly name: string
  readonly error?: ApiError | undefined
}

/** `ms`: milliseconds until it was answered. */
export function logEntryOf(
  { httpMethod, path }: HttpRequest,
  { name, status, error }: Outcome,
  ms: number,
): LogEntry {
  const entry = { method: name, http: httpMethod, path, status, ms: Math.round(ms * 100) / 100 }
  if (error === undefined) return entry
  const { code, message: reason, cause } = error
  // Only what we did not expect has a stack worth reading.
  if (code !== 500) return { ...entry, reason }
  return { ...entry, reason, error: cause instanceof Error ? cause.stack! : inspect(cause) }
}
