// The pages whose code is tried, and the blocks of code in them.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import MarkdownIt from 'markdown-it'

export const root = join(import.meta.dirname, '../..')

export const pages: readonly string[] = globSync(
  ['README.md', 'CONTRIBUTING.md', 'docs/*.md', 'worker/README.md', 'render/README.md'],
  { cwd: root },
).toSorted()

export interface Block {
  readonly page: string
  /** Of its first line of code; the first of the page is 1. */
  readonly line: number
  /** The word behind the fence; empty where there is none. */
  readonly language: string
  /** The rest of that line: the file that this is. */
  readonly file: string
  readonly code: string
}

export function blocksOf(page: string): Block[] {
  const tokens = new MarkdownIt().parse(readFileSync(join(root, page), 'utf8'), {})
  return tokens
    .filter(({ type }) => type === 'fence' || type === 'code_block')
    .map(({ type, info, content, map }) => {
      const [language = '', file = ''] = info.trim().split(/\s+/)
      return { page, line: map![0] + (type === 'fence' ? 2 : 1), language, file, code: content }
    })
}

/** What stands in backquotes in its sentences. */
export const inlineCodeOf = (page: string): string[] =>
  new MarkdownIt()
    .parse(readFileSync(join(root, page), 'utf8'), {})
    .flatMap(({ children }) => children ?? [])
    .filter(({ type }) => type === 'code_inline')
    .map(({ content }) => content)
