// Requests with a body that a method does not take.
import type { Schema } from '../../../src/discovery/document.ts'
import { fieldsOf, messageWith, resolved, type Place, type Schemas } from '../messages.ts'
import {
  isLenient,
  isOldStyle,
  takesOtherTypes,
  jsonPath,
  problemWith,
  protoName,
  protoPath,
  typeWords,
  type Fault,
} from '../oracle.ts'
import {
  paramsOf,
  pathOf,
  queryParameters,
  requiredPairs,
  type MethodCase,
  type Pairs,
} from '../requests.ts'
import { wrongJson, wrongTexts } from '../wrong_values.ts'
import { badText, unknownParameter } from './parameters.ts'
import type { Pick } from './sampling.ts'
import { refused, trial, type Trial } from './trial.ts'

type Steps = Place['path']

/** `met`: fields of the document's that were tried already, in whatever method. */
export function* bodyTrials(
  one: MethodCase,
  salt: string,
  pick: Pick,
  met: Set<string>,
): Generator<Trial> {
  const { method, document } = one
  const schemas = document.schemas ?? {}
  if (method.request === undefined || !isMessage(resolved(method.request, schemas))) return
  const { path, params } = pathOf(one, salt)
  const pairs = requiredPairs(one, salt)
  const answerOf = (fault: Fault) => refused(document, { status: 400, faults: [fault] })
  yield* pick([...rootTrials(one, { path, pairs })], 2, salt)

  const places = fieldsOf(method.request, schemas)
  const fresh = places.filter(({ owner, name }) => !met.has(`${owner} ${name}`))
  for (const place of pick(fresh, 6, salt)) {
    met.add(`${place.owner} ${place.name}`)
    for (const { kind, value, fault } of faultsAt(one, place, pick, salt)) {
      const body = messageWith([...place.path, place.name], value)
      yield trial(`refused: body, ${kind}`, one, { path, pairs, body }, answerOf(fault))
    }
  }
  const owners = [
    '',
    ...places.filter(isMessagePlace(one)).map(({ owner, name }) => `${owner} ${name}`),
  ]
  for (const owner of pick(owners, 2, salt)) {
    const place = places.find((some) => `${some.owner} ${some.name}` === owner)
    const steps = place ? stepsInto(place, schemas) : []
    const body = messageWith([...steps, 'noSuchField'], 1)
    const got = messageWith(steps, {})
    const isReadOnly = place !== undefined && isDropped(places, place)
    if (!isLenient(document))
      yield trial(
        'refused: body, unknown field',
        one,
        { path, pairs, body },
        answerOf(unknownField(steps)),
      )
    else if (!isReadOnly)
      yield trial(
        'accepted: unknown field, older style',
        one,
        { path, pairs, body },
        { params: { ...params, ...paramsOf(one, pairs) }, body: got },
      )
  }
  const several = severalFaults(one, path, pairs, salt)
  if (several) yield several
}

function* rootTrials(one: MethodCase, parts: { path: string; pairs: Pairs }): Generator<Trial> {
  const { document } = one
  const old = isOldStyle(document)
  const parse: Fault = { field: '', message: 'Parse Error', reason: 'parseError' }
  const root: Fault = old
    ? parse
    : {
        field: '',
        message: 'Invalid JSON payload received. Unknown name "": Root element must be a message.',
        reason: 'badRequest',
      }
  for (const text of ['[]', '"text"', '5', '[{}]'])
    yield trial(
      'refused: body, no message',
      one,
      { ...parts, text },
      refused(document, { status: 400, faults: [root] }),
    )
  for (const [text, problem] of notJson) {
    const message = `Invalid JSON payload received. ${problem}`
    const fault = old ? parse : { ...parse, message }
    yield trial(
      'refused: body, no JSON',
      one,
      { ...parts, text },
      refused(document, { status: 400, faults: [fault] }),
    )
  }
}

const notJson: readonly [string, string][] = [
  ['{"a": nope}', 'Unexpected token.\n{"a": nope}\n      ^'],
  ['{"a":', 'Unexpected end of string. Expected a value.\n{"a":\n     ^'],
]

interface Wrong {
  readonly kind: string
  readonly value: unknown
  readonly fault: Fault
}

function* faultsAt(one: MethodCase, place: Place, pick: Pick, salt: string): Generator<Wrong> {
  const schemas = one.document.schemas ?? {}
  const schema = resolved(place.schema, schemas)
  const at = [...place.path, place.name]
  if (schema.type === 'array') {
    const items = resolved(schema.items ?? {}, schemas)
    for (const wrong of valueFaults(one, [...at, 0], items, pick, salt))
      yield { ...wrong, kind: `element, ${wrong.kind}`, value: [wrong.value] }
  } else if (schema.additionalProperties && schema.properties === undefined) {
    const values = resolved(schema.additionalProperties, schemas)
    for (const wrong of valueFaults(one, [...at, 'k'], values, pick, salt))
      yield { ...wrong, kind: `map, ${wrong.kind}`, value: { k: wrong.value } }
  } else yield* valueFaults(one, at, schema, pick, salt)
}

