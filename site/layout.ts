// What stands around the text of every page: the search, the menu, the sections of the page, the pages before and after.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, type Page } from './contents.ts'
import { escaped, relativeTo } from './html.ts'
import type { Converted, Heading } from './markdown.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string
}

export function layout(text: Converted, page: Page, pages: readonly Page[]): string {
  const main = `<main id="text" class="text">
${text.html}
${neighbours(page, pages)}</main>
${sectionsOf(text.headings, page)}`
  return document(page, pages, `${page.title} – discovery-emulator`, main)
}

/** `main`: the element of that name, and what stands beside it. */
export function document(page: Page, pages: readonly Page[], title: string, main: string): string {
  const to = (path: string): string => relativeTo(page.path, path)
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:image/svg+xml,${encodeURIComponent(MARK)}">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script defer src="${to('assets/site.js')}" data-root="${to('')}"></script>
</head>
<body>
<a class="skip" href="#text">Skip to the text</a>
<header class="bar">
<a class="brand" href="${to('index.html')}">${MARK}<span>discovery-emulator</span></a>
<form class="search" role="search" hidden>
<input type="search" role="combobox" aria-label="Search the documentation" aria-expanded="false" aria-controls="found" aria-autocomplete="list" autocomplete="off" placeholder="Search">
<ul id="found" role="listbox" aria-label="What was found" hidden></ul>
</form>
</header>
<div class="columns">
${menu(page, pages)}
${main}
</div>
<footer class="foot">discovery-emulator ${escaped(version)} · MIT license</footer>
</body>
</html>
`
}

/** A document with three lines, of which one goes on. */
const MARK = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24" fill="none" stroke="#1a8a7d" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M14 3H6.5A1.5 1.5 0 0 0 5 4.5v15A1.5 1.5 0 0 0 6.5 21H13M14 3l5 5v2M9 9h2M9 13h11m0 0-2.5-2.5M20 13l-2.5 2.5M9 17h3"/></svg>`

function menu(page: Page, pages: readonly Page[]): string {
  const groups = Map.groupBy(
    pages.filter(({ group }) => group !== undefined),
    ({ group }) => group!,
  )
  const lists = [...groups].map(
    ([group, own]) => `<h2>${escaped(group)}</h2>
<ul>
${own.map((one) => `<li>${link(one, page)}</li>`).join('\n')}
</ul>`,
  )
  return `<nav class="menu" aria-label="Pages"><details open><summary>Pages</summary>
${lists.join('\n')}
</details></nav>`
}

function link(to: Page, from: Page): string {
  const current = to.path === from.path ? ' aria-current="page"' : ''
  return `<a href="${relativeTo(from.path, to.path)}.html"${current}>${escaped(to.title)}</a>`
}

function sectionsOf(headings: readonly Heading[], { path }: Page): string {
  // In the reference people look for names.
  const deepest = path.startsWith('reference/') ? 3 : 2
  const shown = headings.filter(({ level }) => level > 1 && level <= deepest)
  if (shown.length < 2) return '<div class="sections"></div>'
  const links = shown.map(
    ({ text, slug, level }) =>
      `<li><a class="level-${level}" href="#${slug}">${escaped(text)}</a></li>`,
  )
  return `<nav class="sections" aria-label="On this page"><h2>On this page</h2>
<ul>
${links.join('\n')}
</ul></nav>`
}

function neighbours(page: Page, pages: readonly Page[]): string {
  const inMenu = pages.filter(({ group }) => group !== undefined)
  const place = inMenu.findIndex(({ path }) => path === page.path)
  if (place < 0) return ''
  const beside = (name: string, at: number, title: string): string => {
    const other = inMenu[at]
    if (other === undefined) return '<span></span>'
    return `<a class="${name}" href="${relativeTo(page.path, other.path)}.html"><small>${title}</small>${escaped(other.title)}</a>`
  }
  return `<nav class="beside" aria-label="Pages before and after">
${beside('before', place - 1, 'Before')}
${beside('after', place + 1, 'Next')}
</nav>
`
}
