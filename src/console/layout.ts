// What all pages share: head, top bar, stylesheet, and the headers that keep a browser from loading anything else.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { HttpResponse } from '../http/response.ts'

export type Html = ReturnType<typeof html>

export interface Page {
  readonly title: string
  readonly search: Search
  readonly main: Html
  /** Which of the pages in the top bar it is. */
  readonly view?: string
  /** Name of the script that makes it. */
  readonly script?: string
}

export interface Search {
  /** Words, as the person typed them. */
  readonly words: string
  /** Id of the API in which to search; undefined: in all. */
  readonly api: string | undefined
  /** What the empty field says. */
  readonly hint: string
}

const stylesheet = ['look.css', 'page.css']
  .map((file) => readFileSync(new URL(file, import.meta.url), 'utf8'))
  .join('\n')
const stylesheetHash = createHash('sha256').update(stylesheet).digest('base64')
const style = raw(`<style>${stylesheet}</style>`)

const policy = `default-src 'none'; style-src 'sha256-${stylesheetHash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const headers = {
  'content-type': 'text/html; charset=UTF-8',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="22" height="22" aria-hidden="true">' +
  '<rect width="32" height="32" rx="8" fill="#0d6e64"/>' +
  '<path d="M12.500 7.500C9 7.500 9.500 10 9.500 12s-.5 4-3 4c2.500 0 3 2 3 4s-.5 4.500 3 4.500M19.500 7.500c3.500 0 3 2.500 3 4.500s.5 4 3 4c-2.500 0-3 2-3 4s.5 4.500-3 4.500" fill="none" stroke="#fff" stroke-width="2.400" stroke-linecap="round"/>' +
  '<circle cx="16" cy="16" r="2.200" fill="#fff"/></svg>'
const icon = `data:image/svg+xml,${encodeURIComponent(logo)}`

export async function pageAnswer(
  status: number,
  { title, search, main, view, script }: Page,
): Promise<HttpResponse> {
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        ${style}
        ${script === undefined ? '' : raw(`<script type="module" src="_emulator/console/${script}.js"></script>`)}
      </head>
      <body>
        <header class="bar">
          <a class="brand" href="./">${raw(logo)} discovery-emulator</a>
          ${navigation(view)} ${searchForm(search)}
        </header>
        <main>${main}</main>
        <footer>
          <a href="discovery/v1/apis">All APIs as JSON</a>
          <a href="_emulator/health">Health</a>
        </footer>
      </body>
    </html>`
  const csp = script === undefined ? policy : `${policy}; script-src 'self'; connect-src 'self'`
  return { status, headers: { ...headers, 'content-security-policy': csp }, body: String(page) }
}

const places = [
  ['apis', './', 'APIs'],
  ['resources', './?view=resources', 'Resources'],
  ['calls', './?view=calls', 'Calls'],
  ['tasks', './?view=tasks', 'Tasks'],
  ['time', './?view=time', 'Time and faults'],
] as const

const navigation = (view = 'apis'): Html =>
  html`<nav aria-label="Console">
    ${places.map(
      ([name, href, title]) =>
        html`<a href="${href}" ${name === view ? raw('aria-current="page"') : ''}>${title}</a>`,
    )}
  </nav>`

const searchForm = ({ words, api, hint }: Search): Html =>
  html`<form role="search" action="./">
    ${api === undefined ? '' : html`<input type="hidden" name="api" value="${api}" />`}
    <input type="search" name="q" value="${words}" placeholder="${hint}" aria-label="${hint}" />
    <button>Search</button>
  </form>`
