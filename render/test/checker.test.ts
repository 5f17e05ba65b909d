// The checker of documents finds what it is there to find: a good one is broken in one place after the other.
import { beforeAll, describe, expect, test } from 'vitest'
import { drawWorksheet } from '../src/draw.ts'
import { checkAccessible } from './helpers/accessible/check_accessible.ts'
import { pdfObjects, type PdfObjects } from './helpers/accessible/pdf_objects.ts'
import { hasPdfTools } from './helpers/accessible/pdf_tools.ts'

/** As plain data, to be broken. */
interface Draft {
  readonly objects: Record<string, Record<string, unknown>>
  readonly streams: Record<string, Buffer>
  readonly trailer: Record<string, unknown>
}

const all = (draft: Draft, name: string, value: unknown): Record<string, unknown>[] =>
  Object.values(draft.objects).filter((each) => each?.[name] === value)

const first = (draft: Draft, name: string, value: unknown): Record<string, unknown> => {
  const [found] = all(draft, name, value)
  if (found === undefined) throw new Error(`There is no ${name} ${String(value)}.`)
  return found
}

/** Of the page whose content has the words. */
function changeContent(draft: Draft, from: RegExp, to: string): void {
  for (const [key, bytes] of Object.entries(draft.streams)) {
    const text = bytes.toString('latin1')
    if (from.test(text) && text.includes('BDC'))
      draft.streams[key] = Buffer.from(text.replace(from, to), 'latin1')
  }
}

const broken: readonly [rule: string, (draft: Draft) => void][] = [
  ['01-005', (draft) => changeContent(draft, /\/Artifact BMC\n([^]*?)EMC/, '$1')],
  ['01-005', (draft) => changeContent(draft, /\/P <<\/MCID \d+>> BDC\n([^]*?)EMC/, '$1')],
  ['01-003', (draft) => changeContent(draft, /(\/P <<\/MCID \d+>> BDC)/, '$1\n/Artifact BMC\nEMC')],
  [
    '01-004',
    (draft) => changeContent(draft, /\/Artifact BMC/, '/Artifact BMC\n/P <</MCID 99>> BDC\nEMC'),
  ],
  ['01-006', (draft) => (first(draft, '/Marked', true)['/Marked'] = false)],
  ['01-007', (draft) => (first(draft, '/Marked', true)['/Suspects'] = true)],
  ['02-001', (draft) => (first(draft, '/S', '/P')['/S'] = '/Para')],
  ['06-001', (draft) => delete first(draft, '/Type', '/Catalog')['/Metadata']],
  ['06-002', (draft) => changeMetadata(draft, 'pdfuaid:part>1', 'pdfuaid:part>2')],
  ['06-003', (draft) => changeMetadata(draft, 'dc:title', 'dc:subject')],
  ['07-001', (draft) => delete first(draft, '/Type', '/Catalog')['/ViewerPreferences']],
  ['09-004', (draft) => (first(draft, '/S', '/LI')['/S'] = '/P')],
  ['10-001', (draft) => delete first(draft, '/Subtype', '/Type0')['/ToUnicode']],
  ['11-001', (draft) => delete first(draft, '/Type', '/Catalog')['/Lang']],
  ['02-003', (draft) => (first(draft, '/Type', '/StructTreeRoot')['/RoleMap'] = { '/X': '/P' })],
  ['11 the language', (draft) => (first(draft, '/S', '/H1')['/Lang'] = 'u:Māori')],
  ['14-007', (draft) => (all(draft, '/S', '/H2').at(-1)!['/S'] = '/H')],
  ['20-001', (draft) => (first(draft, '/Type', '/Catalog')['/OCProperties'] = {})],
  ['21-001', (draft) => (first(draft, '/Type', '/Catalog')['/Names'] = { '/EmbeddedFiles': {} })],
  ['25-001', (draft) => (first(draft, '/Type', '/Catalog')['/AcroForm'] = {})],
  ['28-002', (draft) => (first(draft, '/Type', '/Page')['/Annots'] = [])],
  ['29-001', (draft) => (first(draft, '/Type', '/Catalog')['/Names'] = { '/JavaScript': {} })],
  ['29-001', (draft) => (first(draft, '/Type', '/Catalog')['/OpenAction'] = {})],
  ['30-001', (draft) => (draft.objects['999 0 R'] = { '/Subtype': '/Form', '/Ref': {} })],
  ['30-002', (draft) => (draft.objects['999 0 R'] = { '/Subtype': '/Form', '/StructParents': 9 })],
  ['31-027', changeToUnicode],
  ['13-004', (draft) => delete first(draft, '/S', '/Figure')['/Alt']],
  ['13-004', (draft) => (first(draft, '/S', '/Figure')['/Alt'] = 'u: ')],
  ['14-002', (draft) => (first(draft, '/S', '/H1')['/S'] = '/H2')],
  ['28-009', (draft) => delete first(draft, '/Type', '/Page')['/Tabs']],
  ['31-005', (draft) => delete first(draft, '/CIDToGIDMap', '/Identity')['/CIDToGIDMap']],
  ['31-006', (draft) => (first(draft, '/Subtype', '/Type0')['/Encoding'] = '/WinAnsiEncoding')],
  ['31-014', (draft) => (first(draft, '/Type', '/FontDescriptor')['/CIDSet'] = '1 0 R')],
  ['31-016', (draft) => (first(draft, '/CIDToGIDMap', '/Identity')['/W'] = [0, [1, 2, 3]])],
  ['31-009', (draft) => delete first(draft, '/Type', '/FontDescriptor')['/FontFile2']],
  ['a list with labels has no numbering', (draft) => delete all(draft, '/S', '/L').at(0)!['/A']],
  ['a figure has no bounds', (draft) => delete first(draft, '/S', '/Figure')['/A']],
  ['a page has no bookmark', (draft) => delete first(draft, '/Type', '/Catalog')['/Outlines']],
  ['the parent tree is wrong', (draft) => (first(draft, '/Type', '/Page')['/StructParents'] = 7)],
  ['a mark is in no element', (draft) => (first(draft, '/S', '/H1')['/K'] = null)],
]

