// What a document says first of a thing. No check reads its texts: this one may be missing, or no text.

const MOST = 240 // characters of a sentence; some documents never end theirs

/** What Google's documents mark a field with before they describe it: `Required. The name of …`. */
const marks = /^(?:(?:Required|Optional|Immutable|Identifier|Output only|Input only)\.\s+)+/i

/** Of a description that begins with marks, what follows them too. */
export function firstSentence(description: unknown): string {
  const text = textOf(description)
    .slice(0, 2 * MOST)
    .replaceAll(/\s+/g, ' ')
    .trim()
  const marked = marks.exec(text)?.[0].length ?? 0
  const end = /(?<!\be\.g|\bi\.e|\betc|\bvs)[.!?](?=\s)/.exec(text.slice(marked))
  const sentence = end === null ? text : text.slice(0, marked + end.index + 1)
  return sentence.length > MOST ? `${sentence.slice(0, MOST).trimEnd()}…` : sentence
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
