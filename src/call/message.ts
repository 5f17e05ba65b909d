// The message of a call: in canonical form, and what is wrong with it.
import type { BoundMethod, Service } from '../api/service.ts'
import { TooDeep, type ReadMessage } from '../discovery/schema/message.ts'
import { invalid } from '../errors.ts'
import { dropPathVariables } from './body_wildcard.ts'
import { issuesOf } from './body_issues.ts'
import type { Schema } from '../discovery/document.ts'
import type { RequestMessage } from './call.ts'
import { unwrapped } from './data_wrapper.ts'
import type { Issue } from './issues.ts'
import { protoIssues, type ProtoRules } from './proto_rules.ts'

export interface CheckedMessage {
  readonly body: unknown
  readonly nulls: readonly (readonly string[])[]
  readonly issues: readonly Issue[]
}

/** Of a method that takes a message. */
export function readMessage(bound: BoundMethod, { value, size }: RequestMessage): CheckedMessage {
  const { service } = bound
  const schema = bound.method.request!
  const message = readOrRefuse(service, schema, unwrapped(value, service))
  dropPathVariables(message.value, bound)
  const issues = issuesIn(message.value, size, bound)
  message.dropReadOnly()
  return { body: message.value, nulls: message.nulls(), issues }
}

/** Bytes of a body in which all issues are looked for; of a larger one the first is named. */
const THOROUGHLY_CHECKED = 2 ** 16

function issuesIn(message: unknown, size: number, bound: BoundMethod): Issue[] {
  const { service } = bound
  const { validators } = service
  const schema = bound.method.request!
  const validate = validators.of(schema)
  if (validate(message)) return protoIssues(message, schema, rulesOf(bound))
  if (size > THOROUGHLY_CHECKED) return issuesOf(validate.errors ?? [], message, service)
  const thorough = validators.thoroughOf(schema)
  thorough(message)
  return issuesOf(thorough.errors ?? [], message, service)
}

const rules = new WeakMap<BoundMethod, ProtoRules>()

function rulesOf(bound: BoundMethod): ProtoRules {
  const { handler, outline, service, template } = bound
  return rules.getOrInsertComputed(bound, () => ({
    schemas: service.document.schemas ?? {},
    resourceTypes: service.document.resourceTypes ?? {},
    // Handlers have words of their own for what they require.
    isWhole: handler === undefined && outline.httpMethod === 'POST' && template.verb === '',
    inPath: new Set(template.variables.map(({ name }) => name)),
  }))
}

function readOrRefuse({ reader }: Service, schema: Schema, value: unknown): ReadMessage {
  try {
    return reader.read(schema, value)
  } catch (error) {
    if (error instanceof TooDeep) throw invalid(`Invalid JSON payload received. ${error.message}`)
    throw error
  }
}
