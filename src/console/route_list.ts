// The routes that a handler module adds to its document: other paths of methods, and paths of its own.
import { html } from 'hono/html'
import type { Service } from '../api/service.ts'
import type { Html } from './layout.ts'
import { heading, methodRow } from './method_list.ts'

/** Nothing for an API without any. `level`: of the heading. */
export function routeList({ routes }: Service, baseUrl: string, level: 2 | 3): Html | string {
  if (routes.length === 0) return ''
  return html`${heading('Other paths', level)}
    <ul class="methods">
      ${routes.map((bound) => methodRow(bound, baseUrl, bound.raw ? 'no method' : `alias of ${bound.outline.id}`))}
    </ul>`
}
