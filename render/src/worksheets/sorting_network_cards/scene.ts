// A scene of a story, and the pens for it. Outlines are black, so that black and white print tells as much as colour.
import type { Surface } from '../../page/surface.ts'

/** Draws a scene of a story. */
export type DrawScene = (surface: Surface) => void

/** The size of the surface that a scene is drawn on. */
export const SCENE = { width: 172, height: 90 } as const

const INK = '#222222'

/** A shape with an outline. */
export const shape = (surface: Surface, d: string, fill: string): void =>
  surface.path(d, { fill, stroke: INK, line: 0.8 })

/** A line of the given width. */
export const pen = (surface: Surface, d: string, line = 0.8, stroke = INK): void =>
  surface.path(d, { stroke, line })

/** The outline of an ellipse, as path data. */
export const ellipse = (x: number, y: number, rx: number, ry: number = rx): string =>
  `M${x + rx} ${y}a${rx} ${ry} 0 1 1 ${-2 * rx} 0a${rx} ${ry} 0 1 1 ${2 * rx} 0Z`

/** Dots, such as eyes. */
export const dots = (
  surface: Surface,
  centres: readonly (readonly [number, number])[],
  radius: number,
  fill = INK,
): void => surface.circles(centres, radius, { fill })

/** A path of absolute points, on the other side of x = 0. */
export const mirrored = (d: string): string =>
  d.replaceAll(/(-?[\d.]+) (-?[\d.]+)/g, (_point, x: string, y: string) => `${-Number(x)} ${y}`)

/** A path and its mirror image. */
export const bothSides = (d: string): string => d + mirrored(d)

/** Draws around a point of the surface. */
export const at = (surface: Surface, x: number, y: number, draw: (figure: Surface) => void): void =>
  surface.within({ x, y, width: 0, height: 0 }, draw)
