// A light bulb, lit or not: told apart by its rays even where there is no colour.
import type { Box } from '../../page/paper.ts'
import type { Surface } from '../../page/surface.ts'

const GLASS = 12
const LINE = 0.9
const RAYS = 7
/** The glass from the left of its neck around to the right, about the middle of its ball. */
const OUTLINE = 'M -5 14 C -5 9.5 -12 8 -12 0 A 12 12 0 0 1 12 0 C 12 8 5 9.5 5 14 Z'
const FILAMENT = 'M -2 14 L -4 1 L -1.4 3.5 L 0 1 L 1.4 3.5 L 4 1 L 2 14'

export function drawBulb(page: Surface, { x, y, width, height }: Box, isLit: boolean): void {
  page.within({ x: x + width / 2, y: y + height / 2 - 4, width: 0, height: 0 }, (at) => {
    if (isLit) drawRays(at)
    at.path(OUTLINE, { fill: isLit ? '#ffd84d' : '#ffffff', stroke: '#000000', line: LINE })
    at.path(FILAMENT, { line: 0.5 })
    for (const top of [14, 17, 20])
      at.rect(
        { x: -5, y: top, width: 10, height: 3 },
        { fill: '#dddddd', stroke: '#000000', line: 0.6, round: 1 },
      )
    at.path('M -3 23 H 3 L 1.5 25.5 H -1.5 Z', { fill: '#000000' })
  })
}

function drawRays(at: Surface): void {
  for (let ray = 0; ray < RAYS; ray += 1) {
    const angle = ((ray - (RAYS - 1) / 2) * Math.PI) / 5
    const [dx, dy] = [Math.sin(angle), -Math.cos(angle)]
    at.line(dx * (GLASS + 3), dy * (GLASS + 3), dx * (GLASS + 8), dy * (GLASS + 8), { line: LINE })
  }
}
