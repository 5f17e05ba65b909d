// The routes that a handler module adds to its document: other paths of methods, and paths that are no method's.
import type { Schema } from '../discovery/document.ts'
import type { MethodOutline } from '../discovery/read/outline.ts'
import { parsePathTemplate, segmentOf, variablesOf } from '../discovery/path_template.ts'
import type { RawHandler } from './raw.ts'
import { prefixOf } from './method_path.ts'
import { didYouMean } from './did_you_mean.ts'
import type { BoundMethod, Service } from './service.ts'

/** `GET /b/{bucket}/o` */
const ROUTE = /^([A-Z]+|\*) \/([\x21-\x7e]*)$/

type Target = string | RawHandler<unknown>

export type RouteTable = Readonly<Record<string, Target>>

/** Bound as methods are, each with the route as its module writes it. */
export function routesOf(service: Service, table: RouteTable): BoundMethod[] {
  return Object.entries(table).map(([route, target]) => {
    const [, httpMethod = '', path = ''] = ROUTE.exec(route) ?? []
    if (typeof target === 'string') {
      const bound = service.methods.find(({ outline }) => outline.id === target)!
      const template = parsePathTemplate(path, (name) => bound.outline.patterns?.[name])
      const { shape, verb } = template
      const outline = { ...bound.outline, httpMethod, path, shape, verb }
      const { handler } = bound
      return {
        service,
        outline,
        get method() {
          return { ...bound.method, httpMethod, path }
        },
        template,
        handler,
        get behavior() {
          return bound.behavior
        },
        route,
      }
    }
    const method = {
      id: `${service.id} ${route}`,
      httpMethod,
      path,
      parameters: rawVariables(path),
    }
    const template = parsePathTemplate(path, () => undefined)
    const { shape, verb } = template
    const outline = { ...method, shape, verb, summary: '' }
    return {
      service,
      outline,
      method,
      template,
      handler: undefined,
      behavior: undefined,
      route,
      raw: target,
    }
  })
}

const rawVariables = (path: string): Record<string, Schema> =>
  Object.fromEntries(
    variablesOf(path).map(({ name }) => [
      name,
      { type: 'string', location: 'path', required: true },
    ]),
  )

/** What is wrong with the routes of a module, for the person who wrote it. */
export function routeProblems(table: unknown, methods: readonly MethodOutline[]): string[] {
  if (table === undefined) return []
  if (typeof table !== 'object' || table === null)
    return ['`routes` must be a table by verb and path, such as { "GET /b/{bucket}/o": … }']
  return Object.entries(table).flatMap(([route, target]) =>
    ownProblems(route, target, methods).map((problem) => `the route "${route}" ${problem}`),
  )
}

function ownProblems(route: string, target: unknown, methods: readonly MethodOutline[]): string[] {
  const [, httpMethod, path] = ROUTE.exec(route) ?? []
  if (path === undefined) return ['is not a verb and a path, such as "GET /b/{bucket}/o"']
  let variables: readonly string[]
  try {
    variables = variablesOf(path).map(({ name }) => name)
  } catch (error) {
    return [`has no template for its path: ${(error as Error).message}`]
  }
  if (typeof target === 'function') return []
  if (typeof target !== 'string') return ['must be the id of a method, or a function']
  if (httpMethod === '*') return ['is for any verb, so it cannot be another path of a method']
  const method = methods.find(({ id }) => id === target)
  if (method === undefined)
    return [
      `names ${target}, which is no method${didYouMean(
        target,
        methods.map(({ id }) => id),
      )}`,
    ]
  return variableProblems(variables, method)
}

/** An alias says all that the method's own path says, and nothing else. */
function variableProblems(variables: readonly string[], { id, path }: MethodOutline): string[] {
  const own = variablesOf(path).map(({ name }) => name)
  return [
    ...own.filter((name) => !variables.includes(name)).map((name) => `lacks {${name}} of ${id}`),
    ...variables
      .filter((name) => !own.includes(name))
      .map((name) => `has {${name}}, which ${id} has not`),
  ]
}

/** Routes that never are asked, because a document or another module has the same. */
export function conflictsOf(services: readonly Service[]): string[] {
  const first = new Map<string, string>()
  // Few modules have routes, and to compare all methods of hundreds of documents would take most of a start.
  const hosts = new Set(services.filter(({ routes }) => routes.length > 0).map(hostOf))
  for (const { methods } of services.filter((service) => hosts.has(hostOf(service))))
    for (const bound of methods) first.set(shapeOf(bound), `${bound.outline.id} has`)
  return services.flatMap(({ routes, source }) =>
    routes.flatMap((bound) => {
      const shape = shapeOf(bound)
      const file = source.file.replace(/\.api$/, '.ts')
      const other = first.get(shape)
      first.set(shape, `${file} gives "${bound.route}"`)
      return other === undefined ? [] : [`${file}: the route "${bound.route}" is one that ${other}`]
    }),
  )
}

const hostOf = ({ rootHost }: Service): string => rootHost

/** Equal for what no request tells apart. */
function shapeOf(bound: BoundMethod): string {
  const { service, outline } = bound
  const segments = (prefixOf(bound) + outline.shape).split('/').map(segmentOf)
  return JSON.stringify([service.rootHost, outline.httpMethod, segments, outline.verb ?? ''])
}
