// What comes from outside (an id, a tag, a broker's words), as a terminal may show it: a control character would move the
// cursor, change the title of the window or forge a line, and a mark of direction would turn text round.

// eslint-disable-next-line no-control-regex -- these are what it is about
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g
// eslint-disable-next-line no-control-regex -- as above, without tabs and ends of lines
const UNPRINTABLE_IN_LINES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g

/** On one line, each such character as `\u001b`. JSON stays the same JSON. */
export const printable = (text: string): string => text.replaceAll(UNPRINTABLE, escaped)

/** A text of several lines, such as a stack: tabs and ends of lines stay. */
export const printableLines = (text: string): string =>
  text.replaceAll(UNPRINTABLE_IN_LINES, escaped)

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** A line on standard output. */
export const print = (line: string): void => console.log(printable(line))

/** A line on standard error. */
export const printError = (line: string): void => console.error(printable(line))
