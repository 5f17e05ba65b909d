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
  if (answer.kind === 'none') return undefined
  switch (answer.kind) {
    case 'empty':
      return {}
    case 'resource':
      return resource
    case 'wrapped':
      return { [answer.property]: resource }
    case 'operation': {
      const result =
        verb === 'delete' && !('deleteTime' in (context.method.collection.schema?.properties ?? {}))
          ? undefined
          : resource
      const operation = startOperation(context, answer.operation, { name, verb, result })
      return answer.property === undefined ? operation : { [answer.property]: operation }
    }
    case 'other':
      return fitting(resource, answer.schema.properties ?? {})
  }
}

/** Of a resource, what another message has as well. */
function fitting(resource: JsonObject, properties: object): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).filter(([name]) => Object.hasOwn(properties, name)),
  )
}
