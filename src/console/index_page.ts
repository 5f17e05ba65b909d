// The page at `/`: what is served, for a person. Made anew for every request, and complete without JavaScript.
import { html } from 'hono/html'
import { ownCommand } from '../own_command.ts'
import type { HttpResponse } from '../http/response.ts'
import { unboundWords } from '../api/origin_words.ts'
import type { Service } from '../api/service.ts'
import { apiFacts, apiTable, apiSection, pageOf, titleOf, type BaseUrl } from './api_list.ts'
import { firstSteps } from './first_steps.ts'
import { pageAnswer, type Html, type Page } from './layout.ts'
import { methodGroups, methodRow } from './method_list.ts'
import { methodPage } from './method_page.ts'
import { overviewsOf } from './overviews.ts'
import { routeList } from './route_list.ts'
import { search } from './search.ts'
import { isView, viewPage } from './view_page.ts'
import { counted } from './wording.ts'

/** Of more methods, a page shows only those of one API. */
const MOST_METHODS = 60
const MOST_FOUND = 100

type Content = Omit<Page, 'search'>

/**
 * `query`: of the request; `q` are words to search for, `api` is the id of the one API to show, `method` that of one of its
 * methods, `view` another page of the console.
 * `baseUrl`: where this client reaches an API.
 */
export async function indexPage(
  services: readonly Service[],
  query: string,
  baseUrl: BaseUrl,
): Promise<HttpResponse> {
  const parameters = new URLSearchParams(query)
  const words = parameters.get('q')?.trim() ?? ''
  const api = parameters.get('api') ?? undefined
  const service = services.find(({ id }) => id === api)
  const shown = service === undefined ? services : [service]
  const hint = `Search ${counted(methodCount(shown), 'method')}`
  const page = { search: { words, api: service?.id, hint } }
  const view = parameters.get('view') ?? ''
  if (isView(view)) return viewPage(view, hint)
  if (service === undefined && api !== undefined)
    return pageAnswer(404, { ...page, ...unknownApi(api) })
  const method = parameters.get('method')
  const bound = service?.methods.find(({ outline }) => outline.id === method)
  if (bound !== undefined && service !== undefined) {
    const title = `${bound.outline.id} – discovery-emulator`
    const main = methodPage(bound, baseUrl(service))
    return pageAnswer(200, { ...page, title, main, script: 'method' })
  }
  if (words !== '') return pageAnswer(200, { ...page, ...found(shown, words, service, baseUrl) })
  if (service !== undefined)
    return pageAnswer(200, { ...page, ...(await apiPage(service, baseUrl(service))) })
  return pageAnswer(200, { ...page, ...(await home(services, baseUrl)) })
}

async function home(services: readonly Service[], baseUrl: BaseUrl): Promise<Content> {
  const handled = services.filter(hasHandler)
  const unhandled = services.filter((service) => !hasHandler(service))
  const ordered = [...handled, ...unhandled]
  const inFull = [ordered, handled].find((some) => methodCount(some) <= MOST_METHODS) ?? []
  const inShort = ordered.filter((service) => !inFull.includes(service))
  const first = ordered[0]
  const origin = first === undefined ? '' : originOf(baseUrl(first))
  const main = html`<h1 class="origin">${addressParts(origin)}</h1>
    <p class="lede">${totals(services)}</p>
    ${await overviewsOf(services)} ${first === undefined ? '' : firstSteps(first, services, origin)}
    ${inFull.map((service) => apiSection(service, baseUrl(service)))}
    ${
      inShort.length === 0
        ? ''
        : html`<section>
            <h2>${inFull.length === 0 ? 'APIs' : 'More APIs'}</h2>
            ${apiTable(inShort, baseUrl)}
          </section>`
    }`
  return { title: `${origin.replace(/^https?:\/\//, '')} – discovery-emulator`, main }
}

async function apiPage(service: Service, baseUrl: string): Promise<Content> {
  const main = html`<h1>${titleOf(service)}</h1>
    ${apiFacts(service, baseUrl)} ${await overviewsOf([service])}
    ${methodGroups(service.methods, baseUrl, 2)} ${routeList(service, baseUrl, 2)}`
  return { title: `${titleOf(service)} ${service.outline.version} – discovery-emulator`, main }
}

function found(
  services: readonly Service[],
  words: string,
  within: Service | undefined,
  baseUrl: BaseUrl,
): Content {
  const all = search(services, words)
  const shown = Map.groupBy(all.methods.slice(0, MOST_FOUND), ({ service }) => service)
  const more = all.methods.length - MOST_FOUND
  const open = all.methods.length === 1
  const apis = within === undefined ? all.services : []
  const main = html`<h1>${counted(all.methods.length, 'method')} for “${words}”</h1>
    <p class="lede">
      ${within === undefined ? 'In all APIs.' : html`In ${titleOf(within)}. <a href="?q=${encodeURIComponent(words.toWellFormed())}">Search all APIs</a>`}
      ${more > 0 ? `The first ${MOST_FOUND} are shown; more words find fewer.` : ''}
    </p>
    ${all.methods.length === 0 && apis.length === 0 ? nothingFound : ''}
    ${apis.length === 0 ? '' : apiTable(apis, baseUrl)}
    ${[...shown].map(
      ([service, methods]) =>
        html`<section>
          <h2>
            <a href="${pageOf(service)}">${titleOf(service)}</a>
            <small>${service.outline.version}</small>
          </h2>
          <ul class="methods found">
            ${methods.map((bound) => methodRow(bound, baseUrl(service), bound.outline.id, open))}
          </ul>
        </section>`,
    )}`
  return { title: `${words} – discovery-emulator`, main }
}

const nothingFound = html`<p class="note">
  Each word must be in the id, the path or the description of a method. An API that is not here is
  added by <code>${ownCommand('add')} NAME</code>.
</p>`

const unknownApi = (api: string): Content => ({
  title: 'Not served – discovery-emulator',
  main: html`<h1>No API ${api} is served here</h1>
    <p class="lede"><a href="./">See what is.</a></p>`,
})

function totals(services: readonly Service[]): string {
  const handled = services
    .flatMap(({ methods }) => methods)
    .filter(({ handler }) => handler !== undefined).length
  const all = methodCount(services)
  const what = `Serves ${counted(services.length, 'API')} with ${counted(all, 'method')}`
  const others = unboundWords(services[0]?.unbound ?? 'none')
  if (handled === all) return `${what}, all of them with a handler.`
  if (handled === 0) return `${what}. None has a handler: they ${others}.`
  return `${what}. ${handled.toLocaleString('en')} of them ${handled === 1 ? 'has' : 'have'} a handler; the others ${others}.`
}

const methodCount = (services: readonly Service[]): number =>
  services.reduce((sum, { methods }) => sum + methods.length, 0)

const hasHandler = ({ methods }: Service): boolean =>
  methods.some(({ handler }) => handler !== undefined)

const originOf = (url: string): string => /^\w+:\/\/[^/]*/.exec(url)?.[0] ?? ''

const addressParts = (origin: string): readonly (string | Html)[] => [
  html`<span>http://</span>`,
  origin.replace(/^https?:\/\//, ''),
]
