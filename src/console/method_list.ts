// The methods of an API: each with what it does and a call to paste into a shell.
import { html } from 'hono/html'
import { fullPathOf } from '../api/method_path.ts'
import type { Origin } from '../api/behavior.ts'
import type { BoundMethod, Service } from '../api/service.ts'
import { curlLine, exampleCall } from './curl_example.ts'
import type { Html } from './layout.ts'
import { breakable } from './wording.ts'

/** By resource, in the document's order. `level`: of the headings, below that of the API. */
export function methodGroups(
  methods: readonly BoundMethod[],
  baseUrl: string,
  level: 2 | 3,
): readonly Html[] {
  return [...Map.groupBy(methods, resourceOf)].map(
    ([resource, group]) =>
      html` ${resource === '' ? '' : heading(resource, level)}
        <ul class="methods">
          ${group.map((bound) => methodRow(bound, baseUrl, lastName(bound)))}
        </ul>`,
  )
}

export const heading = (resource: string, level: 2 | 3): Html =>
  level === 2
    ? html`<h2 class="resource">${resource}</h2>`
    : html`<h3 class="resource">${resource}</h3>`

/** `name`: what to call it here, its id or the last part of it. */
export function methodRow(bound: BoundMethod, baseUrl: string, name: string, open = false): Html {
  const { outline } = bound
  const { httpMethod, id, summary } = outline
  const path = `/${fullPathOf(bound)}`
  const mark = markOf(bound.raw === undefined ? (bound.behavior?.origin ?? 'none') : 'handler')
  return html`<li>
    <details ${open ? 'open' : ''}>
      <summary>
        ${mark}<b class="verb ${httpMethod.toLowerCase()}">${httpMethod}</b>
        <span class="name">${breakable(name)}</span>
        <code class="path">${templateParts(path)}</code>
      </summary>
      <div class="what">
        <p>${summary}</p>
        ${mediaLine(bound.method)}
        <pre tabindex="0"><code>${curlLine(exampleCall(bound, baseUrl))}</code></pre>
        ${bound.route === undefined ? html`<p><a href="${pageOfMethod(bound)}">Try it</a></p>` : ''}
        ${name === id ? '' : html`<p class="id">${id}</p>`}
      </div>
    </details>
  </li>`
}

/** Relative, so that it holds behind a proxy with a path of its own. */
const pageOfMethod = ({ service, outline }: BoundMethod): string =>
  `?${new URLSearchParams({ api: service.id.toWellFormed(), method: outline.id.toWellFormed() }).toString()}`

/** Where its answers come from. */
function markOf(origin: Origin): Html {
  if (origin === 'none')
    return html`<span class="mark" title="no handler: answers 501">no handler</span>`
  const said = origin === 'handler' ? 'has a handler' : origin
  return html`<span class="mark bound" title="${said}">${said}</span>`
}

/** Where bytes come in and go out. */
function mediaLine({ mediaUpload, supportsMediaDownload }: BoundMethod['method']): Html | string {
  const { simple, resumable } = mediaUpload?.protocols ?? {}
  const path = (simple ?? resumable)?.path
  if (path === undefined && !supportsMediaDownload) return ''
  return html`<p class="media">
    ${path === undefined ? '' : html`Takes bytes at <code>${path}</code>${resumable ? ', also resumable' : ''}. `}
    ${supportsMediaDownload ? html`Gives bytes with <code>alt=media</code>.` : ''}
  </p>`
}

const templateParts = (path: string): readonly (string | Html)[] =>
  path.split(/(\{[^{}]*\})/).map((part, i) => (i % 2 === 1 ? html`<var>${part}</var>` : part))

export function handlerCount(service: Service): string {
  const { handled, all } = handlersOf(service)
  return `${handled} of ${all} ${all === 1 ? 'method has' : 'methods have'} a handler`
}

export const handlersOf = ({ methods }: Service) => ({
  handled: methods.filter(({ handler }) => handler !== undefined).length,
  all: methods.length,
})

/** `cloudtasks.projects.locations.list` → `projects.locations`; most ids start with the name of the API. */
const resourceOf = ({ outline, service }: BoundMethod): string => {
  const parts = outline.id.split('.')
  return parts.slice(parts[0] === service.outline.name ? 1 : 0, -1).join('.')
}

const lastName = ({ outline }: BoundMethod): string => outline.id.split('.').at(-1)!
