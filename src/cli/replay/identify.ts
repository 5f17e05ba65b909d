// Which method of which served API a request is for.
import type { Service } from '../../api/service.ts'
import { addressingOf } from '../../http/routing/address.ts'
import { matcherOf } from '../../http/routing/match.ts'
import { ApiModel } from '../../resources/model/api_model.ts'

export interface Identified {
  /** `redis:v1` */
  readonly api: string
  readonly id: string
  readonly class: string
}

/** Undefined for a request of no served API. `url`: absolute. */
export type Identify = (httpMethod: string, url: string) => Identified | undefined

export function identifying(services: readonly Service[]): Identify {
  const addressing = addressingOf(services)
  const matcher = matcherOf(services.flatMap(({ methods }) => methods))
  const models = new Map<Service, ApiModel>()
  return (httpMethod, url) => {
    const { host, pathname } = new URL(url)
    const { rootHost, path } = addressing.addressOf(host, pathname)
    const bound = matcher.match(httpMethod, path, rootHost).methods[0]?.bound
    if (bound === undefined) return undefined
    const { service, method } = bound
    const model = models.getOrInsertComputed(service, () => new ApiModel(service.document))
    return { api: service.id, id: method.id, class: model.method(method).class }
  }
}
