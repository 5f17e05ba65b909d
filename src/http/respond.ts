// What a method answered, as the answer to an HTTP request.
import { MediaAnswer } from '../api/media.ts'
import type { CheckedCall } from '../call/call.ts'
import { wrapped } from '../call/data_wrapper.ts'
import { select } from '../call/field_mask.ts'
import { isStream, type Answered } from '../call/invoke.ts'
import { withEnumNumbers } from '../discovery/schema/enum_numbers.ts'
import { downloadOf } from './download.ts'
import { withEtag } from './etag.ts'
import type { HttpRequest } from './request.ts'
import { answerOf, type HttpResponse } from './response.ts'
import { eventsOf, listOf } from './stream.ts'
import type { SystemParameters } from './system_parameters.ts'

/** `httpMethod`: with which the method was asked for. Throws 416 for a range that is not there. */
export async function respond(
  value: Answered,
  call: CheckedCall,
  request: HttpRequest,
  httpMethod: string,
  system: SystemParameters,
): Promise<HttpResponse> {
  if (value instanceof MediaAnswer) return downloadOf(value, request.header('range'))
  const { service } = call.bound
  const shaped = (message: unknown) => wrapped(shapedOf(message, call, system), service)
  if (isStream(value))
    return system.events
      ? eventsOf(value, shaped, service, system)
      : listOf(value, shaped, service, system)
  if (system.events && value !== undefined) return eventsOf(only(value), shaped, service, system)
  const answer = answerOf(shaped(value), system)
  if (httpMethod !== 'GET') return answer
  return withEtag(answer, value, service, request.header('if-none-match'))
}

async function* only(value: unknown): AsyncGenerator {
  yield value
}

/** The parts that are wanted, with enums as they are wanted. */
function shapedOf(
  message: unknown,
  { bound, selection }: CheckedCall,
  { enumNumbers }: SystemParameters,
): unknown {
  const selected = selection === undefined ? message : select(message, selection)
  if (!enumNumbers) return selected
  const { response } = bound.method
  return withEnumNumbers(selected, response, bound.service.document.schemas ?? {})
}
