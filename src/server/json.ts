// JSON as clients send it, with Google's words for what is not JSON.
import { ApiError } from '../errors.ts'
import { NotJson, parseLeniently } from './lenient_json.ts'
import type { Style } from './style.ts'

export function parseJson(text: string, style: Style): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (style === 'v1')
      throw new ApiError('INVALID_ARGUMENT', 'parseError', 'Parse Error', { cause: error })
    return lenient(text)
  }
}

function lenient(text: string): unknown {
  try {
    return parseLeniently(text)
  } catch (error) {
    if (!(error instanceof NotJson)) throw error
    throw new ApiError(
      'INVALID_ARGUMENT',
      'parseError',
      `Invalid JSON payload received. ${error.message}`,
      { cause: error },
    )
  }
}
