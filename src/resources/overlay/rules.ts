// Methods that a line of data tells: what they set, what they make, what they answer.
import type { Behavior, Context } from '../context.ts'
import type { Json, JsonObject } from '../json.ts'
import type { ApiModel, MethodModel } from '../model/api_model.ts'
import { saveChanged } from '../methods/change.ts'
import { createIn } from '../methods/create.ts'
import { findOrRefuse } from '../resource/find.ts'
import type { Rule } from './overlay.ts'
import { setAll, valueAt } from './path_values.ts'
import { wordsFor } from './words.ts'

/** Undefined for a rule that only adds to what the method does. */
export function ruleBehavior(
  { set, createIn: word, answer }: Rule,
  method: MethodModel,
  model: ApiModel,
): Behavior | undefined {
  if (word !== undefined) return creating(word, method, model)
  if (set === undefined && answer === undefined) return undefined
  return async (context) => {
    const { name } = context
    const held = await findOrRefuse(context, name)
    const resource = structuredClone(held.resource)
    if (set === undefined)
      return answer && composed(answer, { name, inputs: held.inputs ?? {}, ...resource })
    setAll(resource, set, wordsFor(name, context))
    const saved = saveChanged(context, held, resource, method.verb || method.word)
    return answer === undefined ? saved : composed(answer, { name, ...resource })
  }
}

function creating(word: string, method: MethodModel, model: ApiModel): Behavior {
  if (word === '.') return (context) => createIn(context, context.name)
  const collection = model.collection(`${method.pattern}/${word}`)
  const isResource = method.method.response?.$ref === collection.type
  const answer = isResource ? ({ kind: 'resource' } as const) : method.answer
  return (context: Context) =>
    createIn({ ...context, method: { ...method, collection, answer } }, `${context.name}/${word}`)
}

/** Fields by where their values are. */
function composed(answer: Readonly<Record<string, string>>, from: JsonObject): JsonObject {
  const fields = Object.entries(answer).flatMap(([name, path]): [string, Json][] => {
    const value = valueAt(from, path)
    return value === undefined ? [] : [[name, value]]
  })
  return Object.fromEntries(fields)
}
