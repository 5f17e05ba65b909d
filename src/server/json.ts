// JSON as clients send it, with Google's words for what is not JSON.
import { ApiError } from '../errors.ts'
import type { Style } from './style.ts'

export function parseJson(text: string, style: Style): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw style === 'v1'
      ? new ApiError('INVALID_ARGUMENT', 'parseError', 'Parse Error', { cause: error })
      : new ApiError('INVALID_ARGUMENT', 'parseError', wordV2(text, error as SyntaxError), {
          cause: error,
        })
  }
}

function wordV2(text: string, error: SyntaxError): string {
  const at = positionOf(text, error)
  const problem =
    at >= text.trimEnd().length
      ? 'Unexpected end of string. Expected a value.'
      : 'Unexpected token.'
  const start = Math.max(0, at - 20)
  const around = text.slice(start, at + 20).replaceAll(/[\r\n]/g, ' ')
  return `Invalid JSON payload received. ${problem}\n${around}\n${' '.repeat(at - start)}^`
}

/** V8 says where only in some of its messages; in the others it names the character. */
function positionOf(text: string, { message }: SyntaxError): number {
  const position = /at position (\d+)/.exec(message)?.[1]
  if (position !== undefined) return Number(position)
  const token = /^Unexpected token '(.)'/su.exec(message)?.[1]
  return token === undefined ? text.length : Math.max(0, text.indexOf(token))
}
