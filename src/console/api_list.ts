// APIs: one with its methods, or many as a list of links.
import { html } from 'hono/html'
import type { Service } from '../api/service.ts'
import type { Html } from './layout.ts'
import { handlerCount, handlersOf, methodGroups } from './method_list.ts'
import { routeList } from './route_list.ts'
import { firstSentence, textOf } from '../discovery/summary.ts'

export type BaseUrl = (service: Service) => string

/** One API among others on a page. */
export const apiSection = (service: Service, baseUrl: string): Html =>
  html`<section class="api">
    <h2><a href="${pageOf(service)}">${titleOf(service)}</a></h2>
    ${apiFacts(service, baseUrl)} ${methodGroups(service.methods, baseUrl, 3)}
    ${routeList(service, baseUrl, 3)}
  </section>`

/** What there is to know of an API before its methods. */
export function apiFacts(service: Service, baseUrl: string): Html {
  const { name, version, description, servicePath } = service.outline
  return html`<p class="lede">${firstSentence(description)}</p>
    <dl class="facts">
      <div>
        <dt>API</dt>
        <dd>${name} ${version}</dd>
      </div>
      <div>
        <dt>Address</dt>
        <dd><code>${baseUrl}${servicePath}</code></dd>
      </div>
      <div>
        <dt>Document</dt>
        <dd>
          <a href="${documentOf(service)}"><code>${documentOf(service)}</code></a>
        </dd>
      </div>
      <div>
        <dt>Handlers</dt>
        <dd>${handlerCount(service)}</dd>
      </div>
      ${patchFact(service)}
    </dl>`
}

const MOST_POINTERS = 12

/** The document is not as its author wrote it: where not. */
function patchFact({ source: { patch } }: Service): Html | string {
  if (patch === undefined) return ''
  const shown = patch.pointers.slice(0, MOST_POINTERS)
  const more = patch.pointers.length - shown.length
  return html`<div>
    <dt>Patched</dt>
    <dd>
      by <code>${patch.file}</code>: ${shown.map((pointer) => html`<code>${pointer}</code> `)}
      ${more > 0 ? `and ${more} more` : ''}
    </dd>
  </div>`
}

/** Many APIs, a line each. */
export const apiTable = (services: readonly Service[], baseUrl: BaseUrl): Html =>
  html`<table class="apis">
    <thead>
      <tr>
        <th scope="col">API</th>
        <th scope="col">Name</th>
        <th scope="col">Address</th>
        <th scope="col">With handler</th>
        <th scope="col"><span class="unseen">Document</span></th>
      </tr>
    </thead>
    <tbody>
      ${services.map((service) => apiRow(service, baseUrl(service)))}
    </tbody>
  </table>`

function apiRow(service: Service, baseUrl: string): Html {
  const { name, version, servicePath } = service.outline
  const { handled, all } = handlersOf(service)
  return html`<tr>
    <th scope="row"><a href="${pageOf(service)}">${titleOf(service)}</a></th>
    <td><code>${name} ${version}</code></td>
    <td><code>${pathOf(baseUrl + servicePath)}</code></td>
    <td title="${handlerCount(service)}">${handled} of ${all}</td>
    <td>
      <a href="${documentOf(service)}" aria-label="JSON document of ${name} ${version}">JSON</a>
    </td>
  </tr>`
}

export const titleOf = ({ outline }: Service): string => textOf(outline.title) || outline.name

/** The page of one API. */
export const pageOf = ({ id }: Service): string => `?api=${encodeURIComponent(id.toWellFormed())}`

/** Relative, so that it holds behind a proxy with a path of its own. */
const documentOf = ({ outline: { name, version } }: Service): string =>
  `discovery/v1/apis/${[name, version].map((part) => encodeURIComponent(part.toWellFormed())).join('/')}/rest`

const pathOf = (url: string): string => url.replace(/^\w+:\/\/[^/]*/, '')
