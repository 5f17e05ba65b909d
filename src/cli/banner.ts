// What `npm start` prints: where it listens, where tasks are kept, what is served.
import { styleText } from 'node:util'
import { addressingOf } from '../http/routing/address.ts'
import { discoveryServiceOf } from '../http/discovery_service.ts'
import { unboundWords } from '../api/origin_words.ts'
import type { Service } from '../api/service.ts'
import { socketPathOf, withoutPassword } from '../config/config.ts'
import type { Settings } from '../config/settings.ts'

/** More APIs than fit a screen are counted, not listed. */
const MOST_LISTED = 20

export function bannerOf(url: string, services: readonly Service[], config: Settings): string {
  const path = socketPathOf(url)
  const origin = path === undefined ? url : 'http://localhost'
  const discoveryService = discoveryServiceOf(services, addressingOf(services), undefined)
  const listed = services.slice(0, MOST_LISTED)
  const rows = listed.map((service) => rowOf(service, discoveryService.baseUrl(service, origin)))
  const others = services.length - listed.length
  return [
    '',
    `  ${styleText('bold', 'discovery-emulator')} listens on ${styleText('cyan', url)}`,
    ...(path === undefined ? [] : [`  curl --unix-socket ${path} ${origin}/discovery/v1/apis`]),
    ...(config.tls_cert === '' ? [] : [`  and takes TLS there too, with ${config.tls_cert}`]),
    `  tasks are kept in ${withoutPassword(config.store_url)}`,
    '',
    ...rows.flat(),
    ...(others > 0 ? [`  … and ${others} more APIs: see ${origin}/`] : []),
    '',
    `  page       ${origin}/`,
    `  discovery  ${origin}/discovery/v1/apis`,
    `  stop with Ctrl-C`,
    '',
  ].join('\n')
}

function rowOf(service: Service, baseUrl: string): string[] {
  const handled = service.methods.filter(({ handler }) => handler !== undefined)
  const missing = service.methods.filter(({ handler }) => handler === undefined)
  const count = `${handled.length} of ${service.methods.length} methods have a handler`
  const isServed = service.unbound !== 'none'
  const names = missing.slice(0, 4).map(({ outline }) => outline.id)
  const more = missing.length > names.length ? `, and ${missing.length - names.length} more` : ''
  return [
    `  ${styleText('bold', service.outline.name)} ${service.outline.version}  ${baseUrl}${service.outline.servicePath}`,
    `    ${styleText(missing.length === 0 || isServed ? 'green' : 'yellow', count)}`,
    ...(missing.length > 0 && isServed
      ? [`    ${handled.length === 0 ? 'they' : 'the others'} ${unboundWords(service.unbound)}`]
      : []),
    ...(missing.length > 0 && handled.length > 0 && !isServed
      ? [`    none for ${names.join(', ')}${more}`]
      : []),
  ]
}
