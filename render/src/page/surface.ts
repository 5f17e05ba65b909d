// Where a worksheet draws: lines, shapes and text on a rectangle whose top left corner is 0, 0. All lengths are
// millimetres. Text is text in the PDF, never outlines, so that it can be searched, copied and read out.
import { CAP_HEIGHT, linesOf, runsOf, widthOf, type Run } from './fonts.ts'
import type { Box } from './paper.ts'
import type { Pdf } from './pdf.ts'

export interface Paint {
  /** Colour of the inside, such as `#3366ff`; none by default. */
  readonly fill?: string
  /** Colour of the line; black by default unless there is a `fill`. */
  readonly stroke?: string
  /** Width of the line. */
  readonly line?: number
  /** Lengths of dash and gap. */
  readonly dash?: readonly [number, number]
}

export interface TextStyle {
  /** Height of the type: capitals and digits are 0.66 of it tall. */
  readonly size: number
  readonly colour?: string
  /** What `x` is of the text. */
  readonly align?: 'left' | 'center' | 'right'
  /** What `y` is of the text: the line it stands on, or the middle of its capitals and digits. */
  readonly anchor?: 'baseline' | 'middle'
  /** The key of the task that the text is from, for the error about a character that no font has. */
  readonly field?: string
}

const INK = '#000000'
const LINE = 0.4
/** From one line of a paragraph to the next, for type of size 1. */
const LEADING = 1.35
const SHARE_BEFORE = { left: 0, center: 0.5, right: 1 } as const

export class Surface {
  readonly width: number
  readonly height: number
  readonly #pdf: Pdf

  constructor(pdf: Pdf, width: number, height: number) {
    this.#pdf = pdf
    this.width = width
    this.height = height
  }

  /** All of it. */
  get box(): Box {
    return { x: 0, y: 0, width: this.width, height: this.height }
  }

  line(x1: number, y1: number, x2: number, y2: number, paint: Paint = {}): void {
    this.#pdf.moveTo(x1, y1).lineTo(x2, y2)
    this.#paint(paint)
  }

  /** A rectangle, with corners of radius `round`. */
  rect({ x, y, width, height }: Box, paint: Paint & { readonly round?: number } = {}): void {
    if (paint.round) this.#pdf.roundedRect(x, y, width, height, paint.round)
    else this.#pdf.rect(x, y, width, height)
    this.#paint(paint)
  }

  circle(x: number, y: number, radius: number, paint: Paint = {}): void {
    this.#pdf.circle(x, y, radius)
    this.#paint(paint)
  }

  /** Circles of one kind, even thousands of them. */
  circles(
    centres: readonly (readonly [number, number])[],
    radius: number,
    paint: Paint = {},
  ): void {
    this.#pdf.stamp(centres, () => {
      this.#pdf.circle(0, 0, radius)
      this.#paint(paint)
    })
  }

  /** A shape in the language of SVG's `d`. */
  path(d: string, paint: Paint = {}): void {
    this.#pdf.path(d)
    this.#paint(paint)
  }

  /** One line of text. */
  text(text: string, x: number, y: number, style: TextStyle): void {
    const runs = runsOf(text, style.field)
    const { size, align = 'left', anchor = 'baseline' } = style
    const before = SHARE_BEFORE[align] * widthOf(runs) * size
    this.#runs(runs, x - before, anchor === 'middle' ? y + (CAP_HEIGHT / 2) * size : y, style)
  }

  /** One line of text in a box, at half its height: of the given size, or smaller where it would not fit. */
  label(text: string, box: Box, style: Omit<TextStyle, 'anchor'>): void {
    const { align = 'center' } = style
    const width = widthOf(runsOf(text, style.field))
    const size = Math.min(style.size, box.width / width, box.height / CAP_HEIGHT)
    const x = box.x + SHARE_BEFORE[align] * box.width
    this.text(text, x, box.y + box.height / 2, { ...style, size, align, anchor: 'middle' })
  }

  /**
   * Text over as many lines as its box is wide for, from the top of the box.
   * @returns where the next paragraph may begin.
   */
  paragraph(text: string, box: Box, style: Omit<TextStyle, 'anchor'>): number {
    const { align = 'left', size } = style
    const x = box.x + SHARE_BEFORE[align] * box.width
    let top = box.y
    for (const line of linesOf(text, box.width / size)) {
      this.text(line, x, top + LEADING * size * 0.75, style)
      top += LEADING * size
    }
    return top
  }

  /** Draws in a box of this surface as on a surface of its own. */
  within({ x, y, width, height }: Box, draw: (surface: Surface) => void): void {
    this.#pdf.save()
    this.#pdf.translate(x, y)
    draw(new Surface(this.#pdf, width, height))
    this.#pdf.restore()
  }

  /** Draws in a box turned clockwise, as on a surface of its own: at 90 and 270 degrees width and height change places. */
  turned(degrees: 90 | 180 | 270, box: Box, draw: (surface: Surface) => void): void {
    const { x, y, width, height } = box
    const [left, top] = { 90: [x + width, y], 180: [x + width, y + height], 270: [x, y + height] }[
      degrees
    ] as [number, number]
    this.#pdf.save()
    this.#pdf.translate(left, top).rotate(degrees)
    draw(
      degrees === 180
        ? new Surface(this.#pdf, width, height)
        : new Surface(this.#pdf, height, width),
    )
    this.#pdf.restore()
  }

  #paint({ fill, stroke = fill ? undefined : INK, line = LINE, dash }: Paint): void {
    const pdf = this.#pdf.lineWidth(line)
    if (dash) pdf.dash(dash[0], { space: dash[1] })
    if (fill && stroke) pdf.fillAndStroke(fill, stroke)
    else if (fill) pdf.fill(fill)
    else if (stroke) pdf.stroke(stroke)
    if (dash) pdf.undash()
  }

  #runs(
    runs: readonly Run[],
    x: number,
    baseline: number,
    { size, colour = INK }: TextStyle,
  ): void {
    let left = x
    for (const run of runs) {
      const { name, scale } = run.typeface
      this.#pdf
        .font(name)
        .fontSize(size * scale)
        .fillColor(colour)
      this.#pdf.text(run.text, left, baseline, { lineBreak: false, baseline: 'alphabetic' })
      left += widthOf([run]) * size
    }
  }
}
