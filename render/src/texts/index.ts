// The catalogue: what worksheets say, in each language. Another language is one file like `en.ts`, and its line here.
import { de } from './de.ts'
import { en, type Texts } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { mi } from './mi.ts'

export type { Texts } from './en.ts'

/** By their BCP 47 names, as tasks call them. */
export const catalogue = { en, de, es, fr, mi } satisfies Record<string, Texts>

export type Language = keyof typeof catalogue

export const languages = Object.keys(catalogue) as readonly Language[]
