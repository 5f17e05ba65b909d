// What a document says first of a thing. No check reads its texts: this one may be missing, or no text.

const MOST = 240 // characters of a sentence; some documents never end theirs

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
