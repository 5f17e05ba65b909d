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
  const parents: string[] = []
  const sections: string[] = []
  for (const [index, { root: part, number }] of pages.entries()) {
    const marks: string[] = []
    const page = referenceTo(number)
    const write = (parent: string, each: Part): string =>
      writePart(objects, { parent, page, marks, write }, each)
    if (part.kids.length > 0) sections.push(write(referenceTo(document), part))
    parents.push(`${index} [${marks.join(' ')}]`)
  }
  objects.write(document, `<</S /Document /P ${referenceTo(root)} /K [${sections.join(' ')}]>>`)
  const tree = objects.add(`<</Nums [${parents.join('\n')}]>>`)
  objects.write(
    root,
    `<</Type /StructTreeRoot /K ${referenceTo(document)} /ParentTree ${referenceTo(tree)} /ParentTreeNextKey ${pages.length}>>`,
  )
}

interface Place {
  readonly parent: string
  readonly page: string
  /** For each mark of the page the part that it belongs to. */
  readonly marks: string[]
  readonly write: (parent: string, part: Part) => string
}

function writePart(objects: NewObjects, { parent, page, marks, write }: Place, part: Part): string {
  const number = objects.reserve()
  const reference = referenceTo(number)
  let isMarked = false
  const kids = part.kids.map((kid) => {
    if (typeof kid !== 'number') return write(reference, kid)
    isMarked = true
    marks[kid] = reference
    return kid
  })
  const where = isMarked ? ` /Pg ${page}` : ''
  const list = kids.length === 1 ? kids[0]! : `[${kids.join(' ')}]`
  objects.write(number, `<</S /${part.role} /P ${parent}${where} /K ${list}${attributesOf(part)}>>`)
  return reference
}

function attributesOf({ role, alt, actual, language, bounds, numbering }: Part): string {
  let attributes = ''
  if (alt !== undefined) attributes += ` /Alt ${textString(alt)}`
  if (actual !== undefined) attributes += ` /ActualText ${textString(actual)}`
  if (language !== undefined) attributes += ` /Lang ${textString(language)}`
  if (bounds)
    attributes += ` /A <</O /Layout /Placement /Block /BBox [${bounds.map(rounded).join(' ')}]>>`
  if (role === 'TH') attributes += ' /A <</O /Table /Scope /Column>>'
  if (numbering) attributes += ` /A <</O /List /ListNumbering /${numbering}>>`
  return attributes
}

/** In points, to a hundredth. */
const rounded = (length: number): number => Math.round(length * 100) / 100
