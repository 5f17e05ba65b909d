// Who and what is in the tale of Little Red Riding Hood. Each stands on 0, 0.
import type { Surface } from '../../page/surface.ts'
import { at, bothSides, dots, ellipse, mirrored, pen, shape } from './scene.ts'

const RED = '#d3222f'
const SKIN = '#fbdcc2'
const GREY = '#a9a9a9'
const LIGHT_GREY = '#e6e6e6'
const GREEN = '#6f9f58'
const BROWN = '#a97b50'
const WHITE = '#ffffff'

export function drawGirl(figure: Surface): void {
  pen(figure, 'M-5 -8V-1M5 -8V-1', 3)
  shape(figure, 'M0 -38C9 -36 17 -20 19 -7C8 -4 -8 -4 -19 -7C-17 -20 -9 -36 0 -38Z', RED)
  shape(figure, 'M1 -63C9 -58 17 -48 14 -39C10 -30 -10 -30 -14 -39C-17 -48 -8 -59 1 -63Z', RED)
  shape(figure, ellipse(0, -42, 9.5, 8.5), SKIN)
  shape(figure, 'M-9 -44C-6 -52 6 -52 9 -44C4 -47 -4 -47 -9 -44Z', '#7a5230')
  drawFace(figure, -41)
  shape(figure, 'M14 -20H30L27 -8H17Z', '#d9b070')
  pen(figure, 'M15.5 -20C15.5 -32 28.5 -32 28.5 -20M15.5 -14H28.5')
  shape(figure, ellipse(19, -26, 2.6), SKIN)
}

/** Eyes at a height, and a smile below. */
function drawFace(figure: Surface, y: number): void {
  dots(
    figure,
    [
      [-3.5, y],
      [3.5, y],
    ],
    1.1,
  )
  pen(figure, `M-3 ${y + 3.5}Q0 ${y + 6.5} 3 ${y + 3.5}`)
}

const ARM_DOWN = 'M9 -30C18 -25 20 -17 17 -11L11 -13C13 -18 11 -22 8 -24Z'
const ARM_OUT = 'M8 -30C18 -30 25 -28 31 -26C37 -24 36 -17 30 -18C22 -20 14 -22 8 -22Z'

/** Its tail is on the left. */
export const drawWolf = (figure: Surface): void => drawStandingWolf(figure, ARM_DOWN)

export const drawKnockingWolf = (figure: Surface): void => drawStandingWolf(figure, ARM_OUT)

function drawStandingWolf(figure: Surface, arm: string): void {
  shape(figure, 'M-12 -6C-26 -4 -33 -14 -30 -30C-42 -22 -44 0 -14 -1Z', GREY)
  shape(figure, bothSides('M0 -34C10 -34 19 -20 15 -2 C10 -1 4 -1 0 -1Z'), GREY)
  shape(figure, ellipse(0, -14, 8, 11), LIGHT_GREY)
  shape(figure, ellipse(-8, -3, 7, 3) + ellipse(8, -3, 7, 3), GREY)
  shape(figure, mirrored(ARM_DOWN) + arm, GREY)
  at(figure, 0, -42, drawWolfHead)
}

/** Around the middle between its eyes and nose. */
export function drawWolfHead(head: Surface): void {
  shape(
    head,
    'M-12 -8L-15 -25L-6 -15C-2 -16 2 -16 6 -15L15 -25L12 -8C16 -2 19 1 14 4C9 5 8 14 0 14C-8 14 -9 5 -14 4C-19 1 -16 -2 -12 -8Z',
    GREY,
  )
  shape(head, 'M-7 4C-7 -3 7 -3 7 4C8 10 4 13 0 13C-4 13 -8 10 -7 4Z', LIGHT_GREY)
  shape(head, ellipse(0, 1, 3, 2), '#222222')
  pen(head, 'M0 3V6M-5 6Q0 11 5 6')
  shape(head, 'M-4 7L-3 10L-1.5 8.200ZM4 7L3 10L1.5 8.200Z', WHITE)
  shape(head, ellipse(-5.5, -5, 2.5) + ellipse(5.5, -5, 2.5), '#fbe06a')
  dots(
    head,
    [
      [-5, -5],
      [6, -5],
    ],
    1.1,
  )
  pen(head, bothSides('M3 -8L9 -11'), 1.2)
}

export function drawHunter(figure: Surface): void {
  shape(figure, bothSides('M1 -14L2 0L11 0L9 -14Z'), '#6d6d6d')
  shape(figure, 'M-11 -38H11L15 -11H-15Z', GREEN)
  pen(figure, 'M-13.5 -20H13.5', 2)
  shape(figure, 'M10 -37L29 -42L30 -36L13 -27Z', GREEN)
  shape(figure, ellipse(31, -39.5, 3), SKIN)
  shape(figure, 'M-10 -37C-18 -32 -20 -24 -17 -18L-12 -20C-13 -24 -12 -27 -9 -29Z', GREEN)
  shape(figure, ellipse(0, -46, 9), SKIN)
  shape(figure, 'M-9 -46C-10 -31 10 -31 9 -46C6 -41 -6 -41 -9 -46Z', '#7a5230')
  dots(
    figure,
    [
      [-3.5, -47],
      [3.5, -47],
    ],
    1.1,
  )
  pen(figure, 'M-2.5 -39.500Q0 -37.5 2.5 -39.5', 0.8, WHITE)
  shape(figure, 'M-15 -51C-8 -54 -9 -65 0 -65C9 -65 8 -54 15 -51C8 -49 -8 -49 -15 -51Z', GREEN)
  shape(figure, 'M7 -56C10 -64 14 -70 20 -72C20 -66 15 -59 7 -56Z', RED)
}

export function drawGrandmother(figure: Surface): void {
  shape(figure, 'M-9 -37H9L18 -2H-18Z', '#b79ad0')
  shape(figure, 'M-6 -28H6L9 -9C4 -5 -4 -5 -9 -9Z', WHITE)
  shape(figure, bothSides('M8 -37C16 -32 20 -25 16 -18L11 -20C13 -24 11 -27 8 -28Z'), '#b79ad0')
  shape(figure, ellipse(0, -57, 6, 5), LIGHT_GREY)
  shape(figure, ellipse(0, -45, 9.5), SKIN)
  shape(figure, 'M-10 -44C-12 -60 12 -60 10 -44C7 -52 -7 -52 -10 -44Z', LIGHT_GREY)
  drawFace(figure, -44)
  pen(figure, `${ellipse(-4, -44, 3)}${ellipse(4, -44, 3)}M-1 -44H1`)
}

export function drawHouse(figure: Surface): void {
  shape(figure, 'M12 -66H21V-44H12Z', BROWN)
  shape(figure, 'M-28 0V-36H28V0Z', '#fdf3d6')
  shape(figure, 'M-35 -34L0 -66L35 -34Z', '#d98b5f')
  shape(figure, 'M-17 0V-22C-17 -30 -1 -30 -1 -22V0Z', BROWN)
  dots(figure, [[-4, -12]], 1)
  shape(figure, 'M8 -26H22V-12H8Z', '#cfe8f7')
  pen(figure, 'M15 -26V-12M8 -19H22')
}

export function drawFir(figure: Surface): void {
  shape(figure, 'M-3 0V-18H3V0Z', BROWN)
  shape(figure, 'M0 -84L13 -60H7L17 -38H9L20 -14H-20L-9 -38H-17L-7 -60H-13Z', '#8dbb78')
}
