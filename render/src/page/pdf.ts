// pdfkit, set up for us: millimetres, our fonts alone, and nothing that differs from one run to the next.
import PdfKit from 'pdfkit'
import { TYPEFACES } from './fonts.ts'
import type { Layout } from './paper.ts'

const POINTS_PER_MM = 72 / 25.4

/** What PDF calls a page object: references to its content, its fonts and to the list of all pages. */
export interface DrawnPage {
  readonly Parent: { readonly data: { readonly Kids: object[]; Count: number } }
}

export class Pdf extends PdfKit {
  /** @param title what viewers show in the title bar. */
  constructor(title: string) {
    super({
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'en',
      displayTitle: true,
      // No font, or pdfkit takes one that it does not embed.
      font: '',
      info: {
        Title: title,
        Producer: 'PDFKit',
        Creator: 'discovery-emulator',
        CreationDate: new Date(0),
      },
    })
    // The moment of drawing says nothing about a worksheet and would make each document a different one.
    delete this.info.CreationDate
    for (const { name, font } of TYPEFACES) this.registerFont(name, font as unknown as string)
  }

  /** Begins an upright page, from here on in millimetres from its top left corner. */
  startPage({ paper }: Layout): DrawnPage {
    this.addPage({ size: [paper.width * POINTS_PER_MM, paper.height * POINTS_PER_MM], margin: 0 })
    this.scale(POINTS_PER_MM).lineJoin('round')
    return this.page.dictionary.data as unknown as DrawnPage
  }

  /** Adds a page that looks like one before it and shares its content, so that it costs next to nothing. */
  repeatPage(drawn: DrawnPage): void {
    const page = this.ref({ ...drawn })
    drawn.Parent.data.Kids.push(page)
    drawn.Parent.data.Count += 1
    page.end('')
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

  /** Left out: pdfkit writes the title into XMP unescaped, and XMP says nothing that the rest does not say. */
  override endMetadata(): void {}

  async bytes(): Promise<Uint8Array> {
    this.end()
    const chunks: Uint8Array[] = []
    for await (const chunk of this) chunks.push(chunk as Uint8Array)
    return Buffer.concat(chunks)
  }
}
