// What came of an attempt, in the words of the real service.
import type { Micros } from '../../clock.ts'

export interface Outcome {
  /** 0: no response came. */
  readonly status: number
  /** google.rpc.Code */
  readonly code: number
  readonly message: string
  /** The receiver asked for so much time before the next attempt. */
  readonly retryAfter?: Micros
}

const codes: Readonly<Record<number, readonly [number, string]>> = {
  400: [3, 'INVALID_ARGUMENT'],
  401: [16, 'UNAUTHENTICATED'],
  403: [7, 'PERMISSION_DENIED'],
  404: [5, 'NOT_FOUND'],
  409: [6, 'ALREADY_EXISTS'],
  429: [8, 'RESOURCE_EXHAUSTED'],
  499: [1, 'CANCELLED'],
  500: [13, 'INTERNAL'],
  501: [12, 'UNIMPLEMENTED'],
  503: [14, 'UNAVAILABLE'],
  504: [4, 'DEADLINE_EXCEEDED'],
}

export function outcomeOf(status: number, retryAfter: unknown, now: Micros): Outcome {
  if (status >= 200 && status < 300) return { status, code: 0, message: '' }
  const [code, name] = codes[status] ?? [2, 'UNKNOWN']
  const wait = waitOf(retryAfter, now)
  return {
    status,
    code,
    message: `${name}(${code}): HTTP status code ${status}`,
    ...(wait !== undefined && { retryAfter: wait }),
  }
}

export const deadlinePassed: Outcome = {
  status: 0,
  code: 4,
  message: 'DEADLINE_EXCEEDED(4): the attempt took longer than its dispatch deadline',
}

export const noResponse = (reason: string): Outcome => ({
  status: 0,
  code: 14,
  message: `UNAVAILABLE(14): ${reason}`,
})

/** Seconds, or a date. */
function waitOf(header: unknown, now: Micros): Micros | undefined {
  if (typeof header !== 'string') return undefined
  if (/^\d+$/.test(header)) return Number(header) * 1_000_000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date * 1000 - now)
}
