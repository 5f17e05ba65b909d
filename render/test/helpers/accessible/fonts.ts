// The fonts of a page: whether each is embedded, and says all that a reader of PDF/UA needs.
import { dictionary, list, named, resolved, type PdfObjects, type Value } from './pdf_objects.ts'

/** Rules of the Matterhorn protocol that are broken. */
export function fontProblems(pdf: PdfObjects, page: string): readonly string[] {
  const resources = dictionary(pdf, dictionary(pdf, page)['/Resources'])
  const fonts = Object.values(dictionary(pdf, resources['/Font']))
  return fonts.flatMap((reference) => problemsOf(pdf, reference))
}

function problemsOf(pdf: PdfObjects, reference: Value): readonly string[] {
  const font = dictionary(pdf, reference)
  const [cidFont = {}] = list(pdf, font['/DescendantFonts']).map((each) => dictionary(pdf, each))
  const descriptor = dictionary(pdf, cidFont['/FontDescriptor'])
  const program = pdf.streams[named(descriptor['/FontFile2'])]
  if (program === undefined) return ['31-009 a font is not embedded']
  const glyphs = glyphsIn(program)
  const rules: readonly (readonly [string, boolean])[] = [
    ['a font is no composite one', font['/Subtype'] !== '/Type0'],
    ['31-005 a font has no CIDToGIDMap', resolved(pdf, cidFont['/CIDToGIDMap']) !== '/Identity'],
    ['31-006 the encoding is not Identity-H', font['/Encoding'] !== '/Identity-H'],
    ['10-001 a font has no ToUnicode', pdf.streams[named(font['/ToUnicode'])] === undefined],
    ['31-014 a CIDSet lists other glyphs', !isSetOf(pdf, descriptor['/CIDSet'], glyphs.length)],
    ['31-016 a glyph has another width', !areWidths(pdf, cidFont['/W'], glyphs)],
  ]
  return rules.filter(([, isBroken]) => isBroken).map(([rule]) => rule)
}

/** The widths of the glyphs of a TrueType program, in thousandths of its size. */
function glyphsIn(program: Buffer): readonly number[] {
  const offsets = new Map<string, number>()
  for (let table = 0; table < program.readUInt16BE(4); table += 1) {
    const entry = 12 + 16 * table
    offsets.set(program.toString('latin1', entry, entry + 4), program.readUInt32BE(entry + 8))
  }
  const at = (table: string, offset: number): number =>
    program.readUInt16BE((offsets.get(table) ?? 0) + offset)
  const [count, measured, unitsPerEm] = [at('maxp', 4), at('hhea', 34), at('head', 18)]
  return Array.from(
    { length: count },
    (_, glyph) => (1000 * at('hmtx', 4 * Math.min(glyph, measured - 1))) / unitsPerEm,
  )
}

/** A set need not be there; if it is, it has a bit for each glyph and no other. */
function isSetOf(pdf: PdfObjects, set: Value | undefined, count: number): boolean {
  if (set === undefined) return true
  const bits = [...(pdf.streams[named(set)] ?? [])]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
  return /^1*0*$/.test(bits) && bits.lastIndexOf('1') === count - 1
}

/** As pdfkit writes them: one list, from the first glyph on. */
function areWidths(pdf: PdfObjects, widths: Value | undefined, glyphs: readonly number[]): boolean {
  const [first, values] = list(pdf, widths)
  const numbers = list(pdf, values)
  return (
    first === 0 &&
    numbers.length <= glyphs.length &&
    numbers.every((width, glyph) => Math.abs(Number(width) - glyphs[glyph]!) < 1)
  )
}
