// The fonts, and which of them draws which part of a text.
// pdfkit draws a character that its font lacks as an empty box and says nothing, so each one is looked up before.
import { fileURLToPath } from 'node:url'
import { openSync, type Font } from 'fontkit'
import { TaskError } from '../task_error.ts'
import { remembering } from './remembered_layout.ts'

export interface Typeface {
  readonly name: string
  readonly font: Font
  /** Its size where another typeface has size 1, so that capitals and digits of both are equally tall. */
  readonly scale: number
}

/** The height of capitals and digits in text of size 1. */
export const CAP_HEIGHT = 0.66

/** The first that has a character draws it: a friendly hand for teachers' words, a wide one for all others. */
export const TYPEFACES: readonly Typeface[] = [
  opened(
    import.meta.resolve('@expo-google-fonts/patrick-hand/400Regular/PatrickHand_400Regular.ttf'),
  ),
  opened(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
]

function opened(url: string): Typeface {
  const font = remembering(openSync(fileURLToPath(url)) as Font)
  const capHeight = font.layout('H').bbox.maxY / font.unitsPerEm
  return { name: font.postscriptName, font, scale: CAP_HEIGHT / capHeight }
}

/** Neighbouring characters of one typeface. */
export interface Run {
  readonly text: string
  readonly typeface: Typeface
}

/**
 * @param field the key of the task that the text is from, for the error.
 * @throws TaskError for a character that no typeface has, or of a script that is written from right to left.
 */
export function runsOf(text: string, field = 'text'): readonly Run[] {
  const runs: { text: string; typeface: Typeface }[] = []
  for (const character of text.normalize('NFC').replaceAll(/\s+/gu, ' ')) {
    const last = runs.at(-1)
    const typeface = character === ' ' && last ? last.typeface : typefaceOf(character, field)
    if (last?.typeface === typeface) last.text += character
    else runs.push({ text: character, typeface })
  }
  return runs
}

/** pdfkit turns each word of such text around, but not the order of the words. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc]/u

function typefaceOf(character: string, field: string): Typeface {
  if (RIGHT_TO_LEFT.test(character)) {
    throw new TaskError(
      field,
      `"${character}" in ${field} is written from right to left, which cannot be drawn.`,
    )
  }
  const point = character.codePointAt(0) ?? 0
  const typeface = TYPEFACES.find(({ font }) => font.hasGlyphForCodePoint(point))
  if (typeface) return typeface
  const code = `U+${point.toString(16).toUpperCase().padStart(4, '0')}`
  throw new TaskError(field, `No font here has the character "${character}" (${code}) in ${field}.`)
}

/** The width of a text of size 1. */
export const widthOf = (runs: readonly Run[]): number =>
  runs.reduce(
    (width, { text, typeface: { font, scale } }) =>
      width + (scale * font.layout(text).advanceWidth) / font.unitsPerEm,
    0,
  )

/** Breaks a text between words so that no line is wider than `width`, for type of size 1. */
export function linesOf(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let taken = 0
  // A blank that keeps its words together stays: French has one before some marks.
  for (const word of text.split(/[^\S\u00a0\u202f]+/u)) {
    const wide = widthOf(runsOf(word))
    // Each word is measured once, not each line again with every word: layout takes most of the time of a text.
    if (lines.length > 0 && taken + BLANK + wide <= width) {
      lines[lines.length - 1] += ` ${word}`
      taken += BLANK + wide
    } else {
      lines.push(word)
      taken = wide
    }
  }
  return lines
}

/** The width of a blank between words, for type of size 1. */
const BLANK = widthOf(runsOf('n n')) - widthOf(runsOf('nn'))