function* valueFaults(
  one: MethodCase,
  at: Steps,
  schema: Schema,
  pick: Pick,
  salt: string,
): Generator<Wrong> {
  if (isMessage(schema)) {
    yield { kind: 'text for message', value: 'x', fault: badValue(one, at, schema, 'x') }
    if (typeof at.at(-1) === 'string')
      yield { kind: 'list for message', value: [{}], fault: listForSingle(one, at) }
    return
  }
  if (!isScalar(schema)) return
  const type = schema.enum ? 'enum' : (schema.format ?? schema.type!)
  const wrong = [
    ...pick(wrongTexts(schema), 1, salt + String(at)),
    ...pick(wrongJson(schema), 1, salt),
  ]
  const isTaken = (value: unknown) =>
    takesOtherTypes(one.document) && type === 'string' && typeof value !== 'object'
  for (const value of wrong.filter((some) => !isTaken(some)))
    yield { kind: type, value, fault: badValue(one, at, schema, value) }
  yield { kind: 'object for scalar', value: {}, fault: objectForScalar(one, at) }
  if (typeof at.at(-1) === 'string')
    yield { kind: 'list for scalar', value: [], fault: listForSingle(one, at) }
}

/** A wrong parameter, an unknown one, a wrong field and an unknown one. */
function severalFaults(
  one: MethodCase,
  path: string,
  required: Pairs,
  salt: string,
): Trial | undefined {
  const { document, method } = one
  if (isLenient(document)) return undefined
  const parameter = queryParameters(one).find(([, schema]) => wrongTexts(schema).length > 0)
  const places = fieldsOf(method.request!, document.schemas ?? {})
  const field = places.find(({ path: steps, schema }) => steps.length === 0 && isScalar(schema))
  if (parameter === undefined || field === undefined) return undefined
  const [name, schema] = parameter
  const [text] = wrongTexts(schema)
  const others = required.filter(([key]) => key !== name)
  const faults = [
    badText(one, name, schema, text!),
    unknownParameter('noSuchParameter'),
    objectForScalar(one, [field.name]),
    unknownField([]),
  ]
  const body = { [field.name]: {}, noSuchField: salt }
  const pairs: Pairs = [...others, [name, text!], ['noSuchParameter', '1']]
  return trial(
    'refused: several faults',
    one,
    { path, pairs, body },
    refused(document, { status: 400, faults }),
  )
}

const isMessage = ({ properties }: Schema): boolean => properties !== undefined

const isScalar = ({ type, $ref }: Schema): boolean =>
  $ref === undefined && ['string', 'integer', 'number', 'boolean'].includes(type ?? '')

const isMessagePlace =
  ({ document }: MethodCase) =>
  ({ schema }: Place): boolean => {
    const schemas = document.schemas ?? {}
    const one = resolved(schema, schemas)
    return isMessage(resolved(one.type === 'array' ? (one.items ?? {}) : one, schemas))
  }

/** The way into a message or into the first of a list of them. */
function stepsInto({ path, name, schema }: Place, schemas: Schemas): Steps {
  return resolved(schema, schemas).type === 'array' ? [...path, name, 0] : [...path, name]
}

/** Whether a handler never sees what is there. */
const isDropped = (places: readonly Place[], { path, name }: Place): boolean => {
  const whole = [...path, name].map(String)
  return places.some(
    (some) =>
      some.schema.readOnly === true &&
      [...some.path, some.name].every((step, i) => String(step) === whole[i]),
  )
}

const inBody = (at: Steps, problem: string): Fault => {
  const name = jsonPath(at)
  const message = `Invalid value for ${name}: ${problem}`
  return { field: name, message, reason: 'invalid', location: ['body', name] }
}

const lastName = (at: Steps): string => at.findLast((step) => typeof step === 'string') ?? ''

function badValue({ document }: MethodCase, at: Steps, schema: Schema, value: unknown): Fault {
  if (isOldStyle(document)) return inBody(at, JSON.stringify(value))
  const { type } = isMessage(schema) ? { type: 'type.googleapis.com/*' } : typeWords(schema)
  const field = protoPath(at)
  const message = `Invalid value at '${field}' (${type}), ${problemWith(type, lastName(at), value)}`
  return { field, message, reason: 'badRequest' }
}

function objectForScalar({ document }: MethodCase, at: Steps): Fault {
  if (isOldStyle(document)) return inBody(at, 'an object is not allowed')
  const field = protoPath(at)
  const message = `Invalid value at '${field}' (${protoName(lastName(at))}), Starting an object on a scalar field`
  return { field, message, reason: 'badRequest' }
}

function listForSingle({ document }: MethodCase, at: Steps): Fault {
  if (isOldStyle(document)) return inBody(at, 'a list is not allowed')
  return unknownName(
    at.slice(0, -1),
    lastName(at),
    'Proto field is not repeating, cannot start list.',
  )
}

const unknownField = (owner: Steps): Fault =>
  unknownName(owner, 'noSuchField', 'Cannot find field.')

function unknownName(owner: Steps, name: string, problem: string): Fault {
  const field = protoPath(owner)
  const at = field === '' ? '' : ` at '${field}'`
  return {
    field,
    message: `Invalid JSON payload received. Unknown name "${name}"${at}: ${problem}`,
    reason: 'badRequest',
  }
}
