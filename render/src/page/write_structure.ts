// The structure of all pages as objects of the document.
import type { Part } from './structure.ts'

/** As pdfkit has it; a plain string in `data` is a name, a String object a text. */
export interface PdfReference {
  readonly data: Record<string, unknown>
  end(): void
}

export interface StructuredPage {
  readonly root: Part
  /** The page object. */
  readonly page: PdfReference
  /** For each mark of the page the part that it belongs to; filled here, for the document's parent tree. */
  readonly parents: PdfReference[]
}

export type NewReference = (data: Record<string, unknown>) => PdfReference

/** @returns the part that holds all others, to be the root's kid. */
export function writeStructure(
  newReference: NewReference,
  root: PdfReference,
  pages: readonly StructuredPage[],
): PdfReference {
  const document = newReference({ S: 'Document', P: root })
  document.data['K'] = pages
    .filter(({ root: { kids } }) => kids.length > 0)
    .map((page) => writePart(newReference, document, page, page.root))
  document.end()
  return document
}

function writePart(
  newReference: NewReference,
  parent: PdfReference,
  page: StructuredPage,
  part: Part,
): PdfReference {
  const reference = newReference({
    S: part.role,
    P: parent,
    ...textsOf(part),
    ...attributesOf(part),
  })
  const kids = part.kids.map((kid) => {
    if (typeof kid !== 'number') return writePart(newReference, reference, page, kid)
    page.parents[kid] = reference
    return kid
  })
  if (part.kids.some((kid) => typeof kid === 'number')) reference.data['Pg'] = page.page
  reference.data['K'] = kids.length === 1 ? kids[0] : kids
  reference.end()
  return reference
}

const textsOf = ({ alt, actual, language }: Part) => ({
  ...(alt !== undefined && { Alt: pdfText(alt) }),
  ...(actual !== undefined && { ActualText: pdfText(actual) }),
  ...(language !== undefined && { Lang: pdfText(language) }),
})

// oxlint-disable-next-line no-new-wrappers, unicorn/new-for-builtins -- how pdfkit tells texts from names
const pdfText = (text: string): object => new String(text)

function attributesOf({ role, bounds, numbering }: Part): { A?: object } {
  if (role === 'Figure' && bounds) return { A: { O: 'Layout', Placement: 'Block', BBox: bounds } }
  if (role === 'TH') return { A: { O: 'Table', Scope: 'Column' } }
  if (role === 'L' && numbering) return { A: { O: 'List', ListNumbering: numbering } }
  return {}
}
