// Requests with one parameter, or several, that a method does not take.
import type { Schema } from '../../../src/discovery/document.ts'
import { resolved } from '../messages.ts'
import { isLenient, isOldStyle, problemWith, protoName, typeWords, type Fault } from '../oracle.ts'
import {
  paramsOf,
  pathOf,
  queryParameters,
  requiredPairs,
  type MethodCase,
  type Pairs,
} from '../requests.ts'
import { fits, valueOf } from '../values.ts'
import { textsOutOfBounds, wrongTexts } from '../wrong_values.ts'
import type { Pick } from './sampling.ts'
import { refused, trial, type Trial } from './trial.ts'

export function* parameterTrials(one: MethodCase, salt: string, pick: Pick): Generator<Trial> {
  const { document } = one
  const { path } = pathOf(one, salt)
  const required = requiredPairs(one, salt)
  const refuse = (kind: string, pairs: Pairs, faults: readonly Fault[]) =>
    trial(kind, one, { path, pairs }, refused(document, { status: 400, faults }))
  const own = queryParameters(one)

  const request = resolved(one.method.request ?? {}, document.schemas ?? {})
  const unknown = unknownNames.filter((name) => !Object.hasOwn(request.properties ?? {}, name))
  for (const name of pick(unknown, 1, salt)) yield unknownName(one, salt, name)
  for (const [name, schema] of pick(own, 3, salt)) {
    const others = required.filter(([key]) => key !== name)
    for (const text of pick(wrongTexts(schema), 1, salt + name)) {
      const pairs: Pairs = [...others, [name, text]]
      yield refuse(`refused: query, ${typeName(schema)}`, pairs, [badText(one, name, schema, text)])
      if (!schema.repeated) continue
      const good = valueOf(schema, salt).text
      yield refuse(
        'refused: query, one of a list',
        [...others, [name, good], [name, text]],
        [badText(one, name, schema, text)],
      )
    }
    for (const text of textsOutOfBounds(schema))
      yield refuse(
        'refused: query, out of bounds',
        [...others, [name, text]],
        [outOfBounds(name, schema, text)],
      )
    if (hasPattern(schema) && !fits('~', schema.pattern))
      yield refuse('refused: query, pattern', [...others, [name, '~']], [misfit(name, schema, '~')])
  }
  if (required.length > 0) {
    yield refuse(
      'refused: all required missing',
      [],
      required.map(([name]) => missing(name)),
    )
    for (const [name] of pick(required, 1, salt))
      yield refuse(
        'refused: one required missing',
        required.filter(([key]) => key !== name),
        [missing(name)],
      )
  }
  yield* pathTrials(one, salt)
}

const unknownNames = ['noSuchParameter', 'constructor', '__proto__', 'a[b]', 'foo.bar']

/** Refused by the newer style, ignored by the older. */
function unknownName(one: MethodCase, salt: string, name: string): Trial {
  const { path, params } = pathOf(one, salt)
  const required = requiredPairs(one, salt)
  const pairs: Pairs = [...required, [name, '1']]
  const fault = unknownParameter(name)
  return trial(
    'refused: query, unknown name',
    one,
    { path, pairs },
    isLenient(one.document)
      ? {
          params: { ...params, ...paramsOf(one, required) },
          body: one.method.request && {},
          bytes: one.method.supportsMediaDownload === true && one.method.response === undefined,
        }
      : refused(one.document, { status: 400, faults: [fault] }),
  )
}

/** Variables whose type or pattern does not take `~`, where that is not for routing to say. */
function* pathTrials(one: MethodCase, salt: string): Generator<Trial> {
  const { method, document } = one
  for (const [, plus, name] of method.path.matchAll(/\{(\+?)([^{}]+)\}/g)) {
    if (plus !== '') continue
    const schema = method.parameters![name!]!
    const isOfType = wrongTexts(schema).length === 0
    if (isOfType && (!hasPattern(schema) || fits('~', schema.pattern))) continue
    const { path } = pathOf(one, salt, { [name!]: '~' })
    const fault = isOfType ? misfit(name!, schema, '~') : badText(one, name!, schema, '~')
    yield trial(
      'refused: path, type or pattern',
      one,
      { path, pairs: requiredPairs(one, salt) },
      refused(document, { status: 400, faults: [fault] }),
    )
  }
}

const hasPattern = ({ pattern, type, format, enum: names }: Schema): boolean =>
  pattern !== undefined && type === 'string' && format === undefined && names === undefined

const typeName = ({ type, format, enum: names }: Schema): string =>
  names ? 'enum' : (format ?? type ?? 'any')

const parameter = (name: string, reason = 'invalidParameter') =>
  ({ reason, location: ['parameter', name] }) as const

export const unknownParameter = (name: string): Fault => ({
  field: '',
  message: `Invalid JSON payload received. Unknown name "${name}": Cannot bind query parameter. Field '${name}' could not be found in request message.`,
  reason: 'badRequest',
})

const missing = (name: string): Fault => ({
  field: protoName(name),
  message: `Required parameter: ${name}`,
  reason: 'required',
  location: ['parameter', name],
})

export function badText(
  { document }: MethodCase,
  name: string,
  schema: Schema,
  text: string,
): Fault {
  const { type, words } = typeWords(schema)
  const field = protoName(name)
  if (isOldStyle(document)) {
    const message = schema.enum
      ? `Invalid string value: '${text}'. Allowed values: [${schema.enum.join(', ')}]`
      : `Invalid ${words} value: '${text}'.`
    return { field, message, ...parameter(name) }
  }
  const last = name.split('.').at(-1)!
  const message = `Invalid value at '${field}' (${type}), ${problemWith(type, last, text)}`
  return { field, message, reason: 'badRequest' }
}

/** What the newer style has no words of its own for. */
const rule = (name: string, message: string): Fault => ({
  field: protoName(name),
  message,
  ...parameter(name),
})

const outOfBounds = (name: string, schema: Schema, text: string): Fault =>
  rule(
    name,
    `Invalid value '${text}'. Values must be within the range: [${schema.minimum ?? '-Infinity'}, ${schema.maximum ?? 'Infinity'}]`,
  )

const misfit = (name: string, schema: Schema, text: string): Fault =>
  rule(
    name,
    `Invalid value '${text}'. Values must match the following regular expression: '${schema.pattern}'`,
  )
