// One request of the judge's, and what has to come of it.
import type { RestDescription } from '../../../src/discovery/document.ts'
import { fieldsOf } from '../messages.ts'
import {
  envelope,
  isLenient,
  isOldStyle,
  jsonPath,
  protoName,
  protoPath,
  type Refusal,
} from '../oracle.ts'
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
    expected:
      'params' in expected && text !== undefined ? unlessMissing(of, text, expected) : expected,
  }
}

/** Where a message lacks a field that its document wants, that is all there is to say. */
function unlessMissing(of: MethodCase, text: string, expected: Accepted): Accepted | Refused {
  const { document, method } = of
  const isOlder = isLenient(document)
  if (!isOlder || method.mediaUpload !== undefined || method.request === undefined) return expected
  const message: unknown = JSON.parse(text)
  const missing = fieldsOf(method.request, document.schemas ?? {}).find(
    ({ path, name, schema }) =>
      schema.annotations?.required?.includes(method.id) === true &&
      schema.readOnly !== true &&
      !path.some((step) => typeof step === 'number' || step === 'k') &&
      isWithout(path, name, message),
  )
  if (missing === undefined) return expected
  const steps = [...missing.path, missing.name]
  const name = jsonPath(steps)
  const faults = [
    {
      field: isOldStyle(document) ? name : protoPath(steps),
      message: `Missing required field: ${name}`,
      reason: 'required',
      ...(isOldStyle(document) && { location: ['body', name] as const }),
    },
  ]
  return refused(document, { status: 400, faults })
}

function isWithout(path: readonly (string | number)[], name: string, message: unknown): boolean {
  const owner = path.reduce<unknown>((value, step) => memberOf(value, String(step)), message)
  return typeof owner === 'object' && owner !== null && memberOf(owner, name) == null
}

/** By its name in JSON or in the proto file. */
const memberOf = (owner: unknown, name: string): unknown => {
  const members = (owner ?? {}) as Readonly<Record<string, unknown>>
  return members[name] ?? members[protoName(name)]
}

export const refused = (document: RestDescription, refusal: Refusal, format?: string): Refused => ({
  status: refusal.status,
  answer: envelope(document, refusal, format),
})
