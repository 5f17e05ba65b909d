// Shapes, and drawing in boxes that are moved and turned.
import { expect, test } from 'vitest'
import { cells, centred, fitted, inset } from '../../src/page/box.ts'
import { layoutOf } from '../../src/page/paper.ts'
import { Pdf } from '../../src/page/pdf.ts'
import { Surface } from '../../src/page/surface.ts'
import { readPdf, type ReadPage } from '../helpers/read_pdf.ts'

async function drawn(draw: (page: Surface) => void): Promise<ReadPage> {
  const pdf = new Pdf('test')
  pdf.startPage(layoutOf('a4'))
  draw(new Surface(pdf, 210, 297))
  const { pages } = await readPdf(await pdf.bytes())
  return pages[0]!
}

const BOX = { x: 20, y: 30, width: 100, height: 40 }

test('shapes are painted as asked, in millimetres', async () => {
  const { shapes } = await drawn((page) => {
    page.rect(BOX)
    page.rect(BOX, { fill: '#ff0000' })
    page.circle(50, 60, 5, { fill: '#ffffff', stroke: '#0000ff', line: 1 })
    page.line(0, 0, 10, 20, { stroke: '#00ff00' })
    page.path('M 1 1 H 3 V 5 Z', { fill: '#000000' })
  })
  expect(shapes.map(({ fill, stroke }) => [fill, stroke])).toEqual([
    [undefined, '#000000'],
    ['#ff0000', undefined],
    ['#ffffff', '#0000ff'],
    [undefined, '#00ff00'],
    ['#000000', undefined],
  ])
  const [x, width] = [expect.closeTo(45, 2), expect.closeTo(10, 2)]
  expect(shapes[2]!.parts[0]!.box).toEqual({ x, y: expect.closeTo(55, 2), width, height: width })
  expect(shapes[2]!.line).toBeCloseTo(1, 2)
  expect(shapes[4]!.parts[0]!.box).toMatchObject({
    width: expect.closeTo(2, 2),
    height: expect.closeTo(4, 2),
  })
})

test.each([
  [90, { width: 40, height: 100 }, { x: 114, y: 32 }],
  [180, { width: 100, height: 40 }, { x: 118, y: 64 }],
  [270, { width: 40, height: 100 }, { x: 26, y: 68 }],
] as const)(
  'a surface turned by %i degrees has its own corner and size',
  async (degrees, size, place) => {
    const { texts } = await drawn((page) => {
      page.turned(degrees, BOX, (turned) => {
        expect(turned).toMatchObject(size)
        turned.text('here', 2, 6, { size: 5 })
      })
      page.text('there', 1, 10, { size: 5 })
    })
    expect(texts[0]).toMatchObject({ turned: degrees === 180 ? 180 : degrees === 270 ? -90 : 90 })
    expect([texts[0]!.x, texts[0]!.y]).toEqual([
      expect.closeTo(place.x, 2),
      expect.closeTo(place.y, 2),
    ])
    // What comes after is not turned.
    expect(texts[1]).toMatchObject({ x: expect.closeTo(1, 2), turned: 0 })
  },
)

test('a surface within a box begins at its corner', async () => {
  const { texts } = await drawn((page) => {
    page.within(BOX, (inner) => {
      expect(inner.box).toEqual({ x: 0, y: 0, width: 100, height: 40 })
      inner.text('here', 2, 6, { size: 5 })
    })
  })
  expect(texts[0]).toMatchObject({ x: expect.closeTo(22, 2), y: expect.closeTo(36, 2) })
})

test('cells share a box evenly, row by row, with gaps between them alone', () => {
  const all = cells(BOX, 3, 2, 5)
  expect(all).toHaveLength(6)
  expect(all[0]).toEqual({ x: 20, y: 30, width: 30, height: 17.5 })
  expect(all[5]).toEqual({ x: 90, y: 52.5, width: 30, height: 17.5 })
})

test('boxes are made smaller, fitted and centred', () => {
  expect(inset(BOX, 5)).toEqual({ x: 25, y: 35, width: 90, height: 30 })
  expect(fitted(BOX, 1)).toEqual({ x: 50, y: 30, width: 40, height: 40 })
  expect(fitted(BOX, 4)).toEqual({ x: 20, y: 37.5, width: 100, height: 25 })
  expect(centred(BOX, 10, 20)).toEqual({ x: 65, y: 40, width: 10, height: 20 })
})
