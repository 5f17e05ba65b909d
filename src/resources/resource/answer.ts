// The answer of a method that worked on one resource, in the form that its response has.
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'
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
      return { [answer.property]: resource }
    case 'operation': {
      const result = verb === 'delete' ? deleted(resource, context) : resource
      const operation = startOperation(context, answer.operation, { name, verb, result })
      return answer.property === undefined ? operation : { [answer.property]: operation }
    }
    default:
      return fitting(resource, answer.schema.properties ?? {})
  }
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
