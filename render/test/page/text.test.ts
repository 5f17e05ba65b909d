// Text: which font draws it, that it fits, and that what cannot be drawn is refused.
import { expect, test } from 'vitest'
import { runsOf, linesOf, widthOf } from '../../src/page/fonts.ts'
import { layoutOf } from '../../src/page/paper.ts'
import { Pdf } from '../../src/page/pdf.ts'
import { Surface } from '../../src/page/surface.ts'
import { TaskError } from '../../src/task_error.ts'
import { readPdf, type ReadPage } from '../helpers/read_pdf.ts'

async function drawn(draw: (page: Surface) => void): Promise<ReadPage> {
  const pdf = new Pdf('test')
  pdf.startPage(layoutOf('a4'))
  draw(new Surface(pdf, 210, 297))
  const { pages } = await readPdf(await pdf.bytes())
  return pages[0]!
}

test('a text is divided among the fonts that have its characters', () => {
  const runs = runsOf('tekau mā tahi ⅓ Привет!').map(({ text, typeface }) => [text, typeface.name])
  expect(runs).toEqual([
    ['tekau mā tahi ', 'PatrickHand-Regular'],
    ['⅓ Привет', 'DejaVuSans'],
    ['!', 'PatrickHand-Regular'],
  ])
})

test('all fonts of a divided text are embedded and read back', async () => {
  const page = await drawn((surface) => surface.text('mā ⅓ fi Ωж', 20, 20, { size: 10 }))
  expect(page.texts.map(({ text }) => text).join('')).toBe('mā ⅓ fi Ωж')
  expect(page.fonts).toHaveLength(2)
  for (const { embedded } of page.fonts) expect(embedded).toBe(true)
})

test('a decomposed accent is composed, and line breaks and tabs are blanks', () => {
  expect(runsOf('ma\u0304\n\tori').map(({ text }) => text)).toEqual(['māori'.replace('o', ' o')])
})

test.each([
  ['你', 'U+4F60'],
  ['\u0007', 'U+0007'],
  ['\ud800', 'U+D800'],
  ['🦄', 'U+1F984'],
])('a character that no font has is refused by name: %j', (character, code) => {
  const refused = (): unknown => runsOf(`Room ${character}`, 'header_text')
  expect(refused).toThrow(TaskError)
  expect(refused).toThrow(code)
  expect(refused).toThrow('header_text')
})

test.each(['שלום עולם', 'مرحبا', '\u202eabc'])('text from right to left is refused: %s', (text) => {
  const refused = (): unknown => runsOf(`Room ${text}`, 'header_text')
  expect(refused).toThrow(TaskError)
  expect(refused).toThrow('in header_text is written from right to left')
})

test('text is drawn at its place, size and colour', async () => {
  const page = await drawn((surface) => {
    surface.text('left', 20, 30, { size: 10, colour: '#cc0423' })
    surface.text('right', 100, 50, { size: 5, align: 'right' })
    surface.text('H', 100, 80, { size: 10, align: 'center', anchor: 'middle' })
  })
  const [left, right, middle] = page.texts
  expect(left).toMatchObject({ text: 'left', colour: '#cc0423', turned: 0, missing: 0 })
  expect([left!.x, left!.y, left!.size]).toEqual([
    expect.closeTo(20),
    expect.closeTo(30),
    expect.closeTo(10, 1),
  ])
  expect(right!.box.x + right!.box.width).toBeCloseTo(100, 1)
  expect(middle!.box.x + middle!.box.width / 2).toBeCloseTo(100, 1)
  expect(middle!.box.y + middle!.box.height / 2).toBeCloseTo(80, 1)
})

test.each(['1', '2,099,999', 'rua tekau mā ono', 'W'.repeat(300)])(
  'a label fits its box: %s',
  async (text) => {
    const box = { x: 10, y: 10, width: 100, height: 40 }
    const page = await drawn((surface) => surface.label(text, box, { size: 200 }))
    const { box: at } = page.texts[0]!
    expect(at.width).toBeLessThanOrEqual(box.width + 0.01)
    expect(at.height).toBeLessThanOrEqual(box.height + 0.01)
    expect(at.x + at.width / 2).toBeCloseTo(60, 1)
    expect(at.y + at.height / 2).toBeCloseTo(30, 0)
  },
)

test('a label is no larger than asked', async () => {
  const page = await drawn((surface) => surface.label('1', surface.box, { size: 12 }))
  expect(page.texts[0]!.size).toBeCloseTo(12, 1)
})

test('a paragraph keeps its words, in lines that fit', async () => {
  const text = 'Each card has a number. '.repeat(20).trim()
  const lines = linesOf(text, 10)
  expect(lines.join(' ')).toBe(text)
  expect(lines.length).toBeGreaterThan(5)
  for (const line of lines) expect(widthOf(runsOf(line))).toBeLessThanOrEqual(10)
  let end = 0
  const page = await drawn((surface) => {
    end = surface.paragraph(text, { x: 10, y: 10, width: 50, height: 200 }, { size: 5 })
  })
  expect(page.texts.map((line) => line.text)).toEqual(lines)
  for (const { box } of page.texts) expect(box.y).toBeGreaterThan(10)
  expect(page.texts.at(-1)!.box.y + page.texts.at(-1)!.box.height).toBeLessThan(end)
})
