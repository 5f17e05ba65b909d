// The query parameters that every Google API understands, whatever its methods do.
// Source: docs/google_rest.md#system-parameters; which of two holds: #query.
import { ApiError } from '../errors.ts'
import { isSystemParameter } from '../discovery/system_parameter_names.ts'
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import { errorFormatOf, type ErrorFormat } from '../api/error_format.ts'
import type { QueryTexts } from '../call/call.ts'
import { textIn } from './query.ts'

export interface SystemParameters {
  readonly fields: string | undefined
  readonly callback: string | undefined
  readonly prettyPrint: boolean
  /** Messages are answered as events, as they come: `alt=sse`. */
  readonly events: boolean
  /** Enums are answered as numbers: `$alt=json;enum-encoding=int`. */
  readonly enumNumbers: boolean
  /** `$.xgafv`: the error format asked for; undefined: the API's own. */
  readonly errorFormat: ErrorFormat | undefined
}

/** Value of the first of `name` and `$name`. */
function valueOf(query: QueryTexts, name: string): string | undefined {
  return textIn(query, name) ?? textIn(query, `$${name}`)
}

export const defaultSystemParameters: SystemParameters = {
  fields: undefined,
  callback: undefined,
  prettyPrint: true,
  events: false,
  enumNumbers: false,
  errorFormat: undefined,
}

/** `fieldMask`: the X-Goog-FieldMask header, which stands for `fields`. */
export function readSystemParameters(
  query: QueryTexts,
  httpMethod: string,
  document: RestDescription | undefined,
  fieldMask: string | undefined,
): SystemParameters {
  const defaultPretty = document?.parameters?.['prettyPrint']?.default
  if (asksForNothing(query))
    return {
      ...defaultSystemParameters,
      fields: fieldMask,
      prettyPrint: isYes(defaultPretty),
    }
  const callback = valueOf(query, 'callback')
  return {
    fields: valueOf(query, 'fields') ?? fieldMask,
    // One that is refused must not come back as script.
    callback: httpMethod === 'GET' && isCallback(callback) ? callback : undefined,
    prettyPrint: isYes(valueOf(query, 'prettyPrint') ?? defaultPretty),
    events: altIn(valueOf(query, 'alt') ?? '') === 'sse',
    enumNumbers: /;\s*enum-encoding=int\s*(;|$)/i.test(valueOf(query, 'alt') ?? ''),
    errorFormat: formatAsked(query.get('$.xgafv')?.at(-1)),
  }
}

/** Most calls have none of these parameters. */
function asksForNothing(query: QueryTexts): boolean {
  for (const name of query.keys()) if (isSystemParameter(name)) return false
  return true
}

const isYes = (text = 'true'): boolean => text === 'true' || !/^(false|f|no|n|0)$/i.test(text)

function formatAsked(xgafv: string | undefined): ErrorFormat | undefined {
  if (xgafv === '1') return 'v1'
  return xgafv === '2' ? 'v2' : undefined
}

/** Refuses values of system parameters that Google refuses before looking at anything else. */
export function checkSystemParameters(
  query: QueryTexts,
  httpMethod: string,
  document: RestDescription,
  method: RestMethod,
): void {
  if (asksForNothing(query)) return
  const xgafv = query.get('$.xgafv')?.at(-1)
  if (xgafv !== undefined && formatAsked(xgafv) === undefined)
    throw refuse(
      `Invalid query parameters. Invalid value '${xgafv}' for system query parameter : $.xgafv`,
      '$.xgafv',
    )
  const callback = valueOf(query, 'callback')
  if (callback !== undefined && !isCallback(callback))
    throw refuse(`Invalid value '${callback}' for query parameter 'callback'`, 'callback')
  if (callback !== undefined && httpMethod !== 'GET')
    throw refuse(`The parameter 'callback' is for GET requests only`, 'callback')
  checkAlt(valueOf(query, 'alt') ?? '', document, method)
}

const isCallback = (name = ''): boolean => /^[A-Za-z_$][\w$.[\]]{0,199}$/.test(name)

const refuse = (message: string, parameter: string): ApiError =>
  new ApiError('INVALID_ARGUMENT', 'invalidParameter', message, {
    violations: [
      { field: parameter, description: message, location: { type: 'parameter', name: parameter } },
    ],
  })

/** Whether the client wants bytes; where a method has no other answer, it does. */
export function altOf(query: QueryTexts, method: RestMethod): 'json' | 'media' {
  if (method.supportsMediaDownload !== true) return 'json'
  const asked = altIn(valueOf(query, 'alt') ?? '')
  return asked === 'media' || method.response === undefined ? 'media' : 'json'
}

const altIn = (value: string): string => value.split(';')[0]!.toLowerCase()

function checkAlt(value: string, document: RestDescription, method: RestMethod): void {
  const alt = altIn(value)
  if (alt === '' || alt === 'json') return
  if (alt === 'media' && method.supportsMediaDownload === true) return
  // Documents do not list it: https://ai.google.dev/api (streamGenerateContent?alt=sse).
  if (alt === 'sse' && errorFormatOf(document) === 'v2') return
  const known = document.parameters?.['alt']?.enum ?? ['json', 'media', 'proto']
  if (alt === 'media' && known.includes('media'))
    throw refuse('Unsupported alt type "media" for non byte stream request.', 'alt')
  if (known.includes(alt))
    throw new ApiError(
      'UNIMPLEMENTED',
      'notImplemented',
      `alt=${alt} is not emulated; leave alt out, or say alt=json`,
    )
  throw refuse(`Invalid value "${value}" for query parameter 'alt'`, 'alt')
}
