// Markdown as HTML of the site: sections that can be linked to, links that lead within the site, code in colors.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { posix } from 'node:path'
import MarkdownIt, { type Token } from 'markdown-it'
import { root, type Page } from './contents.ts'
import { highlighted } from './highlight.ts'
import { escaped, relativeTo } from './html.ts'
import type { Section } from './search_index.ts'
import { slugOf } from './slug.ts'

export interface Heading {
  readonly level: number
  readonly text: string
  readonly slug: string
}

export interface Converted {
  readonly html: string
  readonly headings: readonly Heading[]
  readonly sections: readonly Section[]
}

/** A file of the repository that pages refer to, as a page of its own. */
export interface FilePage extends Converted, Page {}

export class Converter {
  readonly #bySource: ReadonlyMap<string, Page>
  readonly #files = new Map<string, FilePage>()
  readonly #markdown = new MarkdownIt({ html: false })

  constructor(pages: readonly Page[]) {
    this.#bySource = new Map(
      pages.flatMap((page) => (page.source === undefined ? [] : [[page.source, page]])),
    )
    const { rules } = this.#markdown.renderer
    rules['fence'] = (tokens, i) => codeBlock(tokens[i]!)
    rules['code_inline'] = (tokens, i) => `<code>${breakable(tokens[i]!.content)}</code>`
    rules['table_open'] = (tokens, i, options, _env, renderer) =>
      `<div class="table">${renderer.renderToken(tokens, i, options)}`
    rules['table_close'] = () => '</table></div>\n'
  }

  convert(markdown: string, page: Page): Converted {
    const tokens = this.#markdown.parse(markdown, {})
    const headings = headingsOf(tokens)
    nameCells(tokens)
    for (const { children } of tokens)
      children?.forEach((child, i) => this.#retarget(child, children[i + 1], page))
    return {
      html: withoutEmptyHeads(this.#markdown.renderer.render(tokens, this.#markdown.options, {})),
      headings,
      sections: sectionsOf(tokens, page),
    }
  }

  /** What the pages that were converted refer to. */
  files(): readonly FilePage[] {
    return [...this.#files.values()]
  }

  /** `text`: what stands in it, if it is a link. */
  #retarget(token: Token, text: Token | undefined, page: Page): void {
    const name = token.type === 'image' ? 'src' : 'href'
    const target = String(token.attrGet(name) ?? '')
    if (target === '' || /^(\w+:|#)/.test(target)) return
    token.attrSet(name, this.#addressOf(target, page))
    // The name of a file is of no use to who has none.
    const named = this.#bySource.get(sourceOf(target.split('#')[0]!, page))
    if (named !== undefined && text?.content.endsWith('.md')) text.content = named.title
  }

  /** Of what a page of the repository links to. */
  #addressOf(target: string, page: Page): string {
    const [path = '', section] = target.split('#')
    const hash = section === undefined ? '' : `#${section}`
    if (page.source === undefined) return `${relativeTo(page.path, path)}${hash}`
    const source = sourceOf(path, page)
    const found = this.#bySource.get(source)
    if (found !== undefined) return `${relativeTo(page.path, found.path)}.html${hash}`
    if (source.startsWith('docs/images/'))
      return relativeTo(page.path, source.slice('docs/'.length))
    return `${relativeTo(page.path, this.#fileOf(source, page))}.html${hash}`
  }

  #fileOf(source: string, from: Page): string {
    const path = `files/${source}`
    if (!existsSync(join(root, source)))
      throw new Error(`${from.source} links to ${source}, which is not there`)
    if (!this.#files.has(path)) {
      const code = readFileSync(join(root, source), 'utf8')
      const html = `<h1>${escaped(source)}</h1>\n${block(code, posix.extname(source).slice(1))}`
      this.#files.set(path, { path, title: source, html, headings: [], sections: [] })
    }
    return path
  }
}

/** Ids of methods and paths may break between their names. */
const breakable = (code: string): string =>
  escaped(code).replaceAll(/(?<=\w[./])(?=[\w{])/g, '<wbr>')

/** In the repository, of what a page links to. */
const sourceOf = (path: string, { source = '' }: Page): string =>
  posix.join(posix.dirname(source), path).replace(/\/$/, '/README.md')

function headingsOf(tokens: readonly Token[]): Heading[] {
  const seen = new Map<string, number>()
  return tokens.flatMap((token, i) => {
    if (token.type !== 'heading_open') return []
    const text = plain(tokens[i + 1]!)
    const base = slugOf(text)
    const before = seen.get(base) ?? 0
    seen.set(base, before + 1)
    const slug = before === 0 ? base : `${base}-${before}`
    token.attrSet('id', slug)
    return [{ level: Number(token.tag.slice(1)), text, slug }]
  })
}

/** Each cell of a table with many columns has the name of its column, as on a phone it stands alone. */
function nameCells(tokens: readonly Token[]): void {
  let [table, names, column]: [Token | undefined, string[], number] = [undefined, [], 0]
  tokens.forEach((token, i) => {
    if (token.type === 'table_open') [table, names] = [token, []]
    else if (token.type === 'th_open') names.push(plain(tokens[i + 1]!))
    else if (token.type === 'tr_open') column = 0
    else if (token.type === 'td_open') {
      if (names.length > 3) token.attrSet('data-column', names[column]!)
      if (names.length > 3) table!.attrSet('class', 'wide')
      column += 1
    }
  })
}

/** What people read of it. */
const plain = (token: Token): string =>
  (token.children ?? []).map(({ type, content }) => (type === 'softbreak' ? ' ' : content)).join('')

/** The text under each heading, for the search. */
function sectionsOf(tokens: readonly Token[], page: Page): Section[] {
  const sections: { title: string; url: string; text: string[] }[] = []
  tokens.forEach((token, i) => {
    if (token.type === 'heading_open') {
      const slug = token.tag === 'h1' ? '' : `#${token.attrGet('id')}`
      sections.push({ title: plain(tokens[i + 1]!), url: `${page.path}.html${slug}`, text: [] })
    } else if (token.type === 'inline' && tokens[i - 1]?.type !== 'heading_open') {
      sections.at(-1)?.text.push(plain(token))
    } else if (token.type === 'fence') sections.at(-1)?.text.push(token.content)
  })
  return sections.map(({ title, url, text }) => ({
    page: page.title,
    title,
    url,
    text: text.join(' '),
  }))
}

function codeBlock({ info, content }: Token): string {
  const [language = '', file] = info.trim().split(/\s+/)
  const caption = file === undefined ? '' : `<figcaption>${escaped(file)}</figcaption>`
  return `<figure class="code">${caption}${block(content, language)}</figure>\n`
}

const block = (code: string, language: string): string =>
  `<pre data-language="${escaped(language)}"><code>${highlighted(code.trimEnd(), language)}</code></pre>`

/** A table whose columns have no names has no head. */
const withoutEmptyHeads = (html: string): string =>
  html
    .replaceAll(/<thead>\s*<tr>\s*(?:<th><\/th>\s*)+<\/tr>\s*<\/thead>\n?/g, '')
    .replaceAll('<th></th>', '<td></td>')
