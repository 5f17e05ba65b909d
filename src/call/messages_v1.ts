// How APIs without the `$.xgafv` parameter word a refusal (docs/google_rest.md#refusals).
import type { Location, Violation } from '../errors.ts'
import { jsonPath, shortened, type FieldPath, type Words } from './issues.ts'

export const messagesV1: Words = {
  'unknown parameter': ({ name }) => parameterViolation(name, `Unknown parameter: ${name}`),
  'message parameter': ({ name }) => parameterViolation(name, `Unknown parameter: ${name}`),
  'missing parameter': ({ name }) =>
    parameterViolation(name, `Required parameter: ${name}`, 'required'),
  'bad parameter': ({ name, message }) => parameterViolation(name, message),
  'refused parameter': ({ name, message }) => parameterViolation(name, message),
  'unknown field': ({ owner, name }) => bodyViolation([...owner, name], 'there is no such field'),
  'list for single field': ({ owner, name }) =>
    bodyViolation([...owner, name], 'a list is not allowed'),
  'object for scalar': ({ path }) => bodyViolation(path, 'an object is not allowed'),
  'bad field': ({ path, value }) => bodyViolation(path, shortened(JSON.stringify(value))),
  'oneof set twice': ({ owner, oneof, name }) =>
    bodyViolation([...owner, name], `another field of ${oneof} is set`),
  'missing field': ({ path }) => missingField(jsonPath(path)),
  'bad name': ({ path, patterns }) =>
    bodyViolation(path, `it must be in the form ${patterns.join(' or ')}`),
  'root is no message': () => ({ field: '', description: 'Parse Error', reason: 'parseError' }),
}

const parameterViolation = (
  name: string,
  description: string,
  reason = 'invalidParameter',
): Violation => violation(description, reason, { type: 'parameter', name })

function bodyViolation(path: FieldPath, problem: string): Violation {
  const name = jsonPath(path)
  return violation(`Invalid value for ${name}: ${problem}`, 'invalid', { type: 'body', name })
}

const missingField = (name: string): Violation =>
  violation(`Missing required field: ${name}`, 'required', { type: 'body', name })

const violation = (description: string, reason: string, location: Location): Violation => ({
  field: location.name,
  description,
  reason,
  location,
})
