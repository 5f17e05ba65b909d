// What keeps a call from being the one that was asked for: a line for each value.
import { fits, type CallFilter } from '../control/calls/filter.ts'
import type { LoggedCall } from '../control/calls/logged_call.ts'
import { isJsonObject } from '../resources/json.ts'

/** `params.name is "a", not "b"`, indented below the line of the call. */
export function differences(call: LoggedCall, wanted: CallFilter): string[] {
  const { status, params, message } = wanted
  const isStatus = status === undefined || fits(call, { status })
  return [
    ...(isStatus ? [] : [`its status is ${call.code} ${call.status}, not ${status}`]),
    ...(params === undefined ? [] : between(call.params, params, 'params')),
    ...(message === undefined ? [] : between(call.message, message, 'message')),
  ].map((text) => `    ${text}`)
}

/** Of a value and the part that it should hold. */
function between(value: unknown, part: unknown, path: string): string[] {
  if (isJsonObject(part) && isJsonObject(value))
    return Object.entries(part).flatMap(([name, one]) =>
      between(value[name], one, `${path}.${name}`),
    )
  if (Array.isArray(part) && Array.isArray(value) && part.length === value.length)
    return part.flatMap((one, i) => between(value[i], one, `${path}[${i}]`))
  return Object.is(value, part) ? [] : [`${path} is ${said(value)}, not ${said(part)}`]
}

const said = (value: unknown): string => (value === undefined ? 'missing' : JSON.stringify(value))
