// The life of a butterfly, in order.
import type { Surface } from '../../page/surface.ts'
import { at, bothSides, dots, ellipse, pen, shape, type DrawScene } from './scene.ts'

const GREEN = '#9ccb7c'
const PALE = '#fdf6dc'
const ORANGE = '#f2913d'
const YELLOW = '#f7d84a'
const BROWN = '#a97b50'

export const BUTTERFLY: readonly DrawScene[] = [
  drawEggOnLeaf,
  drawHatching,
  drawEating,
  drawChrysalis,
  drawClimbingOut,
  drawFlying,
]

const WHOLE = 'M14 66C40 30 116 18 164 50C138 86 62 98 14 66Z'
const BITTEN =
  'M14 66C40 30 116 18 164 50A9 9 0 0 0 152 62A9 9 0 0 0 136.4 72.2C101.75 89.25 50 90 14 66Z'

function drawLeaf(surface: Surface, outline: string): void {
  shape(surface, outline, GREEN)
  pen(surface, 'M2 72Q8 69 14 66C60 52 112 48 164 50', 1.2)
  pen(
    surface,
    'M44 58L58 40M44 58L62 78M74 53L90 34M74 53L94 80M106 50L120 34M106 50L124 74M136 49L144 41',
  )
}

function drawEggOnLeaf(surface: Surface): void {
  drawLeaf(surface, WHOLE)
  shape(surface, 'M71 58C64 36 76 20 84 20C92 20 104 36 97 58C93 64 75 64 71 58Z', PALE)
  pen(surface, 'M84 20C78 30 76 46 78 61M84 20C90 30 92 46 90 61')
}

function drawHatching(surface: Surface): void {
  drawLeaf(surface, WHOLE)
  shape(
    surface,
    'M48 58C45 48 47 40 49 36L53 42L57 35L61 42L65 35L69 41C71 46 71 52 69 58C65 63 52 63 48 58Z',
    PALE,
  )
  drawCaterpillar(surface, [
    [76, 52, 5],
    [83, 48, 5],
    [90, 47, 5],
    [97, 49, 5],
    [104, 50, 5],
    [112, 45, 6.5],
  ])
}

function drawEating(surface: Surface): void {
  drawLeaf(surface, BITTEN)
  drawCaterpillar(surface, [
    [22, 46, 10],
    [36, 38, 11],
    [51, 34, 11.5],
    [66, 36, 12],
    [81, 41, 12],
    [96, 42, 12],
    [111, 38, 12],
    [126, 37, 12],
    [142, 42, 14],
  ])
}

/** From tail to head. */
function drawCaterpillar(
  surface: Surface,
  rings: readonly (readonly [x: number, y: number, radius: number])[],
): void {
  const [x, y, radius] = rings.at(-1)!
  const legs = rings
    .slice(1, -1)
    .map(([left, top, size]) => `M${left} ${top + 0.8 * size}v${0.55 * size}`)
  pen(surface, legs.join(''), radius / 6)
  for (const [index, [left, top, size]] of rings.slice(0, -1).entries())
    shape(surface, ellipse(left, top, size * 0.85, size), index % 2 ? '#5b5b5b' : YELLOW)
  const feelers = `M${x - radius * 0.3} ${y - radius * 0.9}q${-radius * 0.2} ${-radius * 0.7} ${-radius * 0.7} ${-radius * 0.8}M${x + radius * 0.3} ${y - radius * 0.9}q${radius * 0.2} ${-radius * 0.7} ${radius * 0.7} ${-radius * 0.8}`
  pen(surface, feelers, radius / 9)
  shape(surface, ellipse(x, y, radius), YELLOW)
  dots(
    surface,
    [
      [x - radius * 0.3, y - radius * 0.2],
      [x + radius * 0.4, y - radius * 0.2],
    ],
    radius * 0.14,
  )
  pen(
    surface,
    `M${x - radius * 0.4} ${y + radius * 0.3}q${radius * 0.45} ${radius * 0.5} ${radius * 0.9} 0`,
    radius / 12,
  )
}

function drawTwig(surface: Surface): void {
  shape(surface, 'M2 8C50 3 110 13 168 6L170 11C110 19 50 9 2 14Z', BROWN)
  shape(surface, 'M24 11C26 24 38 34 54 32C52 18 40 10 24 11Z', GREEN)
  pen(surface, 'M24 11Q40 18 54 32')
  shape(surface, 'M146 11C144 24 134 34 118 34C120 20 130 12 146 11Z', GREEN)
  pen(surface, 'M146 11Q132 20 118 34')
}

