// The answer of a method that worked on one resource, in the form that its response has.
import type { Context } from '../context.ts'
import { textOf, type JsonObject } from '../json.ts'
import { startOperation } from '../operations/operation.ts'

/** `verb`: what was done. `name`: of the resource. */
export function answered(
  context: Context,
  verb: string,
  name: string,
  resource: JsonObject,
): unknown {
  const { answer } = context.method
  if (answer.kind === 'none') return context.traits.answersEmpty ? {} : undefined
  switch (answer.kind) {
    case 'empty':
      return {}
    case 'resource':
      return resource
    case 'wrapped':
      return isWanted(context)
        ? { ...beside(context, resource), [answer.property]: resource }
        : beside(context, resource)
    case 'operation': {
      const result = verb === 'delete' ? deleted(resource, context) : resource
      const operation = startOperation(context, answer.operation, { name, verb, result })
      return answer.property === undefined ? operation : { [answer.property]: operation }
    }
    default:
      return beside(context, resource)
  }
}

/** `includeSpreadsheetInResponse`: the resource is in the answer if the client asks for it. */
function isWanted({ model, method, params, body }: Context): boolean {
  const asked = model.schema(method.method.request?.$ref)?.properties
  const flag = Object.keys({ ...asked, ...method.method.parameters }).find((name) =>
    /^include\w+InResponse$/.test(name),
  )
  return flag === undefined || (params[flag] ?? body[flag]) === true
}

/** What a message that is not the resource says of it: fields that both have, what the path names, a reply to each request. */
function beside({ model, method, params, body }: Context, resource: JsonObject): JsonObject {
  const properties = model.schema(method.method.response?.$ref)?.properties ?? {}
  const answer: JsonObject = fitting(resource, properties)
  for (const [name, { location }] of Object.entries(method.method.parameters ?? {})) {
    const value = textOf(params[name])
    if (location === 'path' && value !== undefined && properties[name]?.type === 'string')
      answer[name] ??= value
  }
  const { requests } = body
  // "This maps 1:1 with the updates, although replies to some requests may be empty." (Sheets, Docs, Slides and Forms)
  if (properties['replies']?.type === 'array' && Array.isArray(requests))
    answer['replies'] = requests.map(() => ({}))
  return answer
}

/** What the operation of a delete answers: what protos say, else the resource as it was where it has a time of deletion. */
function deleted(
  resource: JsonObject,
  { traits, method }: Pick<Context, 'traits' | 'method'>,
): JsonObject | undefined {
  const told = method.method.operationTypes?.response
  const hasTime = 'deleteTime' in (method.collection.schema?.properties ?? {})
  const isResource = told === undefined ? hasTime : told !== 'google.protobuf.Empty'
  switch (traits.deleteAnswers ?? (isResource ? 'resource' : 'empty')) {
    case 'resource':
      return resource
    case 'type':
      return {}
    default:
      return undefined
  }
}

/** Of a resource, what another message has as well. */
function fitting(resource: JsonObject, properties: object): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => Object.hasOwn(properties, name)),
  )
}
