// Numbers and sources of answers as the pages show them.
import { html } from 'hono/html'
import type { Origin } from '../api/behavior.ts'
import type { Html } from './layout.ts'

/** `1 method`, `3,636 methods` */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

/** A name that may break where its words meet: behind dots, before capitals. */
export const breakable = (name: string): readonly Html[] =>
  name.split(/(?<=[.])|(?<=[a-z0-9])(?=[A-Z])/).map((part, i) => html`${i === 0 ? '' : wbr}${part}`)

const wbr = html`<wbr />`

/** Where the answers of a method come from. */
export const originWords = (origin: Origin): string => words[origin]

const words: Readonly<Record<Origin, string>> = {
  handler: 'its handler',
  stateful: 'the resource engine, by what the document says',
  rule: 'a rule beside the document',
  seed: 'a seed beside the document',
  mock: 'the schema alone: its form is right, its content made up',
  none: 'nothing: it answers 501',
}
