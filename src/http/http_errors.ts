// Refusals with statuses that only HTTP has: no canonical status (google.rpc.Code) stands for them.
import { ApiError } from '../errors.ts'

/** The `status` of an answer with such a code, in place of the canonical one. */
const WORDS: Readonly<Record<number, string>> = {
  405: 'METHOD_NOT_ALLOWED',
  413: 'PAYLOAD_TOO_LARGE',
  414: 'URI_TOO_LONG',
}

export const statusWordOf = ({ code, status }: ApiError): string => WORDS[code] ?? status

/** `what`: what the client asked for with `httpMethod`. */
export const methodNotAllowed = (
  httpMethod: string,
  what: string,
  allowed: readonly string[],
): ApiError =>
  new ApiError(
    'UNIMPLEMENTED',
    'httpMethodNotAllowed',
    `${httpMethod} is not allowed for ${what}; allowed: ${allowed.join(', ')}.`,
    { code: 405, headers: { allow: allowed.join(', ') } },
  )

export const payloadTooLarge = (message: string): ApiError =>
  new ApiError('RESOURCE_EXHAUSTED', 'uploadTooLarge', message, { code: 413 })

export const uriTooLong = (message: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'badRequest', message, { code: 414 })
