// pdfkit, set up for us: millimetres, our fonts alone, and nothing that differs from one run to the next.
import PdfKit from 'pdfkit'
import { TYPEFACES } from './fonts.ts'
import { writeBookmarks, type Bookmark } from './bookmarks.ts'
import { descriptionOf } from './metadata.ts'
import { packed } from './pack.ts'
import type { Box, Layout } from './paper.ts'
import { PageStructure, type Part } from './structure.ts'
import {
  writeStructure,
  type NewReference,
  type PdfReference,
  type StructuredPage,
} from './write_structure.ts'

const POINTS_PER_MM = 72 / 25.4

/** What PDF calls a page object: references to its content, its fonts and to the list of all pages. */
interface PageData extends Record<string, unknown> {
  readonly Parent: { readonly data: { readonly Kids: object[]; Count: number } }
}

/** What pdfkit has and its types do not say. */
interface Untyped {
  readonly _ctm: readonly [number, number, number, number, number, number]
  readonly _root: PdfReference
  readonly metadata: { append(xml: string): void }
  getStructParentTree(): {
    limits: boolean
    add(key: number, parents: readonly PdfReference[]): void
  }
}

export class Pdf extends PdfKit {
  readonly #title: string
  readonly #language: string
  readonly #pages: StructuredPage[] = []
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
      // The types know PDF/A alone.
      subset: 'PDF/UA' as 'PDF/A-1',
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

  /** Begins an upright page, from here on in millimetres from its top left corner. Returns its index. */
  startPage({ paper }: Layout): number {
    this.#structure.end()
    this.addPage({ size: [paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM], margin: 0 })
    this.scale(POINTS_PER_MM).lineJoin('round')
    this.#structure = new PageStructure((operator) => void this.addContent(operator))
    return this.#addStructured(
      this.#structure.root,
      this.page.dictionary as unknown as PdfReference,
    )
  }

  /** Adds a page that looks like one before it and shares its content, so that it costs next to nothing. */
  repeatPage(index: number): void {
    const { root, page } = this.#pages[index]!
    const drawn = page.data as PageData
    const again = this.ref({ ...drawn, Tabs: 'S' }) as unknown as PdfReference
    drawn.Parent.data.Kids.push(again)
    drawn.Parent.data.Count += 1
    this.#addStructured(root, again)
    again.end()
  }

  #addStructured(root: Part, page: PdfReference): number {
    const key = this.createStructParentTreeNextKey()
    page.data['StructParents'] = key
    const parents: PdfReference[] = []
    this.#untyped.getStructParentTree().add(key, parents)
    return this.#pages.push({ root, page, parents }) - 1
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

  /**
   * What `draw` draws, at each of many places. It is drawn once and its operators are repeated, which is quick and packs
   * well.
   */
  stamp(places: readonly (readonly [number, number])[], draw: () => void): void {
    const operators: string[] = []
    const addContent = this.addContent.bind(this)
    this.addContent = (operator: string) => {
      operators.push(operator)
      return this
    }
    draw()
    this.addContent = addContent
    const drawing = operators.join('\n')
    const stamps = places.map(
      ([x, y]) => `q\n1 0 0 1 ${x.toFixed(3)} ${y.toFixed(3)} cm\n${drawing}\nQ`,
    )
    this.addContent(stamps.join('\n'))
  }

  /** In place of pdfkit's, which does not escape the title and wants to know when the document was made. */
  _addInfo(): void {
    this.#untyped.metadata.append(descriptionOf(this.#title, this.#language))
  }

  get #untyped(): Untyped {
    return this as unknown as Untyped
  }

  /** @param bookmarks one for each page, by index; pages of one copy are under its name, where it has one. */
  async bytes(bookmarks: readonly Bookmark[] = []): Promise<Uint8Array> {
    this.#structure.end()
    const { _root: root } = this.#untyped
    this.#untyped.getStructParentTree().limits = false
    const tree = this.getStructTreeRoot() as unknown as PdfReference
    const newReference: NewReference = (data) => this.ref(data) as unknown as PdfReference
    tree.data['K'] = [writeStructure(newReference, tree, this.#pages)]
    writeBookmarks(this.outline, bookmarks)
    // A list of bookmarks beside a page or two is in the way.
    root.data['PageMode'] = 'UseNone'
    this.end()
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk as Uint8Array)
    return packed(Buffer.concat(chunks))
  }
}
