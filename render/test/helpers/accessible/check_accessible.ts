// PDF/UA-1 as far as a machine can tell: the failure conditions of the Matterhorn protocol 1.1 that our documents could
// meet, by their numbers. It says what a reader hears, too: whether that makes sense is for people, and for tests.
import { documentProblems, failed, isTag, languageOf } from './document.ts'
import { fontProblems } from './fonts.ts'
import { markedContentOf, type MarkedContent } from './marked_content.ts'
import {
  dictionary,
  list,
  named,
  pagesOf,
  text,
  type PdfObjects,
  type Value,
} from './pdf_objects.ts'
import {
  elementsIn,
  isElement,
  marksIn,
  parentTreeOf,
  structureOf,
  type Element,
} from './structure_tree.ts'

export interface Accessible {
  /** What is wrong; empty for a document that passes. */
  readonly problems: readonly string[]
  /** What is read out of each page, in order: texts, and figures as `[what they show]`. */
  readonly reading: readonly (readonly string[])[]
  /** BCP 47; empty where the document has none. */
  readonly languageOf: string
}

/** Elements that may be in an element; any element where it is not named. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  Table: ['TR', 'THead', 'TBody', 'TFoot', 'Caption'],
  TR: ['TH', 'TD'],
  L: ['LI', 'L', 'Caption'],
  LI: ['Lbl', 'LBody'],
}
const OUTSIDE: Readonly<Record<string, readonly string[]>> = {
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  LI: ['L'],
  LBody: ['LI'],
}
/** ISO 32000-1, 14.8.4, as far as we use them. */
const STANDARD = new Set(
  'Document Sect H1 H2 P Figure Table TR TH TD L LI Lbl LBody Caption Span'.split(' '),
)

export function checkAccessible(pdf: PdfObjects): Accessible {
  const pages = pagesOf(pdf)
  const content = new Map(pages.map((page) => [page, markedContentOf(pdf, page)]))
  const roots = structureOf(pdf)
  const elements = roots.flatMap((root) => [...elementsIn(root)])
  const problems = [
    ...documentProblems(pdf),
    ...bookmarkProblems(pdf, pages),
    ...pages.flatMap((page) => [...content.get(page)!.problems, ...fontProblems(pdf, page)]),
    ...markProblems(pdf, roots, content),
    ...elements.flatMap((element) => elementProblems(element)),
    ...headingProblems(elements),
    ...elements.flatMap((element) => (element.role === 'Table' ? tableProblems(element) : [])),
  ]
  const reading = pages.map((page) => roots.flatMap((root) => [...readOut(root, page, content)]))
  return { problems: [...new Set(problems)], reading, languageOf: languageOf(pdf) }
}

/** Each page has one. */
function bookmarkProblems(pdf: PdfObjects, pages: readonly string[]): readonly string[] {
  const found: { title: string; page: string }[] = []
  const walk = (first: Value | undefined): void => {
    for (let item = dictionary(pdf, first); item['/Title'] !== undefined;) {
      const [page] = list(pdf, item['/Dest'])
      found.push({ title: text(pdf, item['/Title']) ?? '', page: named(page) })
      walk(item['/First'])
      item = dictionary(pdf, item['/Next'])
    }
  }
  walk(dictionary(pdf, dictionary(pdf, pdf.trailer['/Root'])['/Outlines'])['/First'])
  const bookmarked = new Set(found.map(({ page }) => page))
  return [
    ...(pages.every((page) => bookmarked.has(page)) ? [] : ['a page has no bookmark']),
    ...(found.every(({ title }) => title.trim() !== '') ? [] : ['a bookmark has no title']),
  ]
}

