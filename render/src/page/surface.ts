// Where a worksheet draws: lines, shapes and text on a rectangle whose top left corner is 0, 0. All lengths are
// millimetres. Text is text in the PDF, never outlines, so that it can be searched, copied and read out.
import { CAP_HEIGHT, linesOf, runsOf, widthOf } from './fonts.ts'
import type { Box } from './paper.ts'
import type { Pdf } from './pdf.ts'
import type { About, Role } from './structure.ts'

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
  /** What the text is in the page's structure; a paragraph by default. */
  readonly role?: Role
  /** BCP 47, where it is not the document's. */
  readonly language?: string
  /** What is read in place of the characters, where they do not say all. */
  readonly readAs?: string
}

const INK = '#000000'
const LINE = 0.4
/** From one line of a paragraph to the next, for type of size 1. */
export const LEADING = 1.35
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
    this.#pdf.structure.shape()
    this.#pdf.moveTo(x1, y1).lineTo(x2, y2)
    this.#paint(paint)
  }

  /** A rectangle, with corners of radius `round`. */
  rect({ x, y, width, height }: Box, paint: Paint & { readonly round?: number } = {}): void {
    this.#pdf.structure.shape()
    if (paint.round) this.#pdf.roundedRect(x, y, width, height, paint.round)
    else this.#pdf.rect(x, y, width, height)
    this.#paint(paint)
  }

  circle(x: number, y: number, radius: number, paint: Paint = {}): void {
    this.#pdf.structure.shape()
    this.#pdf.circle(x, y, radius)
    this.#paint(paint)
  }

  /** Circles of one kind, even thousands of them. */
  circles(
    centres: readonly (readonly [number, number])[],
    radius: number,
    paint: Paint = {},
  ): void {
    this.#pdf.structure.shape()
    this.#pdf.stamp(centres, () => {
      this.#pdf.circle(0, 0, radius)
      this.#paint(paint)
    })
  }

  /** A shape in the language of SVG's `d`. */
  path(d: string, paint: Paint = {}): void {
    this.#pdf.structure.shape()
    this.#pdf.path(d)
    this.#paint(paint)
  }

  /** One line of text. */
  text(text: string, x: number, y: number, style: TextStyle): void {
    const { size, align = 'left', anchor = 'baseline' } = style
    const top = anchor === 'middle' ? y + (CAP_HEIGHT / 2) * size : y
    this.#content(text, style, () => this.#line(text, x, top, { ...style, align }))
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
    const lines = linesOf(text, box.width / size)
    this.#content(text, style, () => {
      for (const [index, line] of lines.entries()) {
        const baseline = box.y + LEADING * size * (index + 0.75)
        // Readers take lines for one word where no blank parts them (ISO 32000-1, 14.8.2.5).
        this.#line(line, x, baseline, { ...style, align }, index < lines.length - 1 ? ' ' : '')
      }
    })
    return box.y + LEADING * size * lines.length
  }

  /** A picture: all that `draw` draws, and what it shows in words. `box` is the picture's place. */
  figure(alt: string, box: Box, draw: () => void): void {
    const bounds = this.#pdf.boundsOf(box)
    this.#pdf.structure.content({ role: 'Figure', alt, bounds }, draw)
  }

  /** Texts that are read as one, and as `actual`: the two numbers of a fraction. */
  readAs(actual: string, draw: () => void): void {
    this.#pdf.structure.content({ role: 'P', actual }, draw)
  }

  /** A part of the page's structure that is made of others, such as a table of rows. */
  group(role: Role, draw: () => void, about: Pick<About, 'numbering'> = {}): void {
    this.#pdf.structure.group({ role, ...about }, draw)
  }

  /** What stands above or below the content of every page. */
  band(kind: 'Header' | 'Footer', draw: () => void): void {
    this.#pdf.structure.band(kind, draw)
  }

  /** Draws in a box of this surface as on a surface of its own. */
  within({ x, y, width, height }: Box, draw: (surface: Surface) => void): void {
    this.#save()
    this.#pdf.translate(x, y)
    draw(new Surface(this.#pdf, width, height))
    this.#restore()
  }

  /** Draws in a box turned clockwise, as on a surface of its own: at 90 and 270 degrees width and height change places. */
  turned(degrees: 90 | 180 | 270, box: Box, draw: (surface: Surface) => void): void {
    const { x, y, width, height } = box
    const [left, top] = { 90: [x + width, y], 180: [x + width, y + height], 270: [x, y + height] }[
      degrees
    ] as [number, number]
    this.#save()
    this.#pdf.translate(left, top).rotate(degrees)
    draw(
      degrees === 180
        ? new Surface(this.#pdf, width, height)
        : new Surface(this.#pdf, height, width),
    )
    this.#restore()
  }

  /** Marked content does not cross what is saved and restored. */
  #save(): void {
    this.#pdf.structure.end()
    this.#pdf.save()
  }

  #restore(): void {
    this.#pdf.structure.end()
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

  /** Without text there is nothing to read, but for a cell of a table, which has its place all the same. */
  #content(
    text: string,
    { role = 'P', language, readAs: actual }: Omit<TextStyle, 'anchor'>,
    draw: () => void,
  ): void {
    const part = {
      role,
      says: text,
      ...(language !== undefined && { language }),
      ...(actual !== undefined && { actual }),
    }
    if (text.trim() !== '') this.#pdf.structure.content(part, draw)
    else if (role === 'TD') this.#pdf.structure.group({ role }, () => undefined)
  }

  /** `after` takes up no room. */
  #line(
    text: string,
    x: number,
    baseline: number,
    { size, colour = INK, align = 'left', field }: TextStyle,
    after = '',
  ): void {
    const runs = runsOf(text, field)
    let left = x - SHARE_BEFORE[align] * widthOf(runs) * size
    for (const [index, run] of runs.entries()) {
      const { name, scale } = run.typeface
      this.#pdf
        .font(name)
        .fontSize(size * scale)
        .fillColor(colour)
      const words = index === runs.length - 1 ? run.text + after : run.text
      this.#pdf.text(words, left, baseline, { lineBreak: false, baseline: 'alphabetic' })
      left += widthOf([run]) * size
    }
  }
}
