// The map behind the chests: an island in the sea, in colour or for a printer that has none.
import { inset } from '../../page/box.ts'
import type { Box } from '../../page/paper.ts'
import type { Surface } from '../../page/surface.ts'

export const PALETTES = {
  colour: {
    sea: '#cfe8f3',
    wave: '#6aaed0',
    shore: '#f5e3b3',
    land: '#d5e8b5',
    lid: '#a5672f',
    wood: '#c98b4b',
    metal: '#f2c230',
    palm: '#4d8b31',
    trunk: '#8a5a2b',
    needle: '#c8102e',
  },
  bw: {
    sea: '#ffffff',
    wave: '#999999',
    shore: '#eeeeee',
    land: '#ffffff',
    lid: '#d0d0d0',
    wood: '#f4f4f4',
    metal: '#ffffff',
    palm: '#8c8c8c',
    trunk: '#555555',
    needle: '#000000',
  },
} as const

type Palette = (typeof PALETTES)[keyof typeof PALETTES]

export function drawMap(page: Surface, box: Box, palette: Palette): void {
  const frame = inset(box, 0.5)
  page.rect(frame, { fill: palette.sea, stroke: '#000000', line: 0.8, round: 4 })
  drawWaves(page, frame, palette.wave)
  drawIsland(page, inset(frame, 4), palette.shore)
  drawIsland(page, inset(frame, 7), palette.land)
  for (const [x, y] of [
    [20, 9.5],
    [27, 8.5],
    [frame.width - 24, 9],
  ] as const)
    drawPalm(page, frame.x + x, frame.y + frame.height - y, palette)
  drawCompass(page, frame.x + frame.width - 9, frame.y + 9, palette)
}

/** A coast that comes and goes along the edges of a box. */
function drawIsland(page: Surface, { x, y, width, height }: Box, fill: string): void {
  const right = x + width
  const bottom = y + height
  const edge: string[] = [`M${x + 12} ${y + 2}`]
  const bays = (
    from: number,
    to: number,
    count: number,
    at: (along: number, out: number) => string,
  ) => {
    const step = (to - from) / count
    for (let i = 0; i < count; i += 1) {
      const start = from + i * step
      const out = i % 2 === 0 ? -2 : 2
      edge.push(`Q${at(start + step / 2, out)} ${at(start + step, 0)}`)
    }
  }
  bays(x + 12, right - 12, 4, (along, out) => `${along} ${y + 2 + out}`)
  edge.push(`Q${right} ${y + 2} ${right - 2} ${y + 14}`)
  bays(y + 14, bottom - 14, 8, (along, out) => `${right - 2 - out} ${along}`)
  edge.push(`Q${right} ${bottom} ${right - 12} ${bottom - 2}`)
  bays(right - 12, x + 12, 4, (along, out) => `${along} ${bottom - 2 - out}`)
  edge.push(`Q${x} ${bottom} ${x + 2} ${bottom - 14}`)
  bays(bottom - 14, y + 14, 8, (along, out) => `${x + 2 + out} ${along}`)
  edge.push(`Q${x} ${y + 2} ${x + 12} ${y + 2} Z`)
  page.path(edge.join(' '), { fill, stroke: '#000000', line: 0.3 })
}

function drawWaves(page: Surface, { x, y, width, height }: Box, stroke: string): void {
  for (const [left, top] of [
    [x + 2, y + height * 0.3],
    [x + 2, y + height * 0.62],
    [x + width - 5, y + height * 0.45],
    [x + width - 5, y + height * 0.8],
  ] as const)
    page.path(`M${left} ${top} q0.7 -1.2 1.5 0 q0.7 1.2 1.5 0`, { stroke, line: 0.4 })
}

function drawPalm(page: Surface, x: number, y: number, { palm, trunk }: Palette): void {
  page.path(`M${x} ${y} q0.5 -5 2.5 -8`, { stroke: trunk, line: 1.2 })
  const [top, left] = [y - 8, x + 2.5]
  for (const leaf of ['-5 -2 -6 1', '-3 -5 -6 -4', '2 -5 6 -4', '5 -2 6.5 1', '0 -6 1 -6.5'])
    page.path(`M${left} ${top} q${leaf}`, { stroke: palm, line: 1.1 })
}

function drawCompass(page: Surface, x: number, y: number, { needle }: Palette): void {
  page.circle(x, y, 4.6, { fill: '#ffffff', stroke: '#000000', line: 0.3 })
  page.path(`M${x} ${y - 4} L${x + 1.2} ${y} L${x - 1.2} ${y} Z`, { fill: needle })
  page.path(`M${x} ${y + 4} L${x + 1.2} ${y} L${x - 1.2} ${y} Z`, { stroke: '#000000', line: 0.25 })
}
