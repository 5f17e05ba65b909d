// The rules that every worksheet keeps, in every combination of its options, on every paper.
import { expect, test } from 'vitest'
import { drawWorksheet, type Order } from '../../src/draw.ts'
import { layoutOf, PAPER_SIZES, type Box, type PaperSize } from '../../src/page/paper.ts'
import { worksheets, type WorksheetName } from '../../src/worksheets/index.ts'
import type { Chosen, OptionValues, Worksheet } from '../../src/worksheets/worksheet.ts'
import { hasInk, rastersOf, textsOf, type Raster } from './raster.ts'
import { overlap, readPdf, type ReadPage } from './read_pdf.ts'
import type { ReadShape, ReadText } from './read_operators.ts'

/** What a test of a worksheet says of it. */
export interface Expected<Options> {
  /** How many there are of its options, paper sizes included. */
  readonly combinations: number
  /** Names of files, exactly; the resource is called `Example`. */
  readonly filenames: readonly (readonly [PaperSize, Options, string])[]
  /** Pages of one copy. */
  readonly pages: (options: Options) => number
  /** Whether each copy has numbers of its own; none has by default. */
  readonly random?: (options: Options) => boolean
}

export interface OrderOf<Options> extends Order {
  readonly options: Options & Order['options']
}

/** A copy as a reader sees it, without header and footer. */
export type DrawnCopy = readonly DrawnPage[]

export interface DrawnPage {
  readonly texts: readonly ReadText[]
  readonly shapes: readonly ReadShape[]
  readonly raster: Raster
  /** Where a worksheet may draw. */
  readonly content: Box
}

const BANDS = {
  headerText: 'Room 4 <b>&"',
  resourceName: 'Example',
  url: 'https://example.org/grid?a=1&b=2',
}
/** Smaller type cannot be read on paper. */
const SMALLEST_TYPE = 2.5
/** What printers leave white, in millimetres. */
const MARGIN = 10
const POINTS_PER_MM = 72 / 25.4

/** An order for one copy with each combination of options, and its title: for `test.each`. */
export function ordersOf<Values extends OptionValues>(
  worksheet: Worksheet<Values>,
): readonly (readonly [string, OrderOf<Chosen<Values>>])[] {
  const view = nameOf(worksheet)
  const combinations = combinationsOf(worksheet.options) as readonly Chosen<Values>[]
  return PAPER_SIZES.flatMap((paperSize) =>
    combinations.map((options) => {
      const order = { ...BANDS, view, paperSize, options, copies: 1, seed: 'test' }
      return [titleOf(order), order] as const
    }),
  )
}

/** Draws and reads an order for one copy, once, however often it is asked for. */
export function readCopy(order: Order): Promise<DrawnCopy> {
  const key = JSON.stringify(order)
  const copy = copies.get(key) ?? readAndCheck(order)
  copies.set(key, copy)
  return copy
}

const copies = new Map<string, Promise<DrawnCopy>>()

async function readAndCheck(order: Order): Promise<DrawnCopy> {
  const { filename, pdf } = await drawWorksheet(order)
  expect(pdf.length, 'bytes').toBeLessThan(100_000)
  const document = await readPdf(pdf)
  const language = order.language ?? 'en'
  expect(document).toMatchObject({ title: filename, language })
  const rasters = await rastersOf(pdf)
  return document.pages.map((page, index) => checkPage(page, rasters[index]!, order.paperSize))
}

/** Tests all that holds for any worksheet. What its pages mean is up to tests of its own. */
export function checkWorksheet<Values extends OptionValues>(
  worksheet: Worksheet<Values>,
  { combinations, filenames, pages, random = () => false }: Expected<Chosen<Values>>,
): void {
  const orders = ordersOf(worksheet)
  const [, last] = orders.at(-1)!

  test(`there are ${combinations} combinations of options`, () => {
    expect(orders).toHaveLength(combinations)
  })

  test.each(orders)('pages keep to paper, fonts and margins: %s', async (_title, order) => {
    expect(await readCopy(order)).toHaveLength(pages(order.options))
  })

  test.each(filenames)('the file of %s %j is %s', async (paperSize, options, filename) => {
    const drawing = await drawWorksheet({ ...last, paperSize, options })
    expect(drawing.filename).toBe(filename)
  })

  test('the same seed gives the same bytes', async () => {
    const [first, again] = await Promise.all([drawWorksheet(last), drawWorksheet(last)])
    expect(Buffer.from(first.pdf).equals(again.pdf)).toBe(true)
  })

  test.each(orders)('copies differ where chance has a part: %s', async (_title, order) => {
    const texts = await textsOf((await drawWorksheet({ ...order, copies: 2 })).pdf)
    const count = pages(order.options)
    expect(texts).toHaveLength(2 * count)
    const [first, second] = [texts.slice(0, count), texts.slice(count)].map((copy) =>
      copy.join('\f'),
    )
    expect(first !== second).toBe(random(order.options))
  })

  test.each(orders)(
    'without a seed, documents differ where chance has a part: %s',
    async (_title, order) => {
      const { seed: _seed, ...unseeded } = order
      const [first, second] = await Promise.all([drawWorksheet(unseeded), drawWorksheet(unseeded)])
      expect(Buffer.from(first.pdf).equals(second.pdf)).toBe(!random(order.options))
    },
  )

  test('fifty copies are smaller than 510 KiB', async () => {
    const { pdf } = await drawWorksheet({ ...last, copies: 50 })
    expect(pdf.length).toBeLessThan(510 * 1024)
  })
}

