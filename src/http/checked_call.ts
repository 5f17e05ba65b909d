// What is checked of a call before its handler is asked, and the answer then.
import { withEnumNumbers } from '../discovery/schema/enum_numbers.ts'
import type { Call } from '../api/handlers.ts'
import { MediaAnswer, type Media } from '../api/media.ts'
import { readMessage, type RawMessage } from './body.ts'
import { wrapped } from '../call/data_wrapper.ts'
import { parameterDecoder, type ParameterDecoder } from '../call/parameters.ts'
import { dispatch, type DispatchOptions } from '../call/invoke.ts'
import { downloadOf } from './download.ts'
import { withEtag } from './etag.ts'
import { select, selectionOf, type Selection } from '../call/field_mask.ts'
import type { Door } from './routing/route_tree.ts'
import { answerOf, type Answer } from './response.ts'
import type { BoundMethod } from '../api/service.ts'
import { refusal } from '../call/refusal.ts'
import { altOf, checkSystemParameters, type SystemParameters } from './system_parameters.ts'

/** A request to a method, its message aside. */
export interface Request {
  readonly bound: BoundMethod
  readonly door: Door
  readonly httpMethod: string
  /** Raw values of the path's variables. */
  readonly values: readonly string[]
  readonly query: URLSearchParams
  readonly system: SystemParameters
}

export interface CheckedCall extends Omit<Call, 'media'> {
  readonly selection: Selection | undefined
}

/** Throws a refusal with all that is wrong. `message`: undefined for a method that takes none. */
export type Check = (request: Request, message: RawMessage | undefined) => CheckedCall

export function checker(): Check {
  const decoders = new Map<BoundMethod, ParameterDecoder>()

  function decoderOf(bound: BoundMethod): ParameterDecoder {
    let decoder = decoders.get(bound)
    if (decoder === undefined) {
      decoder = parameterDecoder(bound)
      decoders.set(bound, decoder)
    }
    return decoder
  }

  return ({ bound, door, httpMethod, values, query, system }, raw) => {
    const { method, service } = bound
    checkSystemParameters(query, httpMethod, service.document, method)
    const { params, fields, faults } = decoderOf(bound).decode(values, query)
    const message = raw && readMessage(bound, raw)
    if (faults.length > 0 || (message?.faults.length ?? 0) > 0)
      throw refusal(service.style, [...faults, ...(message?.faults ?? [])])
    const selection =
      system.fields === undefined
        ? undefined
        : selectionOf(system.fields, method.response, service.document.schemas ?? {}, service.style)
    const body = message && withFields(message.body, fields)
    const alt = door === 'download' ? 'media' : altOf(query, method)
    return { params, body, alt, selection }
  }
}

/** A message with what the query says of it. */
function withFields(body: unknown, fields: Readonly<Record<string, unknown>>): unknown {
  return Object.keys(fields).length === 0 ? body : { ...(body as object), ...fields }
}

/** Headers of a request that wants a part of an answer, or only one it does not have. */
export interface Conditions {
  readonly range: string | undefined
  readonly ifNoneMatch: string | undefined
}

/** The handler's answer. */
export async function perform(
  { bound, httpMethod, system }: Request,
  { params, body, alt, selection }: CheckedCall,
  media: Media | undefined,
  conditions: Conditions | undefined,
  options: DispatchOptions,
): Promise<Answer> {
  const value = await dispatch(bound, { params, body, media, alt }, options)
  if (value instanceof MediaAnswer) return await downloadOf(value, conditions?.range)
  const selected = selection === undefined ? value : select(value, selection)
  const { response } = bound.method
  const { schemas = {} } = bound.service.document
  const encoded = system.enumNumbers ? withEnumNumbers(selected, response, schemas) : selected
  const answer = answerOf(wrapped(encoded, bound.service), system)
  if (httpMethod !== 'GET') return answer
  return withEtag(answer, value, bound.service, conditions?.ifNoneMatch)
}
