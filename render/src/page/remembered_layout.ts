// Fonts that lay out each text once.
import type { Font, GlyphRun } from 'fontkit'

/** Texts whose layout is kept, and characters of one of them, at most: worksheets say short things again and again. */
const MOST_KEPT = 4000
const LONGEST_KEPT = 100

/** Lays out each text once: that takes most of the time of a text, which is measured, drawn and drawn again. */
export function remembering(font: Font): Font {
  const kept = new Map<string, GlyphRun>()
  const layout = (text: string, ...how: unknown[]): GlyphRun => {
    if (how.some((each) => each !== undefined) || text.length > LONGEST_KEPT)
      return font.layout(text, ...(how as []))
    const run = kept.get(text) ?? font.layout(text)
    if (kept.size >= MOST_KEPT) kept.clear()
    kept.set(text, run)
    // pdfkit changes the positions that it is given.
    const positions = run.positions.map((position) => ({ ...position }))
    return Object.create(run, { positions: { value: positions } }) as GlyphRun
  }
  return Object.create(font, { layout: { value: layout } }) as Font
}
