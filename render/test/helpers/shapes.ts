// What tests of several worksheets look for in the shapes of a page.
import { expect } from 'vitest'
import type { Box } from '../../src/page/paper.ts'
import type { DrawnPage } from './check_worksheet.ts'
import { colourAt } from './raster.ts'
import type { ReadShape } from './read_operators.ts'

/** Where there are black dots: filled circles. */
export const dotsIn = (shapes: readonly ReadShape[]): readonly Box[] =>
  shapes
    .filter(({ fill, stroke }) => fill === '#000000' && stroke === undefined)
    .flatMap(({ parts }) => parts)
    .filter(({ box, curved }) => curved && Math.abs(box.width - box.height) < 0.01)
    .map(({ box }) => box)

/** The page is of one colour, to the edges of where a worksheet may draw. */
export function expectSolid({ raster, content, texts }: DrawnPage, colour: string): void {
  const colours = new Set<string>()
  for (let x = content.x + 0.5; x < content.x + content.width - 0.5; x += 5)
    for (let y = content.y + 0.5; y < content.y + content.height - 0.5; y += 5)
      colours.add(colourAt(raster, x, y))
  const [right, bottom] = [content.x + content.width - 0.5, content.y + content.height - 0.5]
  colours.add(colourAt(raster, right, bottom))
  expect([...colours]).toEqual([colour])
  expect(texts).toEqual([])
}
