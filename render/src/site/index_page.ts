// The page at `/`: the workers, what they have in hand, and the last results.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html, raw } from 'hono/html'
import type { RecentResult } from './recent.ts'
import type { Answer } from './send.ts'
import type { State, WorkerState } from './state.ts'

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8')
const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

const stylesheet = asset('page.css')
const script = asset('page.js')
const policy = [
  "default-src 'none'",
  `style-src ${hashOf(stylesheet)}`,
  `script-src ${hashOf(script)}`,
  "connect-src 'self'",
  "object-src 'self'",
  "frame-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

export async function indexPage(
  state: State,
  results: readonly RecentResult[],
  { version }: { readonly version: string },
): Promise<Answer> {
  const shown = results.find(({ document }) => document !== undefined)?.document
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Render service</title>
        <link rel="icon" href="data:," />
        ${raw(`<style>${stylesheet}</style>`)}
      </head>
      <body>
        <header>
          <h1>Render service</h1>
          <p>
            version ${version} · <a href="/work">work</a> · <a href="/_ah/health">health</a> ·
            <a href="/metrics">metrics</a>
          </p>
        </header>
        <main>
          <div id="state">${workersSection(state)} ${resultsSection(results)}</div>
          <section class="preview" id="preview">${shown ? preview(shown) : noPreview}</section>
        </main>
        ${raw(`<script>${script}</script>`)}
      </body>
    </html>`
  return {
    status: 200,
    body: String(page),
    type: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': policy, 'referrer-policy': 'no-referrer' },
  }
}

const workersSection = ({ workers, done, failed, restarts }: State) =>
  html`<section>
    <h2>Workers</h2>
    <p class="counts">
      <b>${done}</b> done · <b>${failed}</b> failed attempts · <b>${restarts}</b> restarts
    </p>
    <ul class="workers">
      ${workers.map(workerItem)}
    </ul>
  </section>`

const workerItem = ({ number, pid, state, task, since }: WorkerState) =>
  html`<li class="${state.replace(' ', '-')}">
    <b>${number}</b> <span class="word">${state}</span>
    <span class="pid">${pid === null ? '' : `pid ${pid}`}</span>
    ${task === null ? '' : html`<code title="in hand since ${since}">${task}</code>`}
  </li>`

const resultsSection = (results: readonly RecentResult[]) =>
  html`<section>
    <h2>Last results</h2>
    ${
      results.length === 0
        ? html`<p class="none">
            None yet. Put a task into the queue: <code>npm run queue -- add</code>
          </p>`
        : html`<ol class="results">
            ${results.map(resultItem)}
          </ol>`
    }
  </section>`

const resultItem = ({ taskId, at, durationMs, attempt, document, error }: RecentResult) =>
  html`<li class="${document ? 'ok' : 'failed'}">
    ${
      document
        ? html`<a href="${document.path}" type="application/pdf">${document.filename}</a>`
        : html`<span class="error">${error}</span>`
    }
    <small>
      <time datetime="${new Date(at).toISOString()}"
        >${new Date(at).toISOString().slice(11, 19)}</time
      >
      ${document?.bytes === undefined ? '' : `· ${Math.ceil(document.bytes / 1024)} KiB`} ·
      ${durationMs} ms${attempt > 1 ? ` · attempt ${attempt}` : ''} · <code>${taskId}</code>
    </small>
  </li>`

const preview = ({ filename, path }: NonNullable<RecentResult['document']>) =>
  html`<h2>${filename}</h2>
    <object data="${path}" type="application/pdf">
      <p>This browser shows no PDF documents in a page. <a href="${path}">Open ${filename}</a></p>
    </object>`

const noPreview = html`<p class="none">The newest document will be shown here.</p>`
