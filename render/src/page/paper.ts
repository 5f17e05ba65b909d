// The papers, and where on them a worksheet may draw. All lengths are millimetres from the top left corner.

/** A rectangle: its top left corner and its size. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Width and height of each paper, upright. */
const PAPERS = {
  a4: { width: 210, height: 297 },
  letter: { width: 215.9, height: 279.4 },
} as const

export type PaperSize = keyof typeof PAPERS

export const PAPER_SIZES = Object.keys(PAPERS) as readonly PaperSize[]

/** Most printers cannot print closer to the edge than this. */
const MARGIN = 10
const HEADER_HEIGHT = 7
const FOOTER_HEIGHT = 7

export interface Layout {
  readonly paper: { readonly width: number; readonly height: number }
  /** Header text alone. */
  readonly header: Box
  /** What a worksheet fills. */
  readonly content: Box
  /** The mark, the worksheet's name and its address alone. */
  readonly footer: Box
}

export function layoutOf(paperSize: PaperSize): Layout {
  const paper = PAPERS[paperSize]
  const band = { x: MARGIN, width: paper.width - 2 * MARGIN }
  const top = MARGIN + HEADER_HEIGHT
  const bottom = paper.height - MARGIN - FOOTER_HEIGHT
  return {
    paper,
    header: { ...band, y: MARGIN, height: HEADER_HEIGHT },
    content: { ...band, y: top, height: bottom - top },
    footer: { ...band, y: bottom, height: FOOTER_HEIGHT },
  }
}