/** Size, fonts, bands and margins of a page. */
function checkPage(page: ReadPage, raster: Raster, paperSize: PaperSize): DrawnPage {
  const { paper, content, footer } = layoutOf(paperSize)
  const drawn = checkLayout(page, paperSize)
  // What no list of shapes shows: line widths, joins, and what the reader makes of them.
  const { width, height } = paper
  const blank: readonly Box[] = [
    { x: 0, y: 0, width, height: MARGIN },
    { x: 0, y: content.y - 1.6, width, height: 1 },
    { x: 0, y: footer.y + 0.5, width, height: 1 },
    { x: 0, y: height - MARGIN, width, height: MARGIN },
    { x: 0, y: 0, width: MARGIN, height },
    { x: width - MARGIN, y: 0, width: MARGIN, height },
  ]
  for (const box of blank) expect(hasInk(raster, pixels(box)) ? box : 'blank').toBe('blank')
  return { ...drawn, raster }
}

/** All of that but what only a picture of the page shows. */
export function checkLayout(page: ReadPage, paperSize: PaperSize): Omit<DrawnPage, 'raster'> {
  const { content, header, footer } = layoutOf(paperSize)
  expect(page.width).toBeCloseTo(paperSize === 'a4' ? 595.28 : 612, 1)
  expect(page.height).toBeCloseTo(paperSize === 'a4' ? 841.89 : 792, 1)
  for (const { name, embedded } of page.fonts) {
    expect(name, 'the name of a subset').toMatch(/^[A-Z]{6}\+/)
    expect(embedded, 'embedded').toBe(true)
  }
  expect(
    page.texts.filter(({ missing }) => missing > 0),
    'characters that the font lacks',
  ).toEqual([])
  const isBand = ({ box }: { box: Box }): boolean => within(box, header) || within(box, footer)
  expect(page.texts.filter(isBand).map(({ text }) => text)).toEqual(Object.values(BANDS))
  const texts = page.texts.filter((text) => !isBand(text))
  const shapes = page.shapes.filter(({ parts }) => !parts.every(isBand))
  for (const { text, box, size } of texts) {
    expect(within(box, content), `"${text}" is within the content`).toBe(true)
    expect(size, `size of "${text}"`).toBeGreaterThan(SMALLEST_TYPE)
  }
  checkOverlaps(texts)
  for (const { box } of shapes.flatMap(({ parts }) => parts))
    expect(within(box, content) ? 'within' : JSON.stringify(box)).toBe('within')
  return { texts, shapes, content }
}

function checkOverlaps(texts: readonly ReadText[]): void {
  for (const [index, text] of texts.entries())
    for (const other of texts.slice(index + 1))
      if (overlap(text.box, other.box))
        expect.fail(`"${text.text}" is printed over "${other.text}".`)
}

/** One pixel more on each side may be touched by half. */
const pixels = ({ x, y, width, height }: Box): [number, number, number, number] => [
  x * POINTS_PER_MM + 1,
  y * POINTS_PER_MM + 1,
  (x + width) * POINTS_PER_MM - 1,
  (y + height) * POINTS_PER_MM - 1,
]

/** Half the widest line may stand over. */
const within = (box: Box, outer: Box): boolean =>
  box.x >= outer.x - 0.1 &&
  box.y >= outer.y - 0.1 &&
  box.x + box.width <= outer.x + outer.width + 0.1 &&
  box.y + box.height <= outer.y + outer.height + 0.1

/** What a page says, in the order of the alphabet. */
export const stringsOf = (texts: readonly ReadText[]): readonly string[] =>
  texts.map(({ text }) => text).toSorted()

const titleOf = ({ paperSize, options }: Order): string =>
  [paperSize, ...Object.entries(options).map(([name, value]) => `${name}=${value}`)].join(', ')

const nameOf = (worksheet: unknown): WorksheetName => {
  const [name] = Object.entries(worksheets).find(([, candidate]) => candidate === worksheet) ?? []
  if (name === undefined) throw new Error('The worksheet is not in src/worksheets/index.ts.')
  return name as WorksheetName
}

/** Every choice of one value for each option. */
const combinationsOf = (options: OptionValues): readonly Record<string, string | boolean>[] =>
  Object.entries(options).reduce<readonly Record<string, string | boolean>[]>(
    (all, [name, values]) =>
      all.flatMap((chosen) => values.map((value) => ({ ...chosen, [name]: value }))),
    [{}],
  )
