// Which APIs and methods a person's words mean.
import type { BoundMethod, Service } from '../api/service.ts'
import { textOf } from '../discovery/summary.ts'

export interface Found {
  readonly services: readonly Service[]
  readonly methods: readonly BoundMethod[]
}

/** Every word has to be somewhere in the title or names of an API, or in what there is to see of a method. */
export function search(services: readonly Service[], query: string): Found {
  const words = query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const has = (text: string) => {
    const lower = text.toLowerCase()
    return words.every((word) => lower.includes(word))
  }
  return {
    services: services.filter(({ outline, id }) =>
      has(`${id} ${outline.name} ${outline.version} ${textOf(outline.title)}`),
    ),
    methods: services.flatMap(({ methods, outline: { servicePath } }) =>
      methods.filter(({ outline }) =>
        has(
          `${outline.id} ${outline.httpMethod} /${servicePath}${outline.path} ${outline.summary}`,
        ),
      ),
    ),
  }
}
