// What the operators of a page draw: an interpreter of as much of PDF as worksheets use.
import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { Box } from '../../src/page/paper.ts'

export interface ReadText {
  readonly text: string
  /** The left end of its base line. */
  readonly x: number
  readonly y: number
  readonly size: number
  /** Clockwise, in degrees: 0 is upright. */
  readonly turned: number
  /** From its base line to the top of its capitals. */
  readonly box: Box
  /** Its characters that the font lacks. */
  readonly missing: number
  readonly colour: string
}

export interface ReadShape {
  readonly fill: string | undefined
  readonly stroke: string | undefined
  /** Width of the line. */
  readonly line: number
  readonly parts: readonly ReadPart[]
}

/** A line, rectangle, circle: what one stroke of the pen draws. */
export interface ReadPart {
  readonly box: Box
  readonly points: readonly Point[]
  readonly curved: boolean
  readonly closed: boolean
}

type Point = readonly [number, number]
type Matrix = readonly [number, number, number, number, number, number]

interface State {
  readonly matrix: Matrix
  readonly fill: string
  readonly stroke: string
  readonly line: number
}

interface Glyph {
  readonly unicode: string
  readonly width: number
  readonly originalCharCode: number
}

const MM_PER_POINT = 25.4 / 72
const CAP_HEIGHT = 0.66

export interface Read {
  readonly texts: ReadText[]
  readonly shapes: ReadShape[]
  readonly fontIds: readonly string[]
}

export function read(
  { fnArray, argsArray }: { fnArray: number[]; argsArray: unknown[] },
  pageHeight: number,
): Read {
  const texts: ReadText[] = []
  const shapes: ReadShape[] = []
  const fontIds = new Set<string>()
  const toMillimetres: Matrix = [MM_PER_POINT, 0, 0, -MM_PER_POINT, 0, pageHeight * MM_PER_POINT]
  let state: State = { matrix: toMillimetres, fill: '#000000', stroke: '#000000', line: 1 }
  const saved: State[] = []
  let textMatrix: Matrix = [1, 0, 0, 1, 0, 0]
  let fontSize = 0
  for (const [index, operator] of fnArray.entries()) {
    const values = argsArray[index] as never[]
    if (operator === OPS.save) saved.push(state)
    else if (operator === OPS.restore) state = saved.pop()!
    else if (operator === OPS.transform)
      state = { ...state, matrix: product(state.matrix, matrixOf(values)) }
    else if (operator === OPS.setFillRGBColor) state = { ...state, fill: values[0]! }
    else if (operator === OPS.setStrokeRGBColor) state = { ...state, stroke: values[0]! }
    else if (operator === OPS.setLineWidth) state = { ...state, line: values[0]! }
    else if (operator === OPS.constructPath) shapes.push(shapeOf(values, state))
    else if (operator === OPS.setTextMatrix) textMatrix = matrixOf(values[0]!)
    else if (operator === OPS.setFont) {
      fontIds.add(values[0]!)
      fontSize = values[1]!
    } else if (operator === OPS.showText)
      texts.push(textOf(values[0]!, fontSize, product(state.matrix, textMatrix), state.fill))
    else if (!HARMLESS.has(operator)) throw new Error(`A worksheet used the operator ${operator}.`)
  }
  return { texts: texts.map(withoutEndOfLine), shapes, fontIds: [...fontIds] }
}

/** A blank at the end of a line parts it from the next; within a line it stands between two fonts. */
function withoutEndOfLine(text: ReadText, index: number, all: readonly ReadText[]): ReadText {
  const next = all[index + 1]
  const across = text.turned % 180 === 0 ? 'y' : 'x'
  const goesOn = next !== undefined && Math.abs(next[across] - text[across]) < 0.01
  return goesOn ? text : { ...text, text: text.text.trimEnd() }
}

