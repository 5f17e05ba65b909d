// The page of the work: processors, processes, tasks in hand, last outcomes, schedules and dead letters.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Work } from '../work.ts'
import { html, Html } from './html.ts'
import { lettersSection } from './letters_section.ts'
import {
  countsSection,
  processesSection,
  processorsSection,
  recentSection,
  schedulesSection,
} from './sections.ts'

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const stylesheet = asset('page.css')
const script = asset('page.js')

/** Nothing from elsewhere, no script but ours, and forms that send to us alone. */
export const pageHeaders = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${hashOf(stylesheet)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  // With none at all a browser would send forms with the origin "null".
  'referrer-policy': 'same-origin',
}

export const workPage = (work: Work): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${work.name}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${stylesheet}</style>`)}
      </head>
      <body>
        <header>
          <h1>${work.name}</h1>
          <p>
            version ${work.version} · <a href="/work.json">JSON</a> ·
            <a href="/metrics">metrics</a> ·
            <a href="/readyz">readiness</a>
          </p>
        </header>
        <main id="work">
          ${countsSection(work)} ${processesSection(work)} ${processorsSection(work)}
          ${work.schedules.length > 0 && schedulesSection(work)} ${recentSection(work)}
          ${lettersSection(work)}
        </main>
        ${new Html(`<script>${script}</script>`)}
      </body>
    </html>`.text
