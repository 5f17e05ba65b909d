// Values by path in a resource: `settings.tier`, `schema.fields[].mode`, `network?.name`.
import { fieldOf, isJsonObject, setField, type Json, type JsonObject } from '../json.ts'
import type { PathValues } from './overlay.ts'

interface Step {
  readonly name: string
  /** Each item of the list. */
  readonly isEach: boolean
  /** Only where it is there. */
  readonly isOptional: boolean
}

const stepsOf = (path: string): Step[] =>
  path.split('.').map((part) => ({
    name: part.replace(/(\[\])?\??$/, ''),
    isEach: /\[\]\??$/.test(part),
    isOptional: part.endsWith('?'),
  }))

/** Names of a path, for those who check it. */
export const namesIn = (path: string): string[] => stepsOf(path).map(({ name }) => name)

/** Sets what is not there yet; `fill` makes the value, undefined for none. */
export function setMissing(
  target: JsonObject,
  values: PathValues,
  fill: (value: Json) => Json | undefined,
): void {
  for (const [path, value] of Object.entries(values))
    visit(target, stepsOf(path), (owner, name) => {
      const own = Object.hasOwn(owner, name) ? undefined : fill(value)
      if (own !== undefined) setField(owner, name, own)
    })
}

/** Sets, whatever is there; null clears. */
export function setAll(
  target: JsonObject,
  values: PathValues,
  fill: (value: Json) => Json | undefined,
): void {
  for (const [path, value] of Object.entries(values))
    visit(target, stepsOf(path), (owner, name) => {
      const own = value === null ? undefined : fill(value)
      if (own === undefined) delete owner[name]
      else setField(owner, name, own)
    })
}

function visit(
  owner: JsonObject,
  [step, ...rest]: readonly Step[],
  at: (owner: JsonObject, name: string) => void,
): void {
  if (step === undefined) return
  const { name, isEach, isOptional } = step
  if (rest.length === 0) return at(owner, name)
  const held = fieldOf(owner, name)
  if (isEach) {
    if (Array.isArray(held)) for (const item of held) if (isJsonObject(item)) visit(item, rest, at)
  } else if (isJsonObject(held)) visit(held, rest, at)
  else if (held === undefined && !isOptional) {
    const made: JsonObject = {}
    visit(made, rest, at)
    if (Object.keys(made).length > 0) setField(owner, name, made)
  }
}

/** The value at a path without lists. */
export function valueAt(value: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((held, name) => fieldOf(held, name), value)
}

export const fits = (resource: JsonObject, when: PathValues): boolean =>
  Object.entries(when).every(([path, value]) => {
    const own = valueAt(resource, path)
    return value === null ? own === undefined : JSON.stringify(own) === JSON.stringify(value)
  })
