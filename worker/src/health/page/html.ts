// HTML from templates, in which every value is text unless it is HTML itself.

/** Text that is HTML already. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Value = string | number | Html | null | undefined | false | readonly Html[]

/** `null`, `undefined` and `false` are nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(String.raw({ raw: parts }, ...values.map(textOf)))

function textOf(value: Value): string {
  if (value === null || value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map(({ text }) => text).join('\n')
  return String(value)
    .toWellFormed()
    .replaceAll(/[&<>"']/g, escaped)
}

const escaped = (character: string): string => `&#${character.charCodeAt(0)};`
