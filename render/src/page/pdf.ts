// pdfkit, set up for us: millimetres, our fonts alone, a document for everyone (PDF/UA-1), and nothing that differs from one
// run to the next.
import PdfKit from 'pdfkit'
import { writeBookmarks, type Bookmark } from './bookmarks.ts'
import { TYPEFACES } from './fonts.ts'
import { descriptionOf } from './metadata.ts'
import { referenceTo, type NewObjects } from './new_objects.ts'
import { packed } from './pack.ts'
import type { Box, Layout } from './paper.ts'
import { PageStructure, type Part } from './structure.ts'
import { writeStructure, type StructuredPage } from './structure_objects.ts'

const POINTS_PER_MM = 72 / 25.4

/** What pdfkit has and its types do not say. */
interface Untyped {
  readonly _ctm: readonly [number, number, number, number, number, number]
  readonly _root: Reference
  readonly metadata: { append(xml: string): void }
  readonly page: { readonly dictionary: Reference }
  readonly outline: { readonly dictionary: Reference }
  getStructTreeRoot(): Reference
}

interface Reference {
  readonly id: number
  readonly data: Record<string, unknown>
}

/** A page that was drawn, or one that looks like it and has its content. */
interface AnyPage {
  readonly root: Part
  /** Of its object; undefined for one that is written at the end. */
  readonly number: number | undefined
  /** Index of the page that it looks like: its own for a page that was drawn. */
  readonly like: number
}

export class Pdf extends PdfKit {
  readonly #title: string
  readonly #language: string
  readonly #pages: AnyPage[] = []
  /** Of the page that is being drawn. */
  #operators: string[] = []
  #structure = new PageStructure(() => undefined)

  /**
   * @param title what viewers show in the title bar.
   * @param language BCP 47, of all that does not say otherwise.
   */
  constructor(title: string, language = 'en') {
    super({
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: language,
      displayTitle: true,
      tagged: true,
      // Without `subset: 'PDF/UA'`: it adds the two lines of metadata that are in metadata.ts, and to each font a CIDSet
      // of 34 glyphs however many there are, which PDF/UA forbids (ISO 14289-1, 7.21.4.2).
      // No font, or pdfkit takes one that it does not embed.
      font: '',
      info: {
        Title: title,
        Producer: 'PDFKit',
        Creator: 'discovery-emulator',
        CreationDate: new Date(0),
      },
    })
    this.#title = title
    this.#language = language
    // The moment of drawing says nothing about a worksheet and would make each document a different one.
    delete this.info.CreationDate
    for (const { name, font } of TYPEFACES) this.registerFont(name, font as unknown as string)
  }

  /** Of the page that is being drawn. */
  get structure(): PageStructure {
    return this.#structure
  }

  /** Begins an upright page, from here on in millimetres from its top left corner. */
  startPage({ paper }: Layout): void {
    this.#endPage()
    this.addPage({ size: [paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM], margin: 0 })
    this.scale(POINTS_PER_MM).lineJoin('round')
    this.#structure = new PageStructure((operator) => void this.addContent(operator))
    const { dictionary } = this.#untyped.page
    const index = this.#pages.length
    dictionary.data['StructParents'] = index
    this.#pages.push({ root: this.#structure.root, number: dictionary.id, like: index })
  }

  /** Adds a page that looks like one before it and shares its content, so that it costs next to nothing. */
  repeatPage(index: number): void {
    this.#pages.push({ ...this.#pages[index]!, number: undefined, like: index })
  }

  /** A box of what is drawn now, as left, bottom, right and top on the page, in points. */
  boundsOf({ x, y, width, height }: Box): [number, number, number, number] {
    const [a, b, c, d, e, f] = this.#untyped._ctm
    const corners = [
      [x, y],
      [x + width, y + height],
    ] as const
    const xs = corners.map(([left, top]) => a * left + c * top + e)
    const ys = corners.map(([left, top]) => b * left + d * top + f)
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
  }

  /** Kept until the page ends: pdfkit makes bytes of each operator by itself, which takes longer than drawing does. */
  override addContent(operator: string): this {
    this.#operators.push(operator)
    return this
  }

  #endPage(): void {
    if (this.#pages.length === 0) return
    this.#structure.end()
    this.page.write(this.#operators.join('\n'))
    this.#operators = []
  }

  /**
   * What `draw` draws, at each of many places. It is drawn once and its operators are repeated, which is quick and packs
   * well.
   */
  stamp(places: readonly (readonly [number, number])[], draw: () => void): void {
    const before = this.#operators
    this.#operators = []
    draw()
    const drawing = this.#operators.join('\n')
    this.#operators = before
    for (const [x, y] of places)
      this.addContent(`q\n1 0 0 1 ${x.toFixed(3)} ${y.toFixed(3)} cm\n${drawing}\nQ`)
  }

  /** In place of pdfkit's, which does not escape the title and wants to know when the document was made. */
  _addInfo(): void {
    this.#untyped.metadata.append(descriptionOf(this.#title, this.#language))
  }

  get #untyped(): Untyped {
    return this as unknown as Untyped
  }

  async bytes(bookmarks: readonly Bookmark[] = []): Promise<Uint8Array> {
    this.#endPage()
    const { _root: root, outline } = this.#untyped
    const structure = this.#untyped.getStructTreeRoot()
    root.data['Outlines'] = outline.dictionary
    // A list of bookmarks beside a page or two is in the way.
    root.data['PageMode'] = 'UseNone'
    this.end()
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk as Uint8Array)
    return packed(Buffer.concat(chunks), (objects, bodyOf) => {
      const pages = this.#writePages(objects, bodyOf)
      writeStructure(objects, structure.id, pages)
      const numbers = pages.map(({ number }) => number)
      writeBookmarks(objects, outline.dictionary.id, bookmarks, numbers)
    })
  }

  /** Those that were repeated, and the list of all. */
  #writePages(objects: NewObjects, bodyOf: (number: number) => string): readonly StructuredPage[] {
    const drawn = this.#pages.map(({ number }) => (number === undefined ? '' : bodyOf(number)))
    const pages = this.#pages.map(({ root, number, like }, index) => {
      if (number !== undefined) return { root, number }
      const body = drawn[like]!.replace(/\/StructParents \d+/, `/StructParents ${index}`)
      return { root, number: objects.add(body) }
    })
    const kids = pages.map(({ number }) => referenceTo(number)).join(' ')
    const { id } = this.#untyped._root.data['Pages'] as Reference
    objects.write(id, `<</Type /Pages /Count ${pages.length} /Kids [${kids}]>>`)
    return pages
  }
}
