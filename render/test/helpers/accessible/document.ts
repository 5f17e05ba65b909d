// What a document says of itself as a whole: its title and language, and what it must not have.
import { dictionary, named, text, type PdfObjects } from './pdf_objects.ts'

/** BCP 47; empty where the document has none. */
export const languageOf = (pdf: PdfObjects): string =>
  text(pdf, dictionary(pdf, pdf.trailer['/Root'])['/Lang']) ?? ''

export const isTag = (language: string): boolean => /^[a-z]{2,3}(-[A-Za-z\d]{2,8})*$/.test(language)

export function documentProblems(pdf: PdfObjects): readonly string[] {
  const root = dictionary(pdf, pdf.trailer['/Root'])
  const metadata = pdf.streams[named(root['/Metadata'])]?.toString('utf8') ?? ''
  const title = text(pdf, dictionary(pdf, pdf.trailer['/Info'])['/Title']) ?? ''
  const shown = /<dc:title>.*?<rdf:li[^>]*>([^<]*)</su.exec(metadata)?.[1] ?? ''
  const plain = shown.replaceAll(/&#(\d+);/g, (_, code: string) =>
    String.fromCharCode(Number(code)),
  )
  const preferences = dictionary(pdf, root['/ViewerPreferences'])
  const marks = dictionary(pdf, root['/MarkInfo'])
  const names = dictionary(pdf, root['/Names'])
  const tree = dictionary(pdf, root['/StructTreeRoot'])
  const xObjects = Object.values(pdf.objects)
    .map((object) => dictionary(pdf, object))
    .filter((each) => each['/Subtype'] === '/Form')
  return failed([
    ['01-006 the document is not marked as tagged', marks['/Marked'] !== true],
    ['01-007 it is suspect', marks['/Suspects'] === true],
    ['06-001 there is no XMP metadata', metadata === ''],
    ['06-002 it does not say PDF/UA-1', !/<pdfuaid:part>1<\/pdfuaid:part>/.test(metadata)],
    ['06-003 there is no dc:title', plain === ''],
    ['the titles differ', plain !== title],
    ['07-001 the title is not displayed', preferences['/DisplayDocTitle'] !== true],
    ['11-001 there is no language', !isTag(languageOf(pdf))],
    ['02-003 types are mapped to others', tree['/RoleMap'] !== undefined],
    ['20-001 there is optional content', root['/OCProperties'] !== undefined],
    ['21-001 there are embedded files', names['/EmbeddedFiles'] !== undefined],
    ['29-001 there are scripts', names['/JavaScript'] !== undefined],
    ['25-001 there are forms', root['/AcroForm'] !== undefined],
    ['29-001 something happens when it is opened', root['/OpenAction'] !== undefined],
    ['30-001 there is a reference XObject', xObjects.some((each) => each['/Ref'] !== undefined)],
    [
      '30-002 tagged content is in a form XObject',
      xObjects.some((each) => each['/StructParents'] !== undefined),
    ],
    ['26-001 the document is encrypted', pdf.trailer['/Encrypt'] !== undefined],
  ])
}

export const failed = (rules: readonly (readonly [string, boolean])[]): readonly string[] =>
  rules.filter(([, isBroken]) => isBroken).map(([rule]) => rule)
