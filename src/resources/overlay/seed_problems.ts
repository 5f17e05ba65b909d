// What is wrong with a seed. One that no method would find, or that has a field that its type lacks, is most likely misspelt; but
// answers of Google, of which seeds are made, do have fields that a document does not know.
import { didYouMean } from '../../api/did_you_mean.ts'
import type { Schema } from '../../discovery/document.ts'
import { pointerToken } from '../../json_pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ApiModel } from '../model/api_model.ts'
import type { Problem } from './overlay.ts'

/** `name`: in full, a segment `*` stands for any. */
export function seedProblems(name: string, resource: JsonObject, model: ApiModel): Problem[] {
  const pointer = `/${pointerToken(name)}`
  if (/^\/|\/$|\/\/|^$/.test(name))
    return [{ pointer, message: 'must be named in full, like projects/p/topics/t' }]
  const own = name.split('/')
  const patterns = patternsOf(model).filter((pattern) => pattern.length === own.length)
  const pattern = patterns.find((one) => one.every((part, i) => fits(part, own[i]!)))
  if (pattern === undefined)
    return [warning(pointer, `no method is about such a name${nearTo(name, patterns)}`)]
  const { schema } = model.collection(pattern.slice(0, -1).join('/'))
  return pattern.at(-1) === '*' ? unknownFields(resource, schema, model, pointer) : []
}

const warning = (pointer: string, message: string): Problem => ({
  pointer,
  message,
  isWarning: true,
})

/** Of names that a path has, or that are in what a path lists. */
const patternsOf = ({ placed }: ApiModel): (readonly string[])[] =>
  [...placed.byPattern.keys()].flatMap((pattern) => {
    const parts = pattern === '' ? [] : pattern.split('/')
    return [parts, [...parts, '*']]
  })

const fits = (part: string, own: string): boolean => part === '*' || own === '*' || part === own

/** Ids stay as they are. */
function nearTo(name: string, patterns: readonly (readonly string[])[]): string {
  const own = name.split('/')
  const likely = patterns.map((pattern) =>
    pattern.map((part, i) => (part === '*' ? own[i]! : part)).join('/'),
  )
  return didYouMean(name, likely)
}

function unknownFields(
  value: Json | undefined,
  given: Schema | undefined,
  model: ApiModel,
  pointer: string,
): Problem[] {
  const schema = given?.$ref === undefined ? given : model.schema(given.$ref)
  if (Array.isArray(value))
    return value.flatMap((item, i) => unknownFields(item, schema?.items, model, `${pointer}/${i}`))
  const fields = schema?.properties
  if (!isJsonObject(value) || fields === undefined) return []
  return Object.entries(value).flatMap(([name, held]) => {
    const at = `${pointer}/${pointerToken(name)}`
    return Object.hasOwn(fields, name)
      ? unknownFields(held, fields[name], model, at)
      : [warning(at, `there is no field ${name}`)]
  })
}
