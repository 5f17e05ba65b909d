// How Google words a refusal: two dialects, told apart by the document.
import type { RestDescription } from '../discovery/document.ts'
import { snakeCase } from '../discovery/message.ts'
import { ApiError, type Location, type Violation } from '../errors.ts'

/**
 * v2: documents that know the `$.xgafv` parameter; errors have a `status` and BadRequest details.
 * v1: the older ones; errors have a list of `errors` with a reason and a location.
 */
export type Style = 'v1' | 'v2'

export const styleOf = (document: RestDescription): Style =>
  document.parameters?.['$.xgafv'] === undefined ? 'v1' : 'v2'

/** Something wrong with a request, not yet worded. */
export type Fault =
  | { readonly kind: 'unknown parameter'; readonly name: string }
  | { readonly kind: 'message parameter'; readonly name: string }
  | { readonly kind: 'missing parameter'; readonly name: string }
  | {
      readonly kind: 'bad parameter'
      readonly name: string
      readonly value: string
      readonly typeName: string
      /** The v1 sentence. */
      readonly message: string
    }
  /** Breaks a rule that v2 has no words for (a range, a pattern): both styles say it in v1's words. */
  | { readonly kind: 'refused parameter'; readonly name: string; readonly message: string }
  | { readonly kind: 'unknown field'; readonly owner: FieldPath; readonly name: string }
  | { readonly kind: 'list for single field'; readonly owner: FieldPath; readonly name: string }
  | { readonly kind: 'object for scalar'; readonly path: FieldPath; readonly name: string }
  | {
      readonly kind: 'bad field'
      readonly path: FieldPath
      readonly value: unknown
      readonly typeName: string
    }
  | { readonly kind: 'root is no message' }

/** Steps from the root of the body. */
export type FieldPath = readonly (string | number)[]

/** One 400 for all faults of a request. */
export function refusal(style: Style, faults: readonly Fault[]): ApiError {
  const violations = faults.map(style === 'v2' ? wordV2 : wordV1)
  return new ApiError(
    'INVALID_ARGUMENT',
    violations[0]?.reason ?? 'invalid',
    // v1 heads the answer with its first error, v2 with all of them.
    style === 'v2'
      ? violations.map(({ description }) => description).join('\n')
      : (violations[0]?.description ?? ''),
    { violations },
  )
}

const parameter = (name: string): Location => ({ type: 'parameter', name })
const INVALID_JSON = 'Invalid JSON payload received.'

function wordV2(fault: Fault): Violation {
  switch (fault.kind) {
    case 'unknown parameter':
      return violation(
        '',
        `${INVALID_JSON} Unknown name "${fault.name}": Cannot bind query parameter. Field '${fault.name}' could not be found in request message.`,
      )
    case 'message parameter':
      return violation(
        '',
        `${INVALID_JSON} Unknown name "${fault.name}": Cannot bind query parameter. '${fault.name}' is a message type. Parameters can only be bound to primitive types.`,
      )
    case 'missing parameter':
      return violation(snakeCase(fault.name), `Required parameter: ${fault.name}`, 'required')
    case 'bad parameter':
      return badValue(snakeCase(fault.name), fault.typeName, fault.value)
    case 'refused parameter':
      return violation(snakeCase(fault.name), fault.message, 'invalidParameter')
    case 'unknown field':
      return unknownName(fault.owner, fault.name, 'Cannot find field.')
    case 'list for single field':
      return unknownName(
        fault.owner,
        fault.name,
        'Proto field is not repeating, cannot start list.',
      )
    case 'object for scalar': {
      const field = protoPath(fault.path)
      return violation(
        field,
        `Invalid value at '${field}' (${snakeCase(fault.name)}), Starting an object on a scalar field`,
      )
    }
    case 'bad field':
      return badValue(protoPath(fault.path), fault.typeName, fault.value)
    case 'root is no message':
      return violation('', `${INVALID_JSON} Unknown name "": Root element must be a message.`)
  }
}

function unknownName(owner: FieldPath, name: string, problem: string): Violation {
  const field = protoPath(owner)
  const at = field === '' ? '' : ` at '${field}'`
  return violation(field, `${INVALID_JSON} Unknown name "${name}"${at}: ${problem}`)
}

function badValue(field: string, typeName: string, value: unknown): Violation {
  const cause = whyRefused(typeName, field)
  return violation(
    field,
    `Invalid value at '${field}' (${typeName}), ${cause ?? JSON.stringify(value)}`,
  )
}

function whyRefused(typeName: string, field: string): string | undefined {
  const name = field.split('.').at(-1)
  if (typeName.endsWith('.Timestamp'))
    return `Field '${name}', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset.`
  if (typeName.endsWith('.Duration'))
    return `Field '${name}', Illegal duration format; duration must end with 's'`
  return undefined
}

function wordV1(fault: Fault): Violation {
  switch (fault.kind) {
    case 'missing parameter':
      return {
        ...violation(fault.name, `Required parameter: ${fault.name}`, 'required'),
        location: parameter(fault.name),
      }
    case 'unknown parameter':
    case 'message parameter':
      return {
        ...violation(fault.name, `Unknown parameter: '${fault.name}'`, 'invalidParameter'),
        location: parameter(fault.name),
      }
    case 'bad parameter':
    case 'refused parameter':
      return {
        ...violation(fault.name, fault.message, 'invalidParameter'),
        location: parameter(fault.name),
      }
    case 'unknown field':
      return bodyViolation([...fault.owner, fault.name], 'there is no such field')
    case 'list for single field':
      return bodyViolation([...fault.owner, fault.name], 'a list is not allowed')
    case 'object for scalar':
      return bodyViolation(fault.path, 'an object is not allowed')
    case 'bad field':
      return bodyViolation(fault.path, JSON.stringify(fault.value))
    case 'root is no message':
      return {
        ...violation('', 'Parse Error', 'parseError'),
      }
  }
}

function bodyViolation(path: FieldPath, problem: string): Violation {
  const field = jsonPath(path)
  return {
    ...violation(field, `Invalid value for ${field}: ${problem}`, 'invalid'),
    location: { type: 'body', name: field },
  }
}

const violation = (field: string, description: string, reason = 'badRequest'): Violation => ({
  field,
  description,
  reason,
})

/** `queue.retry_config[0].x`, as v2 names fields. */
const protoPath = (path: FieldPath): string =>
  jsonPath(path.map((step) => (typeof step === 'string' ? snakeCase(step) : step)))

const jsonPath = (path: FieldPath): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
