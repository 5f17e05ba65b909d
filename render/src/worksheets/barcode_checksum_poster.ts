// How the last digit of a barcode is worked out from the others, on a number that no product has.
import { cells, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { defineWorksheet } from './worksheet.ts'

/** Both begin as the numbers do that shops give to goods of their own. */
const DIGITS = { '12': '41234567890', '13': '200123456789' } as const
const CONNECTOR = { stroke: '#777777', line: 0.4, dash: [1.6, 1.2] } as const

/** A step of the working: the digits that it is about are of its colour and joined to it. */
interface Step {
  readonly colour: string
  /** Its top and bottom, of the height of the page. */
  readonly from: number
  readonly to: number
  /** What to do, and what comes of it. */
  readonly lines: readonly string[]
}

export const barcodeChecksumPoster = defineWorksheet({
  options: { barcode_length: ['12', '13'] },
  subtitle: ({ barcode_length }, paperSize, { barcode }) =>
    `${barcode.digits(barcode_length)} - ${paperSize}`,
  pages: ({ barcode_length }, _random, { barcode }) => [
    (page) => {
      const digits = Array.from(DIGITS[barcode_length], Number)
      page.label(
        barcode.title,
        { ...page.box, height: 0.08 * page.height },
        { size: 15, role: 'H1' },
      )
      drawWorking(page, digits, workingOf(digits, barcode))
    },
  ],
})

/** From the right, every second digit counts three times, and the sum of all is a multiple of ten. */
const isThrice = (digits: readonly number[], index: number): boolean =>
  (digits.length - index) % 2 === 1

const sum = (some: readonly number[]): number => some.reduce((total, digit) => total + digit, 0)

function workingOf(
  digits: readonly number[],
  texts: Texts['barcode'],
): {
  thrice: Step
  once: Step
  check: Step
  last: number
} {
  const added = (some: readonly number[]): string => `${some.join(' + ')} = ${sum(some)}`
  const thrice = digits.filter((_, index) => isThrice(digits, index))
  const once = digits.filter((_, index) => !isThrice(digits, index))
  const total = 3 * sum(thrice) + sum(once)
  const last = (10 - (total % 10)) % 10
  const lines = [
    [texts.begin, added(thrice), texts.thrice, `3 × ${sum(thrice)} = ${3 * sum(thrice)}`],
    [texts.between, added(once)],
    [
      texts.sum,
      `${3 * sum(thrice)} + ${sum(once)} = ${total}`,
      `${total} + ${last} = ${total + last}`,
      texts.last(last),
    ],
  ] as const
  return {
    thrice: { colour: '#dbe9fb', from: 0.1, to: 0.34, lines: lines[0] },
    once: { colour: '#dff2dc', from: 0.51, to: 0.71, lines: lines[1] },
    check: { colour: '#fdeecb', from: 0.76, to: 1, lines: lines[2] },
    last,
  }
}

function drawWorking(
  page: Surface,
  digits: readonly number[],
  { thrice, once, check, last }: ReturnType<typeof workingOf>,
): void {
  const row = ({ from, to }: Pick<Step, 'from' | 'to'>): Box => ({
    ...page.box,
    y: from * page.height,
    height: (to - from) * page.height,
  })
  const columns = cells(row({ from: 0.39, to: 0.46 }), digits.length + 1, 1)
  const column = columns.at(-1)!
  // The connector of the last digit passes the second step by.
  const steps = [
    [thrice, row(thrice)],
    [once, { ...row(once), width: column.x }],
    [check, row(check)],
  ] as const
  for (const [{ colour }, band] of steps) page.rect(band, { fill: colour, round: 4 })
  page.readAs(`${digits.join('')}${last}`, () => {
    for (const [index, digit] of digits.entries())
      drawDigit(page, columns[index]!, digit, isThrice(digits, index) ? thrice : once)
    drawDigit(page, column, last, check)
  })
  page.rect(inset(column, 1), { line: 1, round: 2 })
  for (const [step, band] of steps) drawStep(page, band, step)
}

/** In small type what to do, in large type what comes of it. */
function drawStep(page: Surface, band: Box, { lines }: Step): void {
  for (const [index, line] of cells(inset(band, 4), 1, lines.length).entries())
    page.label(lines[index]!, line, { size: lines[index]!.includes(' = ') ? 11 : 7.5 })
}

function drawDigit(page: Surface, box: Box, digit: number, { colour, from, to }: Step): void {
  const x = box.x + box.width / 2
  if (from * page.height < box.y) page.line(x, box.y + 1, x, to * page.height, CONNECTOR)
  else page.line(x, box.y + box.height - 1, x, from * page.height, CONNECTOR)
  page.rect(inset(box, 1), { fill: colour, stroke: '#000000', line: 0.5, round: 2 })
  page.label(`${digit}`, box, { size: 15 })
}
