// Cards to search among: fold-up cards with a picture on one side and a number on the other.
import { cells, centred, inset } from '../page/box.ts'
import type { Box } from '../page/paper.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'
import { drawHelperSheet } from './searching_cards/helper_sheet.ts'
import { SIDE, SYMBOLS } from './searching_cards/symbols.ts'
import { defineWorksheet } from './worksheet.ts'

const PER_PAGE = 4
const PEN = { stroke: '#000000', line: 0.7 }

export const searchingCards = defineWorksheet({
  options: {
    number_cards: ['15', '31'],
    max_number: ['cards', '99', '999', 'blank'],
    help_sheet: [true, false],
  },
  subtitle({ number_cards, max_number, help_sheet }, paperSize, texts) {
    const largest = max_number === 'cards' ? number_cards : max_number
    const range = largest === 'blank' ? texts.blank : texts.range(0, largest)
    const { cards, helperSheet } = texts.searching
    return [cards(number_cards), range, helperSheet(help_sheet), paperSize].join(' - ')
  },
  *pages({ number_cards, max_number, help_sheet }, random, texts) {
    const count = Number(number_cards)
    const largest = max_number === 'cards' ? count : Number(max_number)
    // There is no zero, so that as many numbers as cards are 1, 2, 3 and so on.
    const numbers = max_number === 'blank' ? [] : random.distinct(count, 1, largest)
    if (help_sheet) {
      const sorted = numbers.toSorted((a, b) => a - b)
      yield (page) => drawHelperSheet(page, { count, largest, sorted }, texts)
    }
    for (let first = 0; first < count; first += PER_PAGE)
      yield (page) =>
        drawCards(page, first, { count: Math.min(PER_PAGE, count - first), numbers }, texts)
  },
})

/** The cards are strips across the page: one fold for all of them, and cuts that need no turning of the page. */
function drawCards(
  page: Surface,
  first: number,
  { count, numbers }: { count: number; numbers: readonly number[] },
  texts: Texts,
): void {
  const frame = inset(page.box, 0.5)
  const strips = cells(frame, 1, PER_PAGE)
  const used = { ...frame, height: (frame.height * count) / PER_PAGE }
  const cuts = strips.slice(1, count).map(({ x, y, width }) => `M${x} ${y}h${width}`)
  const middle = page.width / 2
  page.rect(used, { line: 0.4 })
  if (cuts.length > 0) page.path(cuts.join(''), { line: 0.4 })
  page.line(middle, used.y, middle, used.y + used.height, { stroke: '#888888', dash: [1.5, 1.5] })
  for (const [index, strip] of strips.slice(0, count).entries()) {
    const [front, back] = cells(strip, 2, 1) as [Box, Box]
    drawFront(page, front, first + index, texts)
    drawBack(page, back, numbers[first + index])
  }
  if (count < PER_PAGE) drawMaking(page, strips[count]!, texts.searching.folding)
}

function drawFront(page: Surface, box: Box, index: number, { searching, figures }: Texts): void {
  const { colour, shape, lines, ...symbol } = SYMBOLS[index]!
  const name = searching.things[symbol.name]
  const middle = centred(box, SIDE, SIDE + 10)
  page.figure(figures.thing(name), { ...middle, height: SIDE }, () =>
    page.within(middle, (square) => {
      square.path(shape, { fill: colour, ...PEN })
      if (lines) square.path(lines, PEN)
    }),
  )
  page.label(name, { ...middle, y: middle.y + SIDE + 3, height: 7 }, { size: 8 })
}

/** The line tells sixes from nines, and is there to write on where there is no number. */
function drawBack(page: Surface, box: Box, number: number | undefined): void {
  const line = { ...inset(box, 18), y: box.y + box.height - 9 }
  page.line(line.x, line.y, line.x + line.width, line.y, { stroke: '#888888' })
  const field = { ...inset(box, 10), height: box.height - 24 }
  if (number !== undefined) page.label(`${number}`, field, { size: 56 })
}

/** In the place that the last page has left over. */
function drawMaking(page: Surface, box: Box, words: string): void {
  page.paragraph(words, { ...inset(box, 14), y: box.y + 20 }, { size: 6.5, align: 'center' })
}
