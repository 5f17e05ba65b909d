// One request of the judge's, and what has to come of it.
import type { RestDescription } from '../../../src/discovery/document.ts'
import { envelope, type Refusal } from '../oracle.ts'
import { queryText, type MethodCase, type Pairs } from '../requests.ts'

export interface Trial {
  /** What the trial is about: a row of the judge's table. */
  readonly kind: string
  readonly of: MethodCase
  readonly httpMethod: string
  /** On the API's host, query included. */
  readonly path: string
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly expected: Accepted | Refused
}

export interface Accepted {
  /** What the handler gets. */
  readonly params: Readonly<Record<string, unknown>>
  readonly body: unknown
  /** The fields of the answer that are wanted; all where it is missing. */
  readonly only?: string
  /** Whether the answer is media. */
  readonly bytes?: boolean
}

export interface Refused {
  readonly status: number
  /** The whole answer. */
  readonly answer: unknown
}

interface Parts {
  readonly path: string
  readonly pairs?: Pairs
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly text?: string
}

export function trial(
  kind: string,
  of: MethodCase,
  { path, pairs = [], body, text = JSON.stringify(body) }: Parts,
  expected: Accepted | Refused,
): Trial {
  return {
    kind,
    of,
    httpMethod: of.method.httpMethod,
    path: path + queryText(pairs),
    ...(text !== undefined && {
      body: text,
      headers: { 'content-type': 'application/json' },
    }),
    expected,
  }
}

export const refused = (document: RestDescription, refusal: Refusal, format?: string): Refused => ({
  status: refusal.status,
  answer: envelope(document, refusal, format),
})
