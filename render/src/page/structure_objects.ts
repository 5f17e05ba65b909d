// The structure of all pages as objects of the document (ISO 32000-1, 14.7).
import { referenceTo, textString, type NewObjects } from './new_objects.ts'
import type { Part } from './structure.ts'

export interface StructuredPage {
  readonly root: Part
  /** Of the page object. */
  readonly number: number
}

/** @param root the number of the structure's root. The key of each page in the parent tree is its index. */
export function writeStructure(
  objects: NewObjects,
  root: number,
  pages: readonly StructuredPage[],
): void {
  const document = objects.reserve()
  const shapes = shapesOf(objects, pages)
  const parents: string[] = []
  const sections: string[] = []
  for (const [index, { root: part, number }] of pages.entries()) {
    const elements = shapes.get(part)!
    const first = objects.reserve(elements.length)
    if (part.kids.length > 0) sections.push(referenceTo(first))
    const marks = writeElements(objects, elements, { first, document, page: number })
    parents.push(`${index} [${marks.join(' ')}]`)
  }
  objects.write(document, `<</S /Document /P ${referenceTo(root)} /K [${sections.join(' ')}]>>`)
  const tree = objects.add(`<</Nums [${parents.join('\n')}]>>`)
  objects.write(
    root,
    `<</Type /StructTreeRoot /K ${referenceTo(document)} /ParentTree ${referenceTo(tree)} /ParentTreeNextKey ${pages.length}>>`,
  )
}

/** A part, with all that is the same on each page that looks like its own. */
interface Element {
  /** Index of the part that it is in; -1 is the document. */
  readonly parent: number
  readonly start: string
  readonly end: string
  /** Indices of parts, in place of marks. */
  readonly parts: readonly number[]
  readonly marks: readonly number[]
}

/** For each structure its elements, in the order of reading. Fifty copies of a page are worked out once. */
function shapesOf(
  objects: NewObjects,
  pages: readonly StructuredPage[],
): ReadonlyMap<Part, readonly Element[]> {
  const counts = new Map<Part, number>()
  for (const { root } of pages) counts.set(root, (counts.get(root) ?? 0) + 1)
  const shared = sharing(objects)
  return new Map(
    Array.from(counts, ([root, count]) => [root, elementsOf(root, count > 1 ? shared : asItIs)]),
  )
}

const asItIs = (value: string): string => value

/** An object for each value: what copies say alike is in the document once. */
function sharing(objects: NewObjects): (value: string) => string {
  const references = new Map<string, string>()
  return (value) => {
    const reference = references.get(value) ?? referenceTo(objects.add(value))
    references.set(value, reference)
    return reference
  }
}

function elementsOf(root: Part, valueOf: (value: string) => string): readonly Element[] {
  const elements: Element[] = []
  const add = (part: Part, parent: number): number => {
    const index = elements.length
    const parts: number[] = []
    const marks = part.kids.filter((kid) => typeof kid === 'number')
    elements.push({
      parent,
      start: `<</S/${part.role}/P `,
      end: `${attributesOf(part, valueOf)}>>`,
      parts,
      marks,
    })
    for (const kid of part.kids) if (typeof kid !== 'number') parts.push(add(kid, index))
    return index
  }
  if (root.kids.length > 0) add(root, -1)
  return elements
}

interface Place {
  /** The number of the first element; the others follow. */
  readonly first: number
  readonly document: number
  readonly page: number
}

/** Returns for each mark of the page the element that it belongs to. */
function writeElements(
  objects: NewObjects,
  elements: readonly Element[],
  { first, document, page }: Place,
): readonly string[] {
  const owners: string[] = []
  const references = elements.map((_, index) => referenceTo(first + index))
  const above = referenceTo(document)
  const where = `/Pg ${referenceTo(page)}`
  for (let index = 0; index < elements.length; index += 1) {
    const { parent, start, end, parts, marks } = elements[index]!
    for (const mark of marks) owners[mark] = references[index]!
    const kids = marks.length > 0 ? marks : parts.map((part) => references[part]!)
    const list = kids.length === 1 ? kids[0]! : `[${kids.join(' ')}]`
    const own = marks.length > 0 ? where : ''
    objects.write(first + index, `${start}${references[parent] ?? above}${own}/K ${list}${end}`)
  }
  return owners
}

function attributesOf(
  { role, alt, actual, language, bounds, numbering }: Part,
  valueOf: (value: string) => string,
): string {
  let attributes = ''
  if (alt !== undefined) attributes += ` /Alt ${valueOf(textString(alt))}`
  if (actual !== undefined) attributes += ` /ActualText ${valueOf(textString(actual))}`
  if (language !== undefined) attributes += ` /Lang ${textString(language)}`
  if (bounds) {
    const box = bounds.map(rounded).join(' ')
    attributes += ` /A ${valueOf(`<</O /Layout /Placement /Block /BBox [${box}]>>`)}`
  }
  if (role === 'TH') attributes += ' /A <</O /Table /Scope /Column>>'
  if (numbering) attributes += ` /A <</O /List /ListNumbering /${numbering}>>`
  return attributes
}

/** In points, to a hundredth. */
const rounded = (length: number): number => Math.round(length * 100) / 100
