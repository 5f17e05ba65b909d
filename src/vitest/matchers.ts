// Whether a method was called, and what was called instead.
import { editDistance } from '../api/did_you_mean.ts'
import type { Calls } from '../control/fork_control.ts'
import type { LoggedCall } from '../control/calls/logged_call.ts'
import { differences } from './differences.ts'

/** What a call must be like to count; what is not said may be anything. */
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
            .concat(lines(calls, method, filter))
            .join('\n'),
  }
}

const shown = (filter: object): string =>
  Object.keys(filter).length === 0 ? '' : ` with ${JSON.stringify(filter)}`

const timesOf = (times: number): string => (times === 1 ? 'once' : `${times} times`)

function instead(calls: Calls, method: string, found: number): string {
  if (found > 0) return `there ${found === 1 ? 'was one' : `were ${found}`}:`
  if (calls.list({ method }).length > 0) return 'it was called otherwise:'
  return calls.list().length > 0 ? 'only these came, the nearest first:' : 'none came.'
}

/** The latest calls of the method, each with what is not as asked; where there are none, all others, the nearest first. */
function lines(calls: Calls, method: string, filter: CallMatch): string[] {
  const own = calls.list({ method })
  const told =
    own.length > 0
      ? own.slice(-MOST_SHOWN).flatMap((call) => [line(call), ...differences(call, filter)])
      : nearest(calls.list(), method).slice(0, MOST_SHOWN).map(line)
  const more = (own.length > 0 ? own : calls.list()).length - MOST_SHOWN
  return more > 0 ? [...told, `  and ${more} more`] : told
}

/** By how near the ids of their methods are to the one that was asked for. */
function nearest(calls: readonly LoggedCall[], method: string): LoggedCall[] {
  const ids = new Set(calls.map((call) => call.method))
  const distances = new Map([...ids].map((id) => [id, editDistance(method, id)]))
  return calls.toSorted((a, b) => distances.get(a.method)! - distances.get(b.method)!)
}

const line = ({ method, code, params, message }: LoggedCall): string =>
  `  ${method} ${code} ${JSON.stringify(params)}${message === undefined ? '' : ` ${JSON.stringify(message)}`}`
