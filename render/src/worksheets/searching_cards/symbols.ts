// What tells the cards apart while their numbers are hidden: things that every child can name.
import type { Texts } from '../../texts/index.ts'

interface Thing {
  readonly name: keyof Texts['searching']['things']
  readonly colour: string
  /** Filled, with an outline. */
  readonly shape: string
  /** Drawn over it. */
  readonly lines?: string
}

/** Of the square that each is drawn in. */
export const SIDE = 40

const RED = '#ee9a90'
const ORANGE = '#f7c27a'
const YELLOW = '#fbe58a'
const GREEN = '#b4d99a'
const BLUE = '#a5cdec'
const PURPLE = '#d0b4e4'
const GREY = '#d9d9d9'

const circle = (x: number, y: number, radius: number): string =>
  `M${x + radius} ${y}a${radius} ${radius} 0 1 1 ${-2 * radius} 0a${radius} ${radius} 0 1 1 ${2 * radius} 0Z`

export const SYMBOLS: readonly Thing[] = [
  {
    name: 'star',
    colour: YELLOW,
    shape: 'M20 2L25 14.5L38 15.3L28 24L31.5 37L20 30L8.5 37L12 24L2 15.3L15 14.5Z',
  },
  {
    name: 'boat',
    colour: BLUE,
    shape: 'M3 27H37L31 36H9ZM22 4V23H36ZM17 8V23H6Z',
    lines: 'M19.5 2V27',
  },
  {
    name: 'apple',
    colour: RED,
    shape: 'M20 12C13 7 4 11 5 21C6 31 13 39 20 36C27 39 34 31 35 21C36 11 27 7 20 12Z',
    lines: 'M20 12C20 8 21 5 24 2M9 21C9 18 10 16 13 15',
  },
  {
    name: 'umbrella',
    colour: PURPLE,
    shape:
      'M3 22C4 9 12 5 20 5C28 5 36 9 37 22C33 18 29 18 25.7 22C22 18 18 18 14.3 22C11 18 7 18 3 22Z',
    lines: 'M20 2V5M20 19V33C20 38.5 13 38.5 13 33M14.3 22C14.5 14 17 8 20 5C23 8 25.5 14 25.7 22',
  },
  { name: 'tree', colour: GREEN, shape: 'M20 2L31 15H26L35 29H23V38H17V29H5L14 15H9Z' },
  {
    name: 'moon',
    colour: YELLOW,
    shape: 'M25 3C9 4 2 19 9 29C16 40 33 38 37 27C20 31 13 15 25 3Z',
  },
  {
    name: 'house',
    colour: ORANGE,
    shape: 'M3 19L20 4L37 19H33V37H7V19Z',
    lines: 'M7 19H33M17 37V26H23V37M11 23H14V28H11ZM26 23H29V28H26Z',
  },
  {
    name: 'fish',
    colour: BLUE,
    shape: 'M2 20C9 8 22 8 29 17L38 10V30L29 23C22 32 9 32 2 20Z',
    lines: `M15 12Q19 20 15 28M21 16Q23 20 21 24${circle(9, 18, 1)}`,
  },
  {
    name: 'heart',
    colour: RED,
    shape: 'M20 37C8 28 2 21 2 13C2 2 16 1 20 10C24 1 38 2 38 13C38 21 32 28 20 37Z',
  },
  {
    name: 'key',
    colour: GREY,
    shape: `M17.5 17H38V23H35V28H31V23H28V27H24V23H17.5A8.5 8.5 0 1 1 17.5 17Z`,
    lines: circle(8.5, 20, 2.5),
  },
  {
    name: 'tulip',
    colour: RED,
    shape: 'M10 5L15 11L20 3L25 11L30 5V15C30 22 26 24 20 24C14 24 10 22 10 15Z',
    lines: 'M20 24V38M20 36C13 35 10 31 9 26M20 36C27 35 30 31 31 26',
  },
  {
    name: 'cloud',
    colour: GREY,
    shape: 'M10 32C1 32 0 20 9 19C8 8 22 6 25 14C34 11 41 22 34 27C35 31 31 32 28 32Z',
  },
  {
    name: 'cat',
    colour: ORANGE,
    shape: 'M6 3L14 10H26L34 3V22C34 31 28 37 20 37C12 37 6 31 6 22Z',
    lines:
      'M14 18V22M26 18V22M18 26H22L20 28.5ZM20 28.5V32M3 24L11 26M3 31L11 29M37 24L29 26M37 31L29 29',
  },
  {
    name: 'kite',
    colour: GREEN,
    shape: 'M20 2L34 15L20 31L6 15Z',
    lines: 'M20 2V31M6 15H34M20 31C15 33 25 35 19 38',
  },
  {
    name: 'clock',
    colour: BLUE,
    shape: circle(20, 20, 17),
    lines: 'M20 9V20L28 25M20 3V6M20 37V34M3 20H6M37 20H34',
  },
  {
    name: 'sun',
    colour: YELLOW,
    shape: circle(20, 20, 9),
    lines:
      'M20 2V8M20 32V38M2 20H8M32 20H38M7 7L11.5 11.5M28.5 28.5L33 33M7 33L11.5 28.5M28.5 11.5L33 7',
  },
  {
    name: 'bell',
    colour: YELLOW,
    shape: 'M5 31C10 27 10 23 10 17C10 9 14 5 20 5C26 5 30 9 30 17C30 23 30 27 35 31Z',
    lines: 'M20 5V2M16 31C16 37 24 37 24 31',
  },
  {
    name: 'cup',
    colour: PURPLE,
    shape: 'M6 13H29V27C29 33 26 36 21 36H14C9 36 6 33 6 27Z',
    lines: 'M29 17H32C39 17 39 28 29 28M13 9C11 6 15 5 13 2M22 9C20 6 24 5 22 2',
  },
  {
    name: 'rocket',
    colour: GREY,
    shape:
      'M20 2C28 9 29 18 27 29H13C11 18 12 9 20 2ZM12.4 19L5 27V35L13 29ZM27.6 19L35 27V35L27 29Z',
    lines: `M16 29L20 38L24 29${circle(20, 15, 3)}`,
  },
  {
    name: 'leaf',
    colour: GREEN,
    shape: 'M6 34C3 15 15 4 36 4C37 25 26 37 6 34Z',
    lines: 'M2 38L28 12M13 27V18M13 27H22M19 21V13M19 21H27',
  },
  {
    name: 'mushroom',
    colour: RED,
    shape: 'M3 21C4 8 12 3 20 3C28 3 36 8 37 21ZM15 21C16 28 15 32 12 37H28C25 32 24 28 25 21Z',
    lines: circle(13, 13, 2.5) + circle(23, 10, 2.5) + circle(29, 16, 2),
  },
  {
    name: 'crown',
    colour: YELLOW,
    shape: 'M4 33V10L12 21L20 6L28 21L36 10V33Z',
    lines: 'M4 27H36',
  },
  {
    name: 'bus',
    colour: ORANGE,
    shape: `M2 9H33Q38 9 38 15V30H2Z${circle(10, 31, 4)}${circle(29, 31, 4)}`,
    lines: 'M6 13H12V20H6ZM15 13H21V20H15ZM24 13H30V20H24ZM38 20H33V14',
  },
  {
    name: 'balloon',
    colour: PURPLE,
    shape: 'M20 2C29 2 33 9 33 14C33 22 26 28 20 29C14 28 7 22 7 14C7 9 11 2 20 2ZM20 29L17 32H23Z',
    lines: 'M20 32C16 34 24 36 20 38M12 14C12 11 14 8 17 7',
  },
  { name: 'flag', colour: GREEN, shape: 'M9 4H36L29 12.5L36 21H9Z', lines: 'M9 2V38M5 38H13' },
  {
    name: 'diamond',
    colour: BLUE,
    shape: 'M11 5H29L38 16L20 37L2 16Z',
    lines: 'M2 16H38M11 5L14 16L20 37L26 16L29 5M14 16L20 5L26 16',
  },
  { name: 'hat', colour: GREY, shape: 'M11 6H29V28H38V34H2V28H11Z', lines: 'M11 22H29M11 28H29' },
  {
    name: 'ball',
    colour: ORANGE,
    shape: circle(20, 20, 17),
    lines: 'M20 3V37M3 20H37M8 8Q18 20 8 32M32 8Q22 20 32 32',
  },
  {
    name: 'letter',
    colour: YELLOW,
    shape: 'M2 8H38V33H2Z',
    lines: 'M2 8L20 23L38 8M2 33L14 18M38 33L26 18',
  },
  {
    name: 'anchor',
    colour: GREY,
    shape: `${circle(20, 6, 4)}M18.5 10H21.5V14H28V17H21.5V33C27 32 31 29 32 25L29 26L34 19L38 27L35 26C33 33 28 37 20 38C12 37 7 33 5 26L2 27L6 19L11 26L8 25C9 29 13 32 18.5 33V17H12V14H18.5Z`,
  },
  { name: 'lightning', colour: YELLOW, shape: 'M24 2L7 22H18L13 38L33 15H22Z' },
]
