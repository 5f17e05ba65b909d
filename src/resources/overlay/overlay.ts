// What files beside a document add to it: how they look.
import type { JsonObject } from '../json.ts'
import type { Traits } from '../traits/traits.ts'

/** What is wrong in a file. */
export interface Problem {
  /** A JSON pointer. */
  readonly pointer: string
  readonly message: string
  /** The file can be used all the same. */
  readonly isWarning?: boolean
}

/** Values by path: `settings.tier`, `schema.fields[].mode`; `a?.b` only where there is an `a`. */
export type PathValues = Readonly<Record<string, JsonObject[string]>>

/** Fields that the server fills in, under what the client said. */
export interface Default {
  /** Only for resources with these values; null stands for none. */
  readonly when?: PathValues
  readonly set: PathValues
}

/** What a method does. */
export interface Rule {
  /** Fields of the resource that it sets; null clears one. */
  readonly set?: PathValues
  /** It makes a resource in this collection of the resource that its path names, `.` for that of its path. */
  readonly createIn?: string
  /** Its answer: fields by where their value is, `name`, `inputs.payload`. */
  readonly answer?: Readonly<Record<string, string>>
  /** Resources that come into being with the one that it makes: by name within it. */
  readonly creates?: Readonly<Record<string, JsonObject>>
}

/** By file name behind `name_version`. */
export interface Overlay {
  /** Resources that are there from the start, by full name; a segment `*` stands for any. */
  readonly seed: Readonly<Record<string, JsonObject>>
  /** By method id. */
  readonly rules: Readonly<Record<string, Rule>>
  /** By type. */
  readonly defaults: Readonly<Record<string, readonly Default[]>>
  readonly traits: Traits
}

export const noOverlay: Overlay = { seed: {}, rules: {}, defaults: {}, traits: {} }

/** `over` before `under`, entry by entry. */
export function merged(under: Overlay, over: Overlay): Overlay {
  const types = new Set([...Object.keys(under.defaults), ...Object.keys(over.defaults)])
  return {
    seed: { ...under.seed, ...over.seed },
    rules: { ...under.rules, ...over.rules },
    defaults: Object.fromEntries(
      [...types].map((type) => [
        type,
        [...(over.defaults[type] ?? []), ...(under.defaults[type] ?? [])],
      ]),
    ),
    traits: { ...under.traits, ...over.traits },
  }
}
