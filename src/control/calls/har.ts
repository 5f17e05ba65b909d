// Logged calls as an HTTP archive, without credentials.
import { archiveOf, type Exchange } from '../../http_archive.ts'
import { redacted, withoutSecrets } from '../../redact.ts'
import type { LoggedCall } from './logged_call.ts'

/** Calls that came by gRPC have no place in it. */
export const harOf = (calls: readonly LoggedCall[]): object =>
  archiveOf(calls.flatMap((call) => (call.http === undefined ? [] : [exchangeOf(call, call.http)])))

function exchangeOf(call: LoggedCall, http: NonNullable<LoggedCall['http']>): Exchange {
  const sent = textOf(call.message)
  return {
    method: http.method,
    url: withoutSecrets(`${call.baseUrl}${http.target}`),
    status: http.status,
    began: call.began,
    took: call.took,
    requestHeaders: sent === undefined ? {} : JSON_HEADERS,
    sent,
    answerHeaders: JSON_HEADERS,
    answered: call.error === undefined ? textOf(call.answer) : textOf({ error: call.error }),
    comment: call.method,
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' }

const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(redacted(value))
