// What a page says, in the order in which it is read out (ISO 32000-1, 14.7 and 14.8). Everything drawn belongs to a part
// of the structure or is an artifact: decoration, which a screen reader passes over.

/** What a part is: the standard's names of its structure types. */
export type Role =
  | 'Sect'
  | 'H1'
  | 'H2'
  | 'P'
  | 'Figure'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'

export interface About {
  /** Of a figure: what it shows, in words. */
  readonly alt?: string
  /** Of a figure: left, bottom, right and top of it on the page, in points. */
  readonly bounds?: readonly [number, number, number, number]
  /** What is read in place of the characters, where they are not in the order of reading. */
  readonly actual?: string
  /** BCP 47, where it is not the document's. */
  readonly language?: string
  /** Of a list whose items have labels: what these are. */
  readonly numbering?: 'Decimal' | 'UpperAlpha'
}

export interface Part extends About {
  readonly role: Role
  /** The characters of a text. */
  readonly says?: string
  /** Parts, and numbers of marked content of the page. */
  readonly kids: (Part | number)[]
}

/** The structure of one page, made while the page is drawn. */
export class PageStructure {
  readonly root: Part = { role: 'Sect', kids: [] }
  readonly #write: (operator: string) => void
  #parent: Part = this.root
  #marks = 0
  /** Marked content that has begun and not ended; operators of two kinds must not cross. */
  #open: 'none' | 'artifact' | 'content' = 'none'

  /** @param write adds an operator to the page's content. */
  constructor(write: (operator: string) => void) {
    this.#write = write
  }

  /** To be called before a shape is drawn: it is a part of what is being drawn, or else decoration. */
  shape(): void {
    if (this.#open !== 'none') return
    this.#write('/Artifact BMC')
    this.#open = 'artifact'
  }

  /** A running header or footer, which stands on every page and is not read out on each. */
  band(kind: 'Header' | 'Footer', draw: () => void): void {
    this.end()
    this.#write(`/Artifact <</Type /Pagination /Subtype /${kind}>> BDC`)
    this.#open = 'content'
    draw()
    this.#close()
  }

  /** A part that is drawn: a text or a picture. Within another it belongs to that one. */
  content(part: Omit<Part, 'kids'>, draw: () => void): void {
    if (this.#open === 'content') return draw()
    this.end()
    const mark = this.#marks
    this.#marks += 1
    this.#parent.kids.push({ ...part, kids: [mark] })
    this.#write(`/${part.role} <</MCID ${mark}>> BDC`)
    this.#open = 'content'
    draw()
    this.#close()
  }

  /** A part that is made of others, such as a table of rows. */
  group(part: Omit<Part, 'kids'>, draw: () => void): void {
    const parent = this.#parent
    this.#parent = { ...part, kids: [] }
    parent.kids.push(this.#parent)
    draw()
    this.#parent = parent
  }

  /** Ends decoration that has begun: at the end of the page and before anything else. */
  end(): void {
    if (this.#open === 'artifact') this.#close()
  }

  #close(): void {
    this.#write('EMC')
    this.#open = 'none'
  }
}

/** What a part is called in a list of bookmarks: its heading, or else what it says first. */
export function titleOf(part: Part): string | undefined {
  const parts = [...partsIn(part)]
  const heading = parts.find(({ role }) => role === 'H1' || role === 'H2')
  for (const { actual, alt, says } of heading ? [heading] : parts) {
    const title = actual ?? alt ?? says
    if (title !== undefined) return title
  }
  return undefined
}

function* partsIn(part: Part): Iterable<Part> {
  yield part
  for (const kid of part.kids) if (typeof kid !== 'number') yield* partsIn(kid)
}
