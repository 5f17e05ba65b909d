// Where the services of an App Engine app are while it is developed.
import type { AppEngineRouting } from './rules.ts'

/** By service, or `version.service`; or one base before whose host the parts of the routing are put. */
export type AppEngineUrls =
  | { readonly base: string }
  | { readonly services: ReadonlyMap<string, string> }

/** `default=http://localhost:8080,worker=http://localhost:8081`, or `http://localhost:8080`. Throws on other texts. */
export function readAppEngineUrls(text: string): AppEngineUrls | undefined {
  if (text.trim() === '') return undefined
  if (!text.includes('=')) {
    const base = text.includes('://') ? text : `http://${text}`
    if (!URL.canParse(base)) throw new Error(expected)
    return { base }
  }
  const services = new Map<string, string>()
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const [service = '', url = ''] = entry.split(/=(.*)/s)
    if (service === '' || !/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error(expected)
    services.set(service, url)
  }
  return { services }
}

const expected = 'SERVICE=URL,SERVICE=URL with a service named default, or one URL'

export function appEngineUrl(
  urls: AppEngineUrls | undefined,
  project: string,
  { instance, version, service }: AppEngineRouting,
): string {
  const parts = [instance, version, service].filter((part) => part !== undefined && part !== '')
  if (urls === undefined) return `https://${[...parts, project].join('-dot-')}.appspot.com`
  if ('base' in urls) {
    const url = new URL(urls.base)
    url.hostname = [...parts, url.hostname].join('.')
    return url.origin
  }
  const name = service === undefined || service === '' ? 'default' : service
  const found =
    urls.services.get(`${version}.${name}`) ??
    urls.services.get(name) ??
    urls.services.get('default')
  if (found === undefined)
    throw new Error(
      `no URL is known for the App Engine service ${name}: --app-engine ${name}=http://localhost:8080 names one`,
    )
  return new URL(found).origin
}
