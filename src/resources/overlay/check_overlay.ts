// What is wrong with the files beside a document, each fault with its JSON pointer.
import type { Schema } from '../../discovery/document.ts'
import { pointerToken } from '../../json_pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ApiModel } from '../model/api_model.ts'
import type { Problem } from './overlay.ts'
import { namesIn } from './path_values.ts'
import { seedProblems } from './seed_problems.ts'

export type OverlayKind = 'seed' | 'rules' | 'defaults' | 'traits'

type Check = (file: JsonObject, model: ApiModel) => Problem[]

const RULE = new Set(['set', 'createIn', 'answer', 'creates'])
const TRAITS = new Set([
  'envelope',
  'package',
  'keepsTypeNames',
  'deleteAnswers',
  'answersEmpty',
  'unset',
  'upperCase',
  'shown',
  'selfLink',
  'metadata',
  'saysNotDone',
  'answersEmptyLists',
  'shortNames',
  'ids',
  'notFound',
  'source',
])

export function problemsOf(kind: OverlayKind, file: Json, model: ApiModel): Problem[] {
  if (!isJsonObject(file)) return [{ pointer: '', message: 'must be an object' }]
  return checks[kind](file, model)
}

const checks: Readonly<Record<OverlayKind, Check>> = {
  seed: (file, model) =>
    Object.entries(file).flatMap(([name, resource]) =>
      isJsonObject(resource)
        ? seedProblems(name, resource, model)
        : [{ pointer: `/${pointerToken(name)}`, message: 'must be a resource, an object' }],
    ),
  rules: (file, model) =>
    Object.entries(file).flatMap(([id, rule]) => {
      const pointer = `/${pointerToken(id)}`
      const method = model.placed.methods.get(id)
      if (method === undefined) return [{ pointer, message: `the document has no method ${id}` }]
      if (!isJsonObject(rule)) return [{ pointer, message: 'must be a rule, an object' }]
      return unknownKeys(rule, RULE, pointer).concat(
        pathProblems(
          rule['set'],
          model.method(method.method).collection.schema,
          model,
          `${pointer}/set`,
        ),
      )
    }),
  defaults: (file, model) =>
    Object.entries(file).flatMap(([type, entries]) => {
      const pointer = `/${pointerToken(type)}`
      const schema = model.schema(type)
      if (schema === undefined) return [{ pointer, message: `the document has no schema ${type}` }]
      return defaultsIn(entries).flatMap(({ entry, at }) =>
        pathProblems(entry['set'] ?? null, schema, model, `${pointer}${at}`),
      )
    }),
  traits: (file) => unknownKeys(file, TRAITS, ''),
}

/** `{path: value}` is short for one entry that sets. `at`: where its values are, as a JSON pointer. */
export function defaultsIn(entries: Json): { readonly entry: JsonObject; readonly at: string }[] {
  if (Array.isArray(entries))
    return entries.filter(isJsonObject).map((entry, i) => ({ entry, at: `/${i}/set` }))
  return isJsonObject(entries) ? [{ entry: { set: entries }, at: '' }] : []
}

const unknownKeys = (held: JsonObject, known: ReadonlySet<string>, pointer: string): Problem[] =>
  Object.keys(held)
    .filter((key) => !known.has(key))
    .map((key) => ({
      pointer: `${pointer}/${pointerToken(key)}`,
      message: `is not known; there are ${[...known].join(', ')}`,
    }))

function pathProblems(
  values: Json | undefined,
  schema: Schema | undefined,
  model: ApiModel,
  pointer: string,
): Problem[] {
  if (values === undefined) return []
  if (!isJsonObject(values)) return [{ pointer, message: 'must be values by path' }]
  return Object.keys(values).flatMap((path) => {
    const missing = missingIn(namesIn(path), schema, model)
    const at = `${pointer}/${pointerToken(path)}`
    return missing === undefined ? [] : [{ pointer: at, message: `there is no field ${missing}` }]
  })
}

/** The first name of a path that the schema has not. */
function missingIn(
  [name, ...rest]: readonly string[],
  given: Schema | undefined,
  model: ApiModel,
): string | undefined {
  const schema = given?.$ref === undefined ? given : model.schema(given.$ref)
  const items = schema?.type === 'array' ? schema.items : schema
  const held = items?.$ref === undefined ? items : model.schema(items.$ref)
  if (name === undefined || held?.properties === undefined) return undefined
  if (!Object.hasOwn(held.properties, name)) return name
  return missingIn(rest, held.properties[name], model)
}
