// What a worksheet is. A new one is one file here that calls `defineWorksheet`, and one line in `index.ts`.
import type { PaperSize } from '../page/paper.ts'
import type { Random } from '../page/random.ts'
import type { Surface } from '../page/surface.ts'
import type { Texts } from '../texts/index.ts'

/** The values that each option may have. All options must be given. */
export type OptionValues = Readonly<Record<string, readonly (string | boolean)[]>>

/** One value for each option. */
export type Chosen<Values extends OptionValues> = {
  readonly [Name in keyof Values]: Values[Name][number]
}

/** Draws the content of one page; header and footer are there already. */
export type Draw = (page: Surface) => void

export interface Worksheet<Values extends OptionValues = OptionValues> {
  readonly options: Values
  /** What stands in parentheses in the file name. */
  subtitle(options: Chosen<Values>, paperSize: PaperSize, texts: Texts): string
  /** The pages of one copy. It is asked again for each copy, with other random numbers. */
  pages(options: Chosen<Values>, random: Random, texts: Texts): Iterable<Draw>
}

export const defineWorksheet = <const Values extends OptionValues>(
  worksheet: Worksheet<Values>,
): Worksheet<Values> => worksheet
