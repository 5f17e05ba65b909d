// A value as the text of an answer, the way Google's front ends write it.
import type { Readable } from 'node:stream'
import type { Truncation } from '../call/watch.ts'
import type { SystemParameters } from './system_parameters.ts'

const JSON_TYPE = 'application/json; charset=UTF-8'

export interface HttpResponse {
  readonly status: number
  readonly headers: Record<string, string>
  /** null: no body at all. A stream says its length, if it is known, in the headers. */
  readonly body: string | Buffer | Readable | null
  /** The connection ends without it, or in the middle of it. */
  readonly cut?: 'dropped' | Truncation
}

/** Success, with a body if the method has a response. */
export function answerOf(value: unknown, system: SystemParameters): HttpResponse {
  if (value === undefined) return { status: 204, headers: {}, body: null }
  return jsonAnswer(200, value, system.prettyPrint, system.callback)
}

/** `callback`: JSONP, which is always a success, or the page's script would not see it. */
export function jsonAnswer(
  status: number,
  value: unknown,
  pretty: boolean,
  callback?: string,
): HttpResponse & { readonly body: string } {
  const text = jsonText(value, pretty)
  if (callback === undefined)
    return { status, headers: { 'content-type': JSON_TYPE }, body: `${text}\n` }
  return {
    status: 200,
    headers: { 'content-type': 'text/javascript; charset=UTF-8' },
    body: `// API callback\n${callback}(${text}\n);`,
  }
}

export const jsonText = (value: unknown, pretty: boolean): string =>
  escaped(pretty ? JSON.stringify(value, null, 2) : JSON.stringify(value))

// Google escapes what a browser could take for markup or a script for the end of a line.
// eslint-disable-next-line no-control-regex
const UNSAFE = /[<>\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

const escaped = (json: string): string =>
  isPlain(json)
    ? json
    : json.replace(UNSAFE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Most answers have nothing to escape, and to see that costs a fortieth of the search for it. */
const isPlain = (json: string): boolean =>
  Buffer.byteLength(json) === json.length &&
  !json.includes('<') &&
  !json.includes('>') &&
  !json.includes('\u007f')