/** Every mark is in the structure once, and the parent tree says where. */
function markProblems(
  pdf: PdfObjects,
  roots: readonly Element[],
  content: ReadonlyMap<string, MarkedContent>,
): readonly string[] {
  const owners = new Map<string, string>()
  const problems: string[] = []
  for (const element of roots.flatMap((root) => [...elementsIn(root)]))
    for (const kid of element.kids) {
      if (isElement(kid)) continue
      const key = `${kid.page}/${kid.mark}`
      if (owners.has(key)) problems.push('a mark is in two elements')
      owners.set(key, element.reference)
      const mark = content.get(kid.page)?.marks.get(kid.mark)
      if (mark === undefined) problems.push(`${element.role} has a mark that no page has`)
      else if (mark.tag !== `/${element.role}`) problems.push('a mark is of another kind')
    }
  const parents = parentTreeOf(pdf)
  for (const [page, { marks }] of content) {
    const { '/StructParents': key, '/Tabs': tabs, '/Annots': notes } = dictionary(pdf, page)
    if (notes !== undefined) problems.push('28-002 a page has annotations, which nothing describes')
    if (tabs !== '/S') problems.push('28-009 a page has tabs in no order of its structure')
    for (const mark of marks.keys()) {
      const owner = owners.get(`${page}/${mark}`)
      if (owner === undefined) problems.push('01-005 a mark is in no element')
      if (parents.get(Number(key))?.[mark] !== owner) problems.push('the parent tree is wrong')
    }
  }
  return problems
}

function elementProblems({
  role,
  kids,
  alt,
  actual,
  language,
  attributes,
}: Element): readonly string[] {
  const inside = kids.filter(isElement).map((kid) => kid.role)
  const allowed = INSIDE[role]
  const hasLabels = kids.some(
    (kid) => isElement(kid) && kid.kids.some((each) => isElement(each) && each.role === 'Lbl'),
  )
  return failed([
    [`02-001 ${role} is no standard type`, !STANDARD.has(role)],
    [
      `09-004 ${role} has in it ${inside.join(', ')}`,
      allowed !== undefined && inside.some((each) => !allowed.includes(each)),
    ],
    ...inside.map((each): [string, boolean] => [
      `09-004 ${each} in ${role}`,
      OUTSIDE[each]?.includes(role) === false,
    ]),
    ['13-004 a figure has no words', role === 'Figure' && !(alt ?? actual)?.trim()],
    [`11 the language ${language} is no BCP 47 tag`, language !== undefined && !isTag(language)],
    ['a figure has no bounds', role === 'Figure' && !isBox(attributes['/BBox'])],
    [
      '15-003 a heading of a table has no scope',
      role === 'TH' && attributes['/Scope'] === undefined,
    ],
    [
      'a list with labels has no numbering',
      role === 'L' && hasLabels && attributes['/ListNumbering'] === undefined,
    ],
    [`${role} is empty`, kids.length === 0 && !['TD', 'Document'].includes(role)],
  ])
}

const isBox = (box: Value | undefined): boolean =>
  Array.isArray(box) &&
  box.length === 4 &&
  Number(box[0]) < Number(box[2]) &&
  Number(box[1]) < Number(box[3])

function headingProblems(elements: readonly Element[]): readonly string[] {
  const levels = elements.flatMap(({ role }) => /^H(\d)$/.exec(role)?.[1] ?? []).map(Number)
  return failed([
    [
      '14-007 there are headings with and without a level',
      elements.some(({ role }) => role === 'H'),
    ],
    ['14-002 the first heading is not H1', levels.length > 0 && levels[0] !== 1],
    ['14-003 a level is left out', levels.some((level, i) => i > 0 && level > levels[i - 1]! + 1)],
  ])
}

/** All rows are equally long. */
function tableProblems(table: Element): readonly string[] {
  const rows = [...elementsIn(table)].filter(({ role }) => role === 'TR')
  const lengths = new Set(rows.map(({ kids }) => kids.length))
  return lengths.size === 1 ? [] : ['15-004 a table is not regular']
}

function* readOut(
  element: Element,
  page: string,
  content: ReadonlyMap<string, MarkedContent>,
): Iterable<string> {
  const marks = [...marksIn(element)].filter((mark) => mark.page === page)
  if (marks.length === 0) return
  if (element.actual !== undefined) yield element.actual
  else if (element.alt !== undefined) yield `[${element.alt}]`
  else if (element.kids.every(isElement))
    for (const kid of element.kids.filter(isElement)) yield* readOut(kid, page, content)
  else yield marks.map(({ mark }) => content.get(page)?.marks.get(mark)?.text ?? '').join('')
}
