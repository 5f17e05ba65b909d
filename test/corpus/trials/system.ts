// Requests whose system parameters are wrong.
import { resolved } from '../messages.ts'
import { isOldStyle, type Refusal } from '../oracle.ts'
import { pathOf, requiredPairs, type MethodCase } from '../requests.ts'
import type { Pick } from './sampling.ts'
import { refused, trial, type Trial } from './trial.ts'

export function systemTrials(one: MethodCase, salt: string, pick: Pick): Trial[] {
  const { path } = pathOf(one, salt)
  const required = requiredPairs(one, salt)
  return pick(wrongFor(one), 2, salt).map(({ name, text, refusal }) =>
    trial(
      `refused: ${name}`,
      one,
      { path, pairs: [...required, [name, text]] },
      refused(one.document, refusal),
    ),
  )
}

interface Wrong {
  readonly name: string
  readonly text: string
  readonly refusal: Refusal
}

function wrongFor(one: MethodCase): Wrong[] {
  const { document, method } = one
  const old = isOldStyle(document)
  const callback =
    method.httpMethod === 'GET'
      ? wrong('callback', 'a-b', `Invalid value 'a-b' for query parameter 'callback'`)
      : wrong('callback', 'cb', `The parameter 'callback' is for GET requests only`)
  const xgafv = `Invalid query parameters. Invalid value '3' for system query parameter : $.xgafv`
  return [
    wrong('alt', 'zzz', `Invalid value "zzz" for query parameter 'alt'`),
    callback,
    ...(takesMedia(one)
      ? []
      : [wrong('alt', 'media', 'Unsupported alt type "media" for non byte stream request.')]),
    ...(old ? [] : [wrong('$.xgafv', '3', xgafv)]),
    ...(hasFields(one) ? [unknownSelection(old)] : []),
  ]
}

function wrong(name: string, text: string, message: string): Wrong {
  const fault = {
    field: name,
    message,
    reason: 'invalidParameter',
    location: ['parameter', name],
  } as const
  return { name, text, refusal: { status: 400, faults: [fault] } }
}

function unknownSelection(old: boolean): Wrong {
  const path = 'noSuchField'
  if (old) return wrong('fields', path, `Invalid field selection ${path}`)
  const told = `Error expanding 'fields' parameter. Cannot find matching fields for path '${path}'.`
  const one = wrong('fields', path, told)
  const message = 'Request contains an invalid argument.'
  return { ...one, refusal: { ...one.refusal, message } }
}

/** Whether the method answers bytes, or the document has no such format at all. */
function takesMedia({ document, method }: MethodCase): boolean {
  const bytes = method.supportsMediaDownload || method.response?.$ref?.endsWith('HttpBody')
  return bytes === true || document.parameters?.['alt']?.enum?.includes('media') !== true
}

const hasFields = ({ document, method }: MethodCase): boolean =>
  resolved(method.response ?? {}, document.schemas ?? {}).properties !== undefined
