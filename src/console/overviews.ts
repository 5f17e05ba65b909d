// What APIs say about their state, such as the queues and how many tasks they hold.
import { setTimeout as delay } from 'node:timers/promises'
import { html } from 'hono/html'
import type { Overview } from '../api/handlers.ts'
import type { Service } from '../api/service.ts'
import { titleOf } from './api_list.ts'
import type { Html } from './layout.ts'
import { counted } from './wording.ts'

const PATIENCE = 3000 // milliseconds for which a page waits for them
const MOST_ROWS = 100

/** One section for each API that has an overview. An overview that fails becomes a sentence. */
export async function overviewsOf(services: readonly Service[]): Promise<readonly Html[]> {
  const sections = services.map(async (service) => {
    const overview = service.module?.overview
    if (overview === undefined) return []
    try {
      return [overviewSection(await intime(overview(service.state)))]
    } catch (error) {
      return [faultSection(service, error)]
    }
  })
  return (await Promise.all(sections)).flat()
}

async function intime<T>(promise: T | Promise<T>): Promise<T> {
  const done = new AbortController()
  const late = delay(PATIENCE, undefined, { signal: done.signal }).then(() => {
    throw new Error(`no answer in ${PATIENCE / 1000} seconds`)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    late.catch(() => {}) // the race is over; the delay that we now abort is awaited no more
    done.abort()
  }
}

function overviewSection({ title, columns, rows }: Overview): Html {
  const shown = rows.slice(0, MOST_ROWS)
  const more = rows.length - shown.length
  if (rows.length === 0)
    return html`<section>
      <h2>${title}</h2>
      <p class="empty">Nothing here yet.</p>
    </section>`
  return html`<section>
    <h2>${title}</h2>
    <div class="table" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${columns.map((column, i) => html`<th scope="col" class="${kindOf(rows, i)}">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${shown.map(
            (row) =>
              html`<tr>
                ${row.map(cell)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${more > 0 ? html`<p class="note">… and ${counted(more, 'row')} more.</p>` : ''}
  </section>`
}

function cell(value: string | number): Html {
  if (typeof value === 'string') return html`<td>${value}</td>`
  return html`<td class="number ${value === 0 ? 'zero' : ''}">${value.toLocaleString('en')}</td>`
}

const kindOf = (rows: Overview['rows'], column: number): string =>
  typeof rows[0]?.[column] === 'number' ? 'number' : ''

const faultSection = (service: Service, error: unknown): Html =>
  html`<section>
    <h2>${titleOf(service)}</h2>
    <p class="fault" role="status">
      Its state cannot be shown now: ${error instanceof Error ? error.message : String(error)}
    </p>
  </section>`
