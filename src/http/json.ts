// JSON as clients send it, with Google's words for what is not JSON.
import { isUtf8 } from 'node:buffer'
import { ApiError } from '../errors.ts'
import { NotJson, parseLeniently } from './lenient_json.ts'
import type { ErrorFormat } from '../api/error_format.ts'

/** `bytes`: UTF-8. Throws 400. */
export function parseJson(bytes: Buffer, format: ErrorFormat): unknown {
  try {
    if (!isUtf8(bytes)) throw new NotJson('Encountered non UTF-8 code points.')
    const text = bytes.toString('utf8')
    return format === 'v1' ? parseStrictly(text) : parse(text)
  } catch (error) {
    // RangeError: nested so deep that the stack does not hold it.
    if (![NotJson, SyntaxError, RangeError].some((fault) => error instanceof fault)) throw error
    const message =
      format === 'v1' ? 'Parse Error' : `Invalid JSON payload received. ${(error as Error).message}`
    throw new ApiError('INVALID_ARGUMENT', 'parseError', message, { cause: error })
  }
}

function parse(text: string): unknown {
  try {
    return parseStrictly(text)
  } catch {
    return parseLeniently(text)
  }
}

function parseStrictly(text: string): unknown {
  return (LARGE_NUMBER.test(text) ? JSON.parse(text, exactly) : JSON.parse(text)) as unknown
}

/** Maybe: it could stand in a text. */
const LARGE_NUMBER = /[:,[\s]-?\d{16}/

/** A whole number that a double cannot hold as a bigint, up to the digits of 64 bits. */
function exactly(_: string, value: unknown, context: { readonly source?: string } = {}): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
  const { source = '' } = context
  return /^-?\d{16,20}$/.test(source) ? BigInt(source) : value
}
