// Numbers and sentences as the pages show them.

/** `1 method`, `3,636 methods` */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`

const MOST = 240 // characters of a sentence; some documents never end theirs

/** What a document says first of a thing. Its texts are checked by nobody: this one may be missing, or no text. */
export function firstSentence(description: unknown): string {
  const text = textOf(description)
    .slice(0, 2 * MOST)
    .replaceAll(/\s+/g, ' ')
    .trim()
  const end = /(?<!\be\.g|\bi\.e|\betc|\bvs)[.!?](?=\s)/.exec(text)
  const sentence = end === null ? text : text.slice(0, end.index + 1)
  return sentence.length > MOST ? `${sentence.slice(0, MOST).trimEnd()}…` : sentence
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
