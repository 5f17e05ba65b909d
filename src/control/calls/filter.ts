// Which calls somebody means.
import { isJsonObject } from '../../resources/json.ts'
import type { LoggedCall } from './logged_call.ts'

/** Which calls somebody means: those that fit in all that is said. */
export interface CallFilter {
  /** Id of the method; `*` stands for any text: `pubsub.projects.*`. */
  readonly method?: string | undefined
  /** `OK`, `NOT_FOUND`, `404`, `4xx`. */
  readonly status?: string | undefined
  /** Somewhere in its parameters, its message, its answer or its error, in any case. */
  readonly text?: string | undefined
  readonly fork?: string | undefined
  /** Only those behind the call of this id. */
  readonly after?: number | undefined
  /** What the parameters hold, among others. */
  readonly params?: Readonly<Record<string, unknown>> | undefined
  /** What the message holds, among others. */
  readonly message?: unknown
}

export function fits(call: LoggedCall, filter: CallFilter): boolean {
  const { method, status, text, fork, after, params, message } = filter
  return (
    (after === undefined || call.id > after) &&
    (fork === undefined || call.fork === fork) &&
    (method === undefined || isLike(method, call.method)) &&
    (status === undefined || hasStatus(call, status)) &&
    (params === undefined || holds(call.params, params)) &&
    (message === undefined || holds(call.message, message)) &&
    (text === undefined || textOf(call).includes(text.toLowerCase()))
  )
}

/** Whether a name is what a pattern says, in which `*` stands for any text. */
export function isLike(pattern: string, name: string): boolean {
  const [first, ...parts] = pattern.split('*')
  if (parts.length === 0) return name === first
  const last = parts.pop()!
  if (!name.startsWith(first!) || !name.endsWith(last)) return false
  let at = first!.length
  for (const part of parts) {
    const found = name.indexOf(part, at)
    if (found === -1) return false
    at = found + part.length
  }
  return at <= name.length - last.length
}

function hasStatus({ code, status }: LoggedCall, asked: string): boolean {
  if (/^[1-5]xx$/i.test(asked)) return Math.floor(code / 100) === Number(asked[0])
  return asked === `${code}` || asked.toUpperCase() === status
}

/** Whether `value` has all that `part` has; in lists at the same places. */
function holds(value: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(value) &&
      value.length === part.length &&
      part.every((one, i) => holds(value[i], one))
    )
  if (isJsonObject(part))
    return (
      isJsonObject(value) && Object.entries(part).every(([name, one]) => holds(value[name], one))
    )
  return Object.is(value, part)
}

const textOf = ({ method, params, message, answer, error }: LoggedCall): string =>
  JSON.stringify([method, params, message, answer, error]).toLowerCase()
