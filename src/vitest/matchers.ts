// Whether a method was called, and what was called instead.
import type { Calls } from '../control/fork_control.ts'
import type { LoggedCall } from '../control/calls/logged_call.ts'

export interface CallMatch {
  /** What the parameters hold, among others. */
  readonly params?: Readonly<Record<string, unknown>>
  /** What the message holds, among others. */
  readonly message?: unknown
  /** `OK`, `NOT_FOUND`, `404`, `4xx`. */
  readonly status?: string
  /** Exactly so many times; at least once where it is missing. */
  readonly times?: number
}

interface Verdict {
  readonly pass: boolean
  readonly message: () => string
}

const MOST_SHOWN = 10

/** `called`: an emulator, or a fork of one. */
export function toHaveCalled(called: unknown, method: string, match: CallMatch = {}): Verdict {
  const { calls } = (called ?? {}) as { readonly calls?: Calls }
  if (typeof calls?.list !== 'function')
    throw new TypeError('expect(…).toHaveCalled is for an emulator or a fork of one')
  const { times, ...filter } = match
  const found = calls.list({ method, ...filter }).length
  const pass = times === undefined ? found > 0 : found === times
  const wanted = `${method}${shown(filter)}`
  const often = times === undefined ? '' : ` ${timesOf(times)}`
  return {
    pass,
    message: () =>
      pass
        ? `expected no call of ${wanted}${often}, and there ${found === 1 ? 'was one' : `were ${found}`}`
        : [`expected a call of ${wanted}${often}, and ${instead(calls, method, found)}`]
            .concat(lines(calls, method))
            .join('\n'),
  }
}

const shown = (filter: object): string =>
  Object.keys(filter).length === 0 ? '' : ` with ${JSON.stringify(filter)}`

const timesOf = (times: number): string => (times === 1 ? 'once' : `${times} times`)

function instead(calls: Calls, method: string, found: number): string {
  if (found > 0) return `there ${found === 1 ? 'was one' : `were ${found}`}:`
  if (calls.list({ method }).length > 0) return 'it was called otherwise:'
  return calls.list().length > 0 ? 'only these came:' : 'none came.'
}

/** The calls of the method, or all of them where there is none. */
function lines(calls: Calls, method: string): string[] {
  const own = calls.list({ method })
  const told = own.length > 0 ? own : calls.list()
  const more = told.length - MOST_SHOWN
  return [
    ...told.slice(-MOST_SHOWN).map(line),
    ...(more > 0 ? [`  and ${more} ${more === 1 ? 'call' : 'calls'} before them`] : []),
  ]
}

const line = ({ method, code, params, message }: LoggedCall): string =>
  `  ${method} ${code} ${JSON.stringify(params)}${message === undefined ? '' : ` ${JSON.stringify(message)}`}`
