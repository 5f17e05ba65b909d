// The calls of the served APIs, as tests assert them and people look at them.
import {
  ApiError,
  durationText,
  invalid,
  notFound,
  timeText,
  type Handlers,
} from 'discovery-emulator'
import {
  harOf,
  redacted,
  withoutSecrets,
  type CallFilter,
  type Control,
  type LoggedCall,
} from 'discovery-emulator/control'
import type { Call, Methods } from '../types/emulator_v1.ts'
import { microsOf } from './duration.ts'

const LONGEST_WAIT = 110 // seconds; less than a request may take

export const callHandlers: Handlers<Methods, Control> = {
  'emulator.calls.list': ({ params: { pageSize = 100, ...filter } }, control) => ({
    calls: control.calls.list(filterOf(filter)).slice(-Math.max(1, pageSize)).map(callOf),
  }),
  'emulator.calls.get': ({ params: { callId } }, control) => {
    const call = control.calls.list().find(({ id }) => String(id) === callId)
    if (call === undefined) throw notFound(`There is no call ${callId}; older ones are forgotten.`)
    return callOf(call)
  },
  'emulator.calls.wait': async ({ signal, body }, control) => {
    const { timeout = '30s', message, params, ...rest } = body
    const seconds = microsOf(timeout) / 1_000_000
    if (seconds < 0 || seconds > LONGEST_WAIT)
      throw invalid(`timeout must be from 0s to ${LONGEST_WAIT}s.`, 'timeout', 'body')
    const filter = { ...filterOf(rest), params, message }
    const call = await control.calls.wait(filter, seconds * 1000, signal)
    if (call !== undefined) return callOf(call)
    throw new ApiError(
      'DEADLINE_EXCEEDED',
      'deadlineExceeded',
      `No such call came within ${seconds} s.`,
    )
  },
  'emulator.calls.har': ({ params }, control) => ({
    ...harOf(control.calls.list(filterOf(params))),
  }),
  'emulator.calls.clear': ({ fork }, control) => {
    control.calls.clear(fork)
    return {}
  },
}

function filterOf({
  after,
  ...filter
}: Omit<CallFilter, 'after'> & { readonly after?: string | undefined }): CallFilter {
  return { ...filter, after: after === undefined ? undefined : Number(after) }
}

function callOf(call: LoggedCall): Call {
  const { id, method, fork, door, origin, time, took, code, status, fault, http, userAgent } = call
  return {
    id: String(id),
    method,
    fork,
    door,
    origin,
    time: timeText(time),
    took: durationText(took * 1000),
    params: redacted(call.params) as Record<string, unknown>,
    ...(call.message !== undefined && { message: redacted(call.message) }),
    code,
    status,
    ...(call.answer !== undefined && { answer: redacted(call.answer) }),
    ...(call.error && { error: { ...call.error } }),
    ...(fault !== undefined && { fault }),
    ...(http && { http: { ...http, target: withoutSecrets(http.target) } }),
    ...(userAgent !== undefined && { userAgent }),
  }
}
