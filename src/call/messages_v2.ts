// How APIs with the `$.xgafv` parameter word a refusal (docs/google_rest.md#refusals).
import { snakeCase } from '../discovery/schema/message.ts'
import type { Violation } from '../errors.ts'
import { fieldIn, jsonPath, shortened, type FieldPath, type Words } from './issues.ts'

const INVALID_JSON = 'Invalid JSON payload received.'
const UNBOUND = 'Cannot bind query parameter.'

export const messagesV2: Words = {
  'unknown parameter': ({ name }) =>
    violation(
      '',
      `${INVALID_JSON} Unknown name "${name}": ${UNBOUND} Field '${name}' could not be found in request message.`,
    ),
  'message parameter': ({ name }) =>
    violation(
      '',
      `${INVALID_JSON} Unknown name "${name}": ${UNBOUND} '${name}' is a message type. Parameters can only be bound to primitive types.`,
    ),
  'missing parameter': ({ name }) => ofParameter(name, `Required parameter: ${name}`, 'required'),
  'bad parameter': ({ name, typeName, value }) =>
    badValue(snakeCase(name), name.split('.').at(-1)!, typeName, value),
  'refused parameter': ({ name, message }) => ofParameter(name, message, 'invalidParameter'),
  'unknown field': ({ owner, name }) => unknownName(owner, name, 'Cannot find field.'),
  'list for single field': ({ owner, name }) =>
    unknownName(owner, name, 'Proto field is not repeating, cannot start list.'),
  'object for scalar': ({ path, name }) => {
    const field = protoPath(path)
    return violation(
      field,
      `Invalid value at '${field}' (${snakeCase(name)}), Starting an object on a scalar field`,
    )
  },
  'bad field': ({ path, typeName, value }) =>
    badValue(protoPath(path), fieldIn(path), typeName, value),
  // In the words of protobuf's JSON reader (proto_writer.cc).
  'oneof set twice': ({ owner, oneof, name }) => {
    const field = protoPath(owner)
    const at = field === '' ? '' : ` at '${field}'`
    return violation(
      field,
      `Invalid value${at} (oneof), oneof field '${snakeCase(oneof)}' is already set. Cannot set '${name}'`,
    )
  },
  'missing field': ({ path }) =>
    violation(protoPath(path), `Missing required field: ${jsonPath(path)}`, 'required'),
  // In the words of Cloud IoT Core (googleapis/google-cloud-python#10470); most services have words of their own.
  'bad name': ({ path, patterns }) => {
    const field = protoPath(path)
    const forms = patterns.map((pattern) => `'${pattern}'`).join(' or ')
    return violation(field, `The field '${field}' must be in the form ${forms}.`)
  },
  'root is no message': () =>
    violation('', `${INVALID_JSON} Unknown name "": Root element must be a message.`),
}

function unknownName(owner: FieldPath, name: string, problem: string): Violation {
  const field = protoPath(owner)
  const at = field === '' ? '' : ` at '${field}'`
  return violation(field, `${INVALID_JSON} Unknown name "${name}"${at}: ${problem}`)
}

/** `name`: the field's own, as JSON has it. */
function badValue(field: string, name: string, typeName: string, value: unknown): Violation {
  const problem = formatProblem(typeName, name, value) ?? shortened(JSON.stringify(value))
  return violation(field, `Invalid value at '${field}' (${typeName}), ${problem}`)
}

function formatProblem(typeName: string, name: string, value: unknown): string | undefined {
  if (typeName === 'TYPE_BYTES' && typeof value === 'string')
    return `Base64 decoding failed for ${shortened(JSON.stringify(value))}`
  if (typeName.endsWith('.Timestamp'))
    return `Field '${name}', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`
  if (typeName.endsWith('.Duration'))
    return `Field '${name}', Illegal duration format; duration must end with 's'`
  return undefined
}

/** Names as the proto file has them. */
const protoPath = (path: FieldPath): string =>
  jsonPath(path.map((step) => (typeof step === 'string' ? snakeCase(step) : step)))

const violation = (field: string, description: string, reason = 'badRequest'): Violation => ({
  field,
  description,
  reason,
})

/** What only the older style has words for: a list of errors names the parameter, as there. */
const ofParameter = (name: string, description: string, reason: string): Violation => ({
  ...violation(snakeCase(name), description, reason),
  location: { type: 'parameter', name },
})
