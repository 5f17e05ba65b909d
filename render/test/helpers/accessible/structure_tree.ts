// The structure of a document as a reader walks it.
import {
  dictionary,
  list,
  named,
  resolved,
  text,
  type Dictionary,
  type PdfObjects,
  type Value,
} from './pdf_objects.ts'

export interface Element {
  readonly reference: string
  /** `H1`, `P`, `Figure`. */
  readonly role: string
  readonly alt: string | undefined
  readonly actual: string | undefined
  readonly language: string | undefined
  readonly attributes: Dictionary
  readonly kids: readonly (Element | Marked)[]
}

export interface Marked {
  /** The page, and the number of the mark there. */
  readonly page: string
  readonly mark: number
}

export const isElement = (kid: Element | Marked): kid is Element => 'role' in kid

/** What hangs from the root. */
export function structureOf(pdf: PdfObjects): readonly Element[] {
  const root = dictionary(pdf, dictionary(pdf, pdf.trailer['/Root'])['/StructTreeRoot'])
  return list(pdf, root['/K']).map((kid) => elementOf(pdf, kid))
}

function elementOf(pdf: PdfObjects, reference: Value): Element {
  const element = dictionary(pdf, reference)
  return {
    reference: named(reference),
    role: named(element['/S']).slice(1),
    alt: text(pdf, element['/Alt']),
    actual: text(pdf, element['/ActualText']),
    language: text(pdf, element['/Lang']),
    attributes: dictionary(pdf, element['/A']),
    kids: list(pdf, element['/K']).map((kid) => kidOf(pdf, kid, element['/Pg'])),
  }
}

function kidOf(pdf: PdfObjects, kid: Value, page: Value | undefined): Element | Marked {
  const found = resolved(pdf, kid)
  if (typeof found === 'number') return { page: named(page), mark: found }
  const { '/MCID': mark, '/Pg': own } = dictionary(pdf, kid)
  return typeof mark === 'number' ? { page: named(own ?? page), mark } : elementOf(pdf, kid)
}

/** An element and all below it, in the order of reading. */
export function* elementsIn(element: Element): Iterable<Element> {
  yield element
  for (const kid of element.kids) if (isElement(kid)) yield* elementsIn(kid)
}

/** The marked content below an element, in the order of reading. */
export function* marksIn(element: Element): Iterable<Marked> {
  for (const kid of element.kids)
    if (isElement(kid)) yield* marksIn(kid)
    else yield kid
}

/** The elements that the document's parent tree names for the marks of each page, by the page's key. */
export function parentTreeOf(pdf: PdfObjects): ReadonlyMap<number, readonly Value[]> {
  const root = dictionary(pdf, dictionary(pdf, pdf.trailer['/Root'])['/StructTreeRoot'])
  const numbers = list(pdf, dictionary(pdf, root['/ParentTree'])['/Nums'])
  const entries: [number, readonly Value[]][] = []
  for (let i = 0; i < numbers.length; i += 2)
    entries.push([Number(numbers[i]), list(pdf, numbers[i + 1])])
  return new Map(entries)
}
