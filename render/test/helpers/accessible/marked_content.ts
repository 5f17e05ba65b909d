// What a page's content draws, by its marks: the texts of each, and what is in none.
import { dictionary, list, named, type PdfObjects } from './pdf_objects.ts'

export interface MarkedContent {
  /** The characters of each mark, by its number. */
  readonly marks: ReadonlyMap<number, { readonly tag: string; readonly text: string }>
  /** Rules of the Matterhorn protocol that are broken, with what breaks them. */
  readonly problems: readonly string[]
}

interface Mark {
  readonly tag: string
  readonly number: number | undefined
  /** How many graphics states were saved when it began. */
  readonly depth: number
}

/** Operators that put something on the paper. */
const PAINTING = new Set([
  'S',
  's',
  'f',
  'F',
  'f*',
  'B',
  'B*',
  'b',
  'b*',
  'sh',
  'Do',
  'TJ',
  'Tj',
  "'",
  '"',
])
const TOKEN = /<<[^]*?>>|<[\da-fA-F]*>|\[[^\]]*\]|\([^)]*\)|\/[^\s<>[\]()/]+|[^\s<>[\]()/]+/g

export function markedContentOf(pdf: PdfObjects, page: string): MarkedContent {
  const marks = new Map<number, { tag: string; text: string }>()
  const problems: string[] = []
  const fonts = fontsOf(pdf, page)
  const open: Mark[] = []
  let [font, depth]: [string, number] = ['', 0]
  let operands: string[] = []
  for (const token of contentOf(pdf, page).match(TOKEN) ?? []) {
    if (/^[<[(/\d.+-]/.test(token)) {
      operands.push(token)
      continue
    }
    if (token === 'q') depth += 1
    if (token === 'Q') depth -= 1
    if (token === 'Tf') font = operands[0] ?? ''
    if (token === 'BDC' || token === 'BMC') {
      const mark = begun(operands, depth)
      problems.push(...nestingProblems(mark, open))
      open.push(mark)
      if (mark.number !== undefined) {
        if (marks.has(mark.number)) problems.push(`the mark ${mark.number} is there twice`)
        marks.set(mark.number, { tag: mark.tag, text: '' })
      }
    }
    if (token === 'EMC' && open.pop()?.depth !== depth) problems.push('a mark crosses q and Q')
    if (PAINTING.has(token)) {
      const number = open.findLast((mark) => mark.number !== undefined)?.number
      const isMarked = open.some((mark) => mark.number !== undefined || mark.tag === '/Artifact')
      if (!isMarked) problems.push(`01-005 ${token} is neither an artifact nor tagged`)
      const said = /^T[jJ]$/.test(token)
        ? decoded(operands.join(''), fonts.get(font), problems)
        : ''
      if (number !== undefined) marks.get(number)!.text += said
    }
    operands = []
  }
  if (open.length > 0) problems.push('a mark has no end')
  return { marks, problems }
}

function begun(operands: readonly string[], depth: number): Mark {
  const number = /\/MCID\s+(\d+)/.exec(operands[1] ?? '')?.[1]
  return {
    tag: operands[0] ?? '',
    number: number === undefined ? undefined : Number(number),
    depth,
  }
}

function nestingProblems(mark: Mark, open: readonly Mark[]): readonly string[] {
  const isTagged = ({ number }: Mark): boolean => number !== undefined
  if (mark.tag === '/Artifact' && open.some(isTagged))
    return ['01-003 an artifact in tagged content']
  const inArtifact = open.some(({ tag }) => tag === '/Artifact')
  return isTagged(mark) && inArtifact ? ['01-004 tagged content in an artifact'] : []
}

function contentOf(pdf: PdfObjects, page: string): string {
  const parts = list(pdf, dictionary(pdf, page)['/Contents'])
  return parts.map((part) => pdf.streams[named(part)]?.toString('latin1') ?? '').join('\n')
}

type Characters = ReadonlyMap<string, string>

/** What the codes of each font mean, by the names of fonts on the page. */
function fontsOf(pdf: PdfObjects, page: string): ReadonlyMap<string, Characters> {
  const resources = dictionary(pdf, dictionary(pdf, page)['/Resources'])
  const fonts = Object.entries(dictionary(pdf, resources['/Font']))
  return new Map(
    fonts.map(([name, font]) => {
      const map = pdf.streams[named(dictionary(pdf, font)['/ToUnicode'])]
      return [name, charactersOf(map?.toString('latin1') ?? '')]
    }),
  )
}

/** Of pdfkit's maps: ranges whose characters are listed; a ligature is several. */
function charactersOf(map: string): Characters {
  const characters = new Map<string, string>()
  for (const [, first = '', values = ''] of map.matchAll(/<(\w+)>\s*<\w+>\s*\[([^\]]*)\]/g))
    for (const [index, value] of [...values.matchAll(/<([^>]*)>/g)].entries()) {
      const code = (Number.parseInt(first, 16) + index).toString(16).padStart(4, '0')
      const bytes = Buffer.from((value[1] ?? '').replaceAll(' ', ''), 'hex')
      characters.set(code, bytes.swap16().toString('utf16le'))
    }
  return characters
}

function decoded(operands: string, characters: Characters | undefined, problems: string[]): string {
  const codes = [...operands.matchAll(/<([\da-fA-F]*)>/g)].flatMap(
    ([, hex = '']) => hex.match(/.{4}/g) ?? [],
  )
  return codes
    .map((code) => {
      if (code === '0000') problems.push('31-030 the glyph .notdef is shown')
      const character = characters?.get(code.toLowerCase())
      // Matterhorn 31-027 to 31-029.
      if (character !== undefined && /[\0\ufeff\ufffe]/.test(character))
        problems.push(`31-027 the code ${code} stands for no character`)
      if (character === undefined) problems.push(`10-001 the code ${code} has no character`)
      return character ?? ''
    })
    .join('')
}
