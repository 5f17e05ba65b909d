// Text from outside as messages, logs and terminals can show it: well-formed, and without characters that move a cursor,
// hide text or turn it round.

/** Control characters, ends of lines and marks of direction. */
// oxlint-disable-next-line no-control-regex -- these are what must not be shown as they are
export const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** On one line, each such character as `\u001b`; half of a character that needs two is U+FFFD. */
export const printable = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(
      UNPRINTABLE,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
