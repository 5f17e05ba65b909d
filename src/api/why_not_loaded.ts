// Why a module of handlers cannot be loaded, where, and what to do about it.

/** By what Node says of the mistakes that are most made. */
const advice: readonly (readonly [RegExp, string])[] = [
  [
    /^Cannot find module '[^']*\/[^/.']+' imported/,
    'an import has the whole name of its file, .ts or .js included',
  ],
  [/^Cannot find package '(?:[^']*)' imported/, 'install it where the module is'],
  [/does not provide an export named/, 'if that is a type, write `import type`'],
  [
    /^(?:Unexpected token 'export'|Cannot use import statement outside a module)/,
    'write "type": "module" into the package.json beside it or above it',
  ],
  [
    /^TypeScript .* is not supported in strip-only mode/,
    'Node runs what is JavaScript once types are left out',
  ],
]

/**
 * The message, the line it is about, and advice. A syntax error has the line in front of its stack, others in the first frame;
 * where a module is not there, that frame is `loader`'s, and the message has the file.
 */
export function whyNotLoaded(error: unknown, loader: string): string {
  if (!(error instanceof Error)) return String(error)
  const { message, stack = '' } = error
  const place = /(?:file:\/\/)?([^\s()]+\.[jt]s:\d+)/.exec(stack)?.[1]
  const where = place === undefined || place.startsWith(loader) ? '' : ` (${place})`
  const [, what] = advice.find(([pattern]) => pattern.test(message)) ?? []
  return `${message}${where}${what === undefined ? '' : `; ${what}`}`
}