const HARMLESS = new Set<number>([
  OPS.dependency,
  OPS.beginText,
  OPS.endText,
  OPS.setDash,
  OPS.setLineCap,
  OPS.setLineJoin,
  OPS.setFillColorSpace,
  OPS.setStrokeColorSpace,
  OPS.beginMarkedContent,
  OPS.beginMarkedContentProps,
  OPS.endMarkedContent,
])

function textOf(
  items: readonly (Glyph | number)[],
  fontSize: number,
  matrix: Matrix,
  colour: string,
): ReadText {
  const glyphs = items.filter((item) => typeof item === 'object')
  // A blank at the end has no ink.
  const last = glyphs.at(-1)?.unicode === ' ' ? glyphs.at(-1) : undefined
  const advance = items
    .filter((item) => item !== last)
    .reduce<number>((sum, item) => sum + (typeof item === 'number' ? -item : item.width), 0)
  const [a, b] = matrix
  const scale = Math.hypot(a, b)
  const [x, y] = applied(matrix, [0, 0])
  const [width, height] = [(advance / 1000) * fontSize, CAP_HEIGHT * fontSize]
  return {
    text: glyphs.map(({ unicode }) => unicode).join(''),
    x,
    y,
    size: fontSize * scale,
    turned: Math.round((Math.atan2(b, a) * 180) / Math.PI),
    box: boxAround(
      [
        [0, 0],
        [width, 0],
        [width, height],
        [0, height],
      ].map((point) => applied(matrix, point as never)),
    ),
    missing: glyphs.filter(({ originalCharCode }) => originalCharCode === 0).length,
    colour,
  }
}

const FILLS = new Set<number>([OPS.fill, OPS.eoFill, OPS.fillStroke, OPS.eoFillStroke])
const STROKES = new Set<number>([OPS.stroke, OPS.closeStroke, OPS.fillStroke, OPS.eoFillStroke])
/** How many points follow each drawing operator: move, line, curve, quadratic curve, close. */
const POINTS = [1, 1, 3, 2, 0]

function shapeOf(values: readonly unknown[], { matrix, fill, stroke, line }: State): ReadShape {
  const [paint, [drawn]] = values as unknown as [number, [Float32Array | null]]
  const path = drawn ?? new Float32Array()
  const parts: { points: Point[]; curved: boolean; closed: boolean }[] = []
  for (let at = 0; at < path.length;) {
    const operator = path[at]!
    at += 1
    if (operator === 0) parts.push({ points: [], curved: false, closed: false })
    const part = parts.at(-1)!
    if (operator === 4) part.closed = true
    if (operator === 2 || operator === 3) part.curved = true
    for (let count = POINTS[operator]!; count > 0; count -= 1, at += 2)
      part.points.push(applied(matrix, [path[at]!, path[at + 1]!]))
  }
  return {
    fill: FILLS.has(paint) ? fill : undefined,
    stroke: STROKES.has(paint) ? stroke : undefined,
    line: line * Math.hypot(matrix[0], matrix[1]),
    parts: parts.map((part) => ({ ...part, box: boxAround(part.points) })),
  }
}

function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)]
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

/** pdf.js gives matrices as arrays and as objects with the keys 0 to 5. */
const matrixOf = (values: ArrayLike<number>): Matrix =>
  [0, 1, 2, 3, 4, 5].map((index) => values[index]) as unknown as Matrix

const applied = ([a, b, c, d, e, f]: Matrix, [x, y]: Point): Point => [
  a * x + c * y + e,
  b * x + d * y + f,
]

/** First `inner`, then `outer`. */
const product = ([a, b, c, d, e, f]: Matrix, inner: Matrix): Matrix => {
  const [ia, ib, ic, id, ie, inF] = inner
  return [
    a * ia + c * ib,
    b * ia + d * ib,
    a * ic + c * id,
    b * ic + d * id,
    a * ie + c * inF + e,
    b * ie + d * inF + f,
  ]
}