function drawChrysalis(surface: Surface): void {
  drawTwig(surface)
  pen(surface, 'M86 12V22', 1.6)
  shape(
    surface,
    'M86 20C92 20 93 25 97 29C106 36 106 54 101 66C97 76 91 83 86 89C81 83 75 76 71 66C66 54 66 36 75 29C79 25 80 20 86 20Z',
    '#b9dba0',
  )
  pen(
    surface,
    'M73 33Q86 41 99 33M71 65C75 52 80 46 86 44C92 46 97 52 101 65M86 44V86M76 74Q86 78 96 74',
  )
  dots(
    surface,
    [
      [76, 39],
      [82, 41],
      [90, 41],
      [96, 39],
    ],
    1.3,
    '#d09a1c',
  )
}

function drawClimbingOut(surface: Surface): void {
  drawTwig(surface)
  pen(surface, 'M86 12V20', 1.6)
  shape(
    surface,
    'M86 18C92 18 93 22 96 26C102 32 103 40 100 48L95 43L91 50L86 44L81 50L77 43L72 48C69 40 70 32 76 26C79 22 80 18 86 18Z',
    PALE,
  )
  at(surface, 86, 62, (figure) => {
    shape(figure, bothSides('M2 -8C14 -16 22 -6 20 2C19 8 12 8 14 14C12 26 6 28 2 18Z'), ORANGE)
    pen(figure, bothSides('M3 -4C9 -8 15 -4 17 0M3 4C8 2 11 6 11 12M3 10C6 12 7 16 6 20'))
    drawBody(figure)
    pen(figure, bothSides('M3 -8L12 -16M3 -4L9 -14'))
  })
}

/** Around the middle of its chest; 34 mm from head to tail. */
function drawBody(figure: Surface): void {
  pen(figure, bothSides('M1 -14C2 -22 6 -26 11 -26'), 1)
  dots(
    figure,
    [
      [11, -26],
      [-11, -26],
    ],
    1.2,
  )
  shape(figure, ellipse(0, 6, 3.5, 14), '#6b5138')
  shape(figure, ellipse(0, -11, 4.6), '#6b5138')
  dots(
    figure,
    [
      [-1.8, -12],
      [1.8, -12],
    ],
    0.9,
    '#ffffff',
  )
}

function drawFlying(surface: Surface): void {
  drawFlower(surface, 24)
  drawFlower(surface, 150)
  at(surface, 86, 48, (figure) => {
    shape(figure, bothSides('M2 6C20 6 38 14 36 28C34 42 14 42 2 14Z'), YELLOW)
    shape(figure, bothSides('M2 -6C16 -40 52 -52 56 -28C58 -6 30 8 2 6Z'), ORANGE)
    pen(
      figure,
      bothSides('M3 -2C20 -20 34 -30 46 -34M3 0C22 -10 36 -14 52 -16M3 10C14 14 24 22 28 32'),
    )
    const spots = [
      [44, -24, 3.4],
      [34, -29, 2.6],
      [42, -11, 2.6],
      [27, 24, 3],
      [18, 17, 2],
    ] as const
    for (const [x, y, radius] of spots)
      shape(figure, ellipse(x, y, radius) + ellipse(-x, y, radius), '#ffffff')
    drawBody(figure)
  })
}

function drawFlower(surface: Surface, x: number): void {
  at(surface, x, 57, (figure) => {
    pen(figure, 'M0 0Q-3 16 0 32', 1.6, '#4d8b31')
    shape(figure, 'M-1 24C-6 14 -14 14 -18 14C-16 22 -10 27 -1 24Z', GREEN)
    for (let turn = 0; turn < 6; turn += 1) {
      const [dx, dy] = [Math.cos((turn * Math.PI) / 3), Math.sin((turn * Math.PI) / 3)]
      shape(
        figure,
        ellipse(Number((dx * 8).toFixed(2)), Number((dy * 8).toFixed(2)), 4.6),
        '#e7a3c4',
      )
    }
    shape(figure, ellipse(0, 0, 5), YELLOW)
  })
}
