// The check of a call: all that is wrong with it in one error, in the words of its API.
import type { BoundMethod } from '../api/service.ts'
import type { CallRequest, CheckedCall } from './call.ts'
import { selectionOf, type Selection } from './field_mask.ts'
import { readMessage } from './message.ts'
import { parameterDecoder, type ParameterDecoder } from './parameters.ts'
import { refusal } from './refusal.ts'
import { missingFieldFinder, type FindMissing } from './required_fields.ts'

/** Throws an ApiError with all that is wrong. */
export function check(request: CallRequest): CheckedCall {
  const { bound, alt, context } = request
  const plan = planOf(bound)
  const wanted = request.fields ?? bound.behavior?.fields
  const { params, fields, issues } = plan.decoder.decode(request.values, request.query)
  const message = request.message && readMessage(bound, request.message)
  if (issues.length > 0 || (message !== undefined && message.issues.length > 0))
    throw refusal(bound.service.errorFormat, [...issues, ...(message?.issues ?? [])])
  // A client that sends no body at all says nothing of its fields.
  const missing = request.message?.size ? plan.missingField?.(message?.body) : undefined
  if (missing !== undefined)
    throw refusal(bound.service.errorFormat, [{ kind: 'missing field', path: missing }])
  return {
    bound,
    params,
    body: fields === undefined ? message?.body : { ...(message?.body as object), ...fields },
    nulls: message?.nulls ?? NONE,
    alt,
    selection: wanted === undefined ? undefined : plan.selectionOf(wanted),
    context,
  }
}

const NONE: readonly (readonly string[])[] = []

/** What the checks of a method need, made on its first call. */
interface Plan {
  readonly decoder: ParameterDecoder
  /** Where the document wants fields of the message: which one is not there. */
  readonly missingField: FindMissing | undefined
  /** Throws 400 for what cannot be selected. */
  selectionOf(fields: string): Selection
}

const plans = new WeakMap<BoundMethod, Plan>()

function planOf(bound: BoundMethod): Plan {
  let plan = plans.get(bound)
  if (plan === undefined) plans.set(bound, (plan = newPlan(bound)))
  return plan
}

/** Clients ask for the same few selections all the time. */
const MOST_SELECTIONS = 100

const isOlder = ({ namesKinds, errorFormat }: BoundMethod['service']): boolean =>
  namesKinds || errorFormat === 'v1'

function newPlan(bound: BoundMethod): Plan {
  const { method, service } = bound
  const selections = new Map<string, Selection>()
  return {
    decoder: parameterDecoder(bound),
    // Documents of the newer style list what their APIs do not want.
    missingField: isOlder(service)
      ? missingFieldFinder(method, service.document.schemas ?? {})
      : undefined,
    selectionOf(fields) {
      let selection = selections.get(fields)
      if (selection === undefined) {
        const { schemas = {} } = service.document
        selection = selectionOf(fields, method.response, schemas, service.errorFormat)
        if (selections.size < MOST_SELECTIONS) selections.set(fields, selection)
      }
      return selection
    },
  }
}