/** The first character that a font knows is none. */
function changeToUnicode(draft: Draft): void {
  for (const [key, bytes] of Object.entries(draft.streams)) {
    const map = bytes.toString('latin1')
    if (map.includes('beginbfrange'))
      draft.streams[key] = Buffer.from(
        map.replaceAll(/\[<0*> <[^>]*>/g, '[<0000> <feff>'),
        'latin1',
      )
  }
}

function changeMetadata(draft: Draft, from: string, to: string): void {
  for (const [key, bytes] of Object.entries(draft.streams))
    if (bytes.includes('pdfuaid'))
      draft.streams[key] = Buffer.from(bytes.toString('utf8').replaceAll(from, to))
}

describe.skipIf(!hasPdfTools())('a document', () => {
  let good: PdfObjects
  beforeAll(async () => {
    const { pdf } = await drawWorksheet({
      view: 'treasure_hunt',
      options: { prefilled_values: 'easy', number_order: 'sorted', instructions: true, art: 'bw' },
      paperSize: 'a4',
      copies: 1,
      headerText: '',
      resourceName: 'Broken',
      url: 'https://example.org',
      seed: 'broken',
    })
    good = await pdfObjects(pdf)
  })

  test('that is whole has no problem', () => {
    expect(checkAccessible(good).problems).toEqual([])
  })

  test.each(broken)('is found out: %s', (rule, breakIt) => {
    const draft = {
      objects: structuredClone(good.objects),
      streams: { ...good.streams },
      trailer: good.trailer,
    } as unknown as Draft
    breakIt(draft)
    expect(checkAccessible(draft as unknown as PdfObjects).problems.join('\n')).toContain(rule)
  })

  test('whose table has rows of two lengths is found out', async () => {
    const { pdf } = await drawWorksheet({
      view: 'binary_to_alphabet',
      options: { worksheet_version: 'student' },
      paperSize: 'letter',
      copies: 1,
      headerText: '',
      resourceName: 'Broken',
      url: '',
    })
    const draft = (await pdfObjects(pdf)) as unknown as Draft
    const row = all(draft, '/S', '/TR').at(-1)!
    row['/K'] = (row['/K'] as string[]).slice(1)
    delete first(draft, '/S', '/TH')['/A']
    const { problems } = checkAccessible(draft as unknown as PdfObjects)
    expect(problems.join('\n')).toContain('15-004')
    expect(problems.join('\n')).toContain('15-003')
  })
})
