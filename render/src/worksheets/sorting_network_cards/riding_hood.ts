// The tale of Little Red Riding Hood, in order; nobody is eaten in ours.
import type { Surface } from '../../page/surface.ts'
import {
  drawFir,
  drawGirl,
  drawGrandmother,
  drawHouse,
  drawHunter,
  drawKnockingWolf,
  drawWolf,
  drawWolfHead,
} from './riding_hood_figures.ts'
import { at, dots, ellipse, mirrored, pen, shape, type DrawScene } from './scene.ts'

export const RIDING_HOOD: readonly DrawScene[] = [
  drawSettingOut,
  drawMeeting,
  drawKnocking,
  drawBed,
  drawEscape,
  drawCake,
]

const GROUND = 88

function drawGround(surface: Surface, tufts: readonly number[]): void {
  const blades = tufts.map(
    (x) =>
      `M${x - 3} ${GROUND}L${x - 4} ${GROUND - 5}M${x} ${GROUND}V${GROUND - 7}M${x + 3} ${GROUND}L${x + 4} ${GROUND - 5}`,
  )
  pen(surface, `M0 ${GROUND}H172${blades.join('')}`)
}

function drawSettingOut(surface: Surface): void {
  drawGround(surface, [78, 148, 164])
  shape(surface, ellipse(150, 16, 9), '#fbe06a')
  pen(
    surface,
    'M150 3V0M150 29V32M137 16H134M163 16H166M141 7L139 5M159 7L161 5M141 25L139 27M159 25L161 27',
  )
  at(surface, 36, GROUND, drawHouse)
  at(surface, 108, GROUND, drawGirl)
}

function drawMeeting(surface: Surface): void {
  drawGround(surface, [8, 72, 168])
  for (const x of [20, 80, 152]) at(surface, x, GROUND, drawFir)
  at(surface, 42, GROUND, drawGirl)
  at(surface, 120, GROUND, drawWolf)
}

function drawKnocking(surface: Surface): void {
  drawGround(surface, [6, 164])
  at(surface, 24, GROUND, drawFir)
  at(surface, 124, GROUND, drawHouse)
  at(surface, 80, GROUND, drawKnockingWolf)
  pen(surface, 'M109 58L106 54M112 56V51M115 57L118 53')
}

function drawBed(surface: Surface): void {
  pen(surface, 'M0 88H172')
  shape(surface, 'M156 88V30C156 24 166 24 166 30V88Z', '#a97b50')
  shape(surface, 'M76 68H156V80H76Z', '#ffffff')
  shape(surface, 'M112 68C106 50 116 46 134 46C152 46 160 50 156 68Z', '#ffffff')
  at(surface, 134, 46, (head) => {
    drawWolfHead(head)
    shape(head, 'M-9 -13C-9 -30 9 -30 9 -13C5 -10 -5 -10 -9 -13Z', '#f4d7e3')
    shape(head, ellipse(0, -26, 3), '#ffffff')
    pen(head, ellipse(-5.5, -5, 4.6) + ellipse(5.5, -5, 4.6))
  })
  shape(surface, 'M76 62C88 50 104 56 116 60C130 56 148 57 156 62V82H76Z', '#9fc3e8')
  pen(surface, 'M92 55.5V82M108 57.5V82M124 58.5V82M140 58V82M76 70H156')
  shape(surface, ellipse(122, 60, 5, 4) + ellipse(146, 60, 5, 4), '#a9a9a9')
  shape(surface, 'M68 88V52C68 46 78 46 78 52V88Z', '#a97b50')
  at(surface, 34, GROUND, drawGirl)
}

function drawEscape(surface: Surface): void {
  pen(surface, 'M0 88H172')
  shape(surface, 'M92 8H164V58H92Z', '#cfe8f7')
  pen(surface, 'M92 8C96 30 92 44 84 52V8ZM164 8C160 30 164 44 172 52V8Z')
  at(surface, 128, 58, (wolf) => {
    const grey = '#a9a9a9'
    const leg = 'M-16 -4C-20 6 -24 12 -29 15C-33 19 -28 23 -23 21C-15 17 -8 10 -6 -2Z'
    shape(wolf, 'M2 -22C-8 -36 4 -50 18 -46C12 -40 12 -32 8 -21Z', grey)
    shape(wolf, 'M-17 0C-20 -30 20 -30 17 0Z', grey)
    shape(wolf, leg + mirrored(leg), grey)
  })
  shape(surface, 'M88 56H118V61H88ZM138 56H168V61H138Z', '#d9b98c')
  pen(surface, 'M104 40L98 34M106 30L102 22M152 40L158 34')
  at(surface, 40, GROUND, drawHunter)
}

function drawCake(surface: Surface): void {
  pen(surface, 'M0 88H172')
  at(surface, 100, GROUND, drawHunter)
  at(surface, 24, GROUND, drawGirl)
  at(surface, 150, GROUND, drawGrandmother)
  shape(surface, 'M60 66H64V88H60ZM112 66H116V88H112Z', '#a97b50')
  shape(surface, 'M54 61H122V67H54Z', '#a97b50')
  at(surface, 76, 61, drawLayers)
  shape(surface, ellipse(102, 60, 6, 1.2) + ellipse(115, 60, 6, 1.2), '#ffffff')
}

function drawLayers(cake: Surface): void {
  shape(cake, 'M-16 0V-13H16V0Z', '#f0cf9a')
  shape(
    cake,
    'M-17 -11C-17 -17 17 -17 17 -11C17 -5 12 -5 10 -9C8 -4 2 -4 0 -9C-2 -4 -8 -4 -10 -9C-12 -5 -17 -5 -17 -11Z',
    '#ffffff',
  )
  dots(
    cake,
    [
      [-8, -15],
      [0, -16],
      [8, -15],
    ],
    2.2,
    '#c8202e',
  )
}
