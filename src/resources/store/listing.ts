// Lists of resources through the layers of a fork.
import { versionText, type Entry, type Read, type Reading } from './entries/entries.ts'
import { seenSpan, type Span } from './entries/entries.ts'
import { collectionsUnder, creationsOf, membersOf, placeOf, placesBelow } from './keys.ts'
import { keysInLayers, partIn, readingOf, seenIn, type Layers, type Part } from './layers.ts'
import { isBefore } from './layers.ts'
import { after } from './entries/entries.ts'
import type { Listed, ListMark, Range, Seen } from './store.ts'
import { nextFit } from './wildcards.ts'

/** Reads of one fork, whose layers stay the same meanwhile. */
export interface LayersRead {
  readonly layers: Layers
  read(reading: Reading): Promise<Read>
}

/** How many entries are read at once at most. */
const MOST = 1000

export function listIn(fork: LayersRead, range: Range): Promise<Listed> {
  if (range.kind === 'created') return inOrderOfCreation(fork, range)
  const { api, limit, after: name } = range
  const behind = name === undefined ? undefined : after(placeOf({ api, name }))
  if (range.kind === 'below')
    return inOrderOfName(fork, placesBelow(api, range.name), behind, limit)
  const segments = range.collection.split('/')
  const wildcard = segments.indexOf('-')
  if (wildcard === -1) return inOrderOfName(fork, [membersOf(api, range.collection)], behind, limit)
  const fixed = segments.slice(0, wildcard).join('/')
  const span = wildcard === 0 ? placesBelow(api, '')[0]! : collectionsUnder(api, fixed)
  return inOrderOfName(fork, [span], behind, limit, (place) => nextFit(place, segments))
}

/** `fit`: true for a place that is wanted, else the first that may be. */
async function inOrderOfName(
  fork: LayersRead,
  spans: readonly Span[],
  behind: string | undefined,
  limit: number,
  fit: (place: string) => true | string = () => true,
): Promise<Listed> {
  const resources: Seen[] = []
  const marks: ListMark[] = []
  for (const span of spans) {
    let from = behind === undefined || isBefore(behind, span.from) ? span.from : behind
    while (isBefore(from, span.to)) {
      const part = await readPart(fork, { from, to: span.to }, limit - resources.length)
      marks.push(part.mark)
      const { taken, goOn } = wantedOf(part, fit)
      resources.push(...taken)
      if (resources.length === limit) return { resources, marks, isLast: false }
      if (goOn === undefined) break
      from = goOn
    }
  }
  return { resources, marks, isLast: true }
}

async function readPart(fork: LayersRead, span: Span, limit: number): Promise<Part> {
  const most = Math.min(limit, MOST)
  return partIn(fork.layers, span, most, await fork.read(readingOf(fork.layers, span, most)))
}

function wantedOf({ seen, next }: Part, fit: (place: string) => true | string) {
  const taken: Seen[] = []
  let skipTo: string | undefined
  for (const one of seen) {
    const place = placeOf(one.key)
    if (skipTo !== undefined && isBefore(place, skipTo)) continue
    const fits = fit(place)
    skipTo = fits === true ? undefined : fits
    if (fits === true && one.stored !== undefined) taken.push(one)
  }
  const isFurther = next !== undefined && skipTo !== undefined && isBefore(next, skipTo)
  return { taken, goOn: isFurther ? skipTo : next }
}

async function inOrderOfCreation(
  fork: LayersRead,
  { api, collection, after: sequence, limit }: Range & { readonly kind: 'created' },
): Promise<Listed> {
  const resources: Seen[] = []
  const marks: ListMark[] = []
  for (let from = sequence === undefined ? 0 : sequence + 1; ;) {
    const most = Math.min(limit - resources.length, MOST)
    const spans = fork.layers.map((layer) => {
      const before = creationsOf(layer, { api, name: `${collection}/-` })
      return { from: before + versionText(from), to: `${before}:`, limit: most } // a colon comes after digits
    })
    const { scans } = await fork.read({ keys: [], scans: spans })
    marks.push(seenSpan(spans[0]!, scans[0]!))
    const created = scans
      .flat()
      .map(creationIn)
      .toSorted((a, b) => a.sequence - b.sequence)
      .slice(0, most)
    const places = created.map(({ id }) => placeOf({ api, name: `${collection}/${id}` }))
    const { entries } = await fork.read({ keys: keysInLayers(fork.layers, places), scans: [] })
    const seen = seenIn(fork.layers, places, entries)
    // What was deleted in an upper layer, or made again there, has its old place in a lower one.
    resources.push(...seen.filter(({ stored }, i) => stored?.sequence === created[i]!.sequence))
    if (created.length < most) return { resources, marks, isLast: true }
    if (resources.length === limit) return { resources, marks, isLast: false }
    from = created.at(-1)!.sequence + 1
  }
}

const creationIn = ({ key, value }: Entry) => ({
  id: value['id'] as string,
  sequence: Number(key.slice(-16)),
})
