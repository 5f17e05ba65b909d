// Requests that a method has to take, and what its handler has to get of them.
import { fullMessage, resolved, type Schemas } from '../messages.ts'
import { isOldStyle } from '../oracle.ts'
import {
  allPairs,
  paramsOf,
  pathOf,
  requiredPairs,
  type MethodCase,
  type Pairs,
} from '../requests.ts'
import { trial, type Trial } from './trial.ts'

export function* acceptedTrials(one: MethodCase, salt: string): Generator<Trial> {
  const { method, document } = one
  const schemas = document.schemas ?? {}
  const { path, params } = pathOf(one, salt)
  const pairs = requiredPairs(one, salt)
  // What has no response has nothing but media to answer.
  const bytes = method.supportsMediaDownload === true && method.response === undefined
  const least = {
    params: { ...params, ...paramsOf(one, pairs) },
    body: method.request && {},
    bytes,
  }
  yield trial('accepted: the least', one, { path, pairs }, least)

  const all = { pairs: allPairs(one, salt), ...pathOf(one, `${salt}all`) }
  const allParams = { ...all.params, ...paramsOf(one, all.pairs) }
  const full = method.request && fullMessage(method.request, schemas, salt)
  yield trial(
    'accepted: every parameter and field',
    one,
    { path: all.path, pairs: all.pairs, body: full?.sent },
    { params: allParams, body: full?.got, bytes },
  )
  if (method.request && full && !isOldStyle(document)) {
    yield trial(
      'accepted: names as the proto file has them',
      one,
      { path, pairs, body: full.proto },
      { ...least, body: full.got },
    )
    const body = Object.fromEntries(
      Object.entries(resolved(method.request, schemas).properties ?? {})
        .filter(([, property]) => !takesNull(resolved(property, schemas)))
        .map(([name]) => [name, null]),
    )
    yield trial('accepted: nulls', one, { path, pairs, body }, least)
  }
  const field = aField(one, schemas)
  if (method.supportsMediaDownload) {
    const download: Pairs = [...pairs, ['alt', 'media']]
    const own = { ...params, ...paramsOf(one, download) }
    yield trial(
      'accepted: media',
      one,
      { path, pairs: download },
      { ...least, params: own, bytes: true },
    )
  }
  if (field !== undefined) {
    const selecting: Pairs = [...pairs, ['fields', field]]
    const own = { ...params, ...paramsOf(one, selecting) }
    yield trial(
      'accepted: fields',
      one,
      { path, pairs: selecting },
      { ...least, params: own, only: field },
    )
  }
}

const takesNull = ({ type, enum: names }: { type?: string; enum?: readonly string[] }): boolean =>
  type === undefined || type === 'any' || names?.[0] === 'NULL_VALUE'

/** A field of the answer, and not always its first. */
function aField({ method }: MethodCase, schemas: Schemas): string | undefined {
  const names = Object.keys(resolved(method.response ?? {}, schemas).properties ?? {})
  // Some names are no part of the language that `fields` is.
  return names.findLast((name) => /^\w+$/.test(name))
}
