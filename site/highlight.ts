// Code in colors, made when the site is, so that no script is needed to read it.
import { createRequire } from 'node:module'
import { escaped } from './html.ts'

/** What is used of highlight.js, whose own types want a browser's. */
interface Highlighter {
  registerLanguage(name: string, definition: unknown): void
  highlight(code: string, options: { readonly language: string }): { readonly value: string }
}

const require = createRequire(import.meta.url)
const hljs = require('highlight.js/lib/core') as Highlighter
for (const name of ['bash', 'javascript', 'json', 'python', 'typescript', 'yaml'])
  hljs.registerLanguage(name, require(`highlight.js/lib/languages/${name}`))

/** By the word behind a fence. */
const NAMES: Readonly<Record<string, string>> = {
  js: 'javascript',
  json: 'json',
  python: 'python',
  py: 'python',
  sh: 'bash',
  ts: 'typescript',
  yaml: 'yaml',
}

export function highlighted(code: string, language: string): string {
  if (language === 'console') return session(code)
  const name = NAMES[language]
  return name === undefined ? escaped(code) : hljs.highlight(code, { language: name }).value
}

/** Commands stand out from what they print. */
function session(code: string): string {
  let goesOn = false
  return code
    .split('\n')
    .map((line) => {
      const isCommand = goesOn || line.startsWith('$ ')
      const text = goesOn ? line : line.slice(2)
      const prompt = goesOn ? '' : '<span class="prompt">$ </span>'
      goesOn = isCommand && line.endsWith('\\')
      if (!isCommand) return escaped(line)
      return `${prompt}<span class="command">${hljs.highlight(text, { language: 'bash' }).value}</span>`
    })
    .join('\n')
}
