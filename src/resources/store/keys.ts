// Keys of the entries that hold resources. Each kind begins with a letter of its own; \u0001 stands between parts and comes
// before, \u0002 after whatever a part may hold. Names hold any character: objects of Cloud Storage are named so.
import { collectionOf, idOf, encodedSegment } from '../model/resource_path.ts'
import type { Span } from './entries/entries.ts'
import type { ResourceKey } from './store.ts'

const FIRST = '\u0001'
const LAST = '\u0002'
/** Stands before a character that the keys need for themselves; in the order of keys names stay where they were. */
const ESCAPE = '\u0003'
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const RESERVED = /[\0-\u0003]/g

const escaped = (name: string): string =>
  name.replaceAll(RESERVED, (char) => ESCAPE + String.fromCodePoint(char.codePointAt(0)! + 0x10))

const unescaped = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- as above
  text.replaceAll(/\u0003(.)/g, (_, char: string) =>
    String.fromCodePoint(char.codePointAt(0)! - 0x10),
  )

/** What `replace` builds and forks write on: a layer of resources, over others or alone. */
export type Layer = string

export const forkKey = (name: string): string => `f${FIRST}${name}`
export const snapshotKey = (name: string): string => `s${FIRST}${name}`
export const allForks: Span = { from: forkKey(''), to: `f${LAST}` }
export const allSnapshots: Span = { from: snapshotKey(''), to: `s${LAST}` }

/** Of a key that begins with a letter and one part. */
export const partOf = (key: string): string => key.slice(2)

/** Layers that nothing may need any more. */
export const wasteKey = (layer: Layer): string => `w${FIRST}${layer}`
export const allWaste: Span = { from: wasteKey(''), to: `w${LAST}` }

/** That an entry refers to a blob. */
export const blobKey = (blob: string, entry: string): string => `b${FIRST}${blob}${FIRST}${entry}`
export const referencesTo = (blob: string): Span => ({
  from: blobKey(blob, ''),
  to: `b${FIRST}${blob}${LAST}`,
})

/** Where a resource is within its layer: members of one collection stand together, and so does all that is below a name. */
export function placeOf({ api, name }: ResourceKey): string {
  return `${api}${FIRST}${escaped(collectionOf(name))}${FIRST}${escaped(idOf(name))}`
}

export function keyAt(place: string): ResourceKey {
  const [api = '', collection = '', id = ''] = place.split(FIRST)
  const own = encodedSegment(unescaped(id))
  return { api, name: collection === '' ? own : `${unescaped(collection)}/${own}` }
}

/** The key of a resource in a layer. */
export const resourceKey = (layer: Layer, place: string): string =>
  `r${FIRST}${layer}${FIRST}${place}`

/** Spans of places; `inLayer` makes keys of them. */
export const membersOf = (api: string, collection: string): Span => ({
  from: `${api}${FIRST}${escaped(collection)}${FIRST}`,
  to: `${api}${FIRST}${escaped(collection)}${LAST}`,
})

/** Those whose names start with `name` and a slash: its members, and the members of what is below it. */
export const placesBelow = (api: string, name: string): readonly Span[] =>
  name === ''
    ? [{ from: `${api}${FIRST}`, to: `${api}${LAST}` }]
    : [membersOf(api, name), collectionsUnder(api, name)]

/** Members of all collections whose names start with `name` and a slash; 0 is what comes after a slash. */
export const collectionsUnder = (api: string, name: string): Span => ({
  from: `${api}${FIRST}${escaped(name)}/`,
  to: `${api}${FIRST}${escaped(name)}0`,
})

/** Resources of a collection in order of creation, as the layer has them. */
export const creationsOf = (layer: Layer, { api, name }: ResourceKey): string =>
  `c${FIRST}${layer}${FIRST}${api}${FIRST}${escaped(collectionOf(name))}${FIRST}`

/** All of a layer: resources, and their order of creation. */
export const wholeLayer = (layer: Layer): readonly Span[] =>
  ['r', 'c'].map((kind) => ({
    from: `${kind}${FIRST}${layer}${FIRST}`,
    to: `${kind}${FIRST}${layer}${LAST}`,
  }))
