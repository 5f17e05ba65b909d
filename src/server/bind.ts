// Documents bound to their handler modules, or one error that lists what does not fit.
import { validatorsOf } from '../discovery/json_schema.ts'
import { DocumentError } from '../discovery/load.ts'
import type { LoadedDocument } from '../discovery/read_document.ts'
import { messageReader } from '../discovery/message.ts'
import { methodsOf } from '../discovery/methods.ts'
import { parsePathTemplate } from '../discovery/path_template.ts'
import type { HandlerModule } from '../handlers.ts'
import { hint } from './near_name.ts'
import { conflictsOf, routeProblems, routesOf } from './routes.ts'
import type { BoundMethod, Service } from './service.ts'
import { styleOf } from './style.ts'

export interface Pair {
  readonly source: LoadedDocument
  readonly module: HandlerModule | undefined
}

export interface BindOptions {
  /** Services of the newer style, too, pass over names that the document lacks. */
  readonly loose?: boolean
}

/** Throws a DocumentError naming every handler whose method id the document lacks, and every route that cannot be. */
export function bind(pairs: readonly Pair[], { loose = false }: BindOptions = {}): Service[] {
  refuse(pairs.flatMap(problemsOf))
  const services = pairs.map((pair) => serviceOf(pair, loose))
  refuse(conflictsOf(services))
  return services
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return
  const lines = problems.map((line) => `  ${line}`)
  throw new DocumentError(['the handlers do not fit their documents:', ...lines].join('\n'))
}

function serviceOf({ source, module }: Pair, loose: boolean): Service {
  const { document } = source
  const schemas = document.schemas ?? {}
  const style = styleOf(document)
  // v1 services ignore names they do not know, v2 services refuse them.
  const ignoresUnknown = loose || style === 'v1'
  const methods: BoundMethod[] = []
  const routes: BoundMethod[] = []
  const service: Service = {
    source,
    document,
    id: `${document.name}:${document.version}`,
    style,
    ignoresUnknown,
    namesKinds: Object.values(schemas).some(({ properties }) =>
      `${properties?.['kind']?.default}`.includes('#'),
    ),
    rootHost: new URL(document.rootUrl).hostname,
    methods,
    routes,
    validators: validatorsOf(schemas),
    reader: messageReader(schemas, { keepUnknown: !ignoresUnknown }),
    module,
    state: undefined,
  }
  for (const { method } of methodsOf(document))
    methods.push({
      service,
      method,
      template: parsePathTemplate(method.path, (name) => method.parameters?.[name]?.pattern),
      handler: handlerOf(module, method.id),
    })
  routes.push(...routesOf(service, module?.routes ?? {}))
  return service
}

const handlerOf = (module: HandlerModule | undefined, id: string) =>
  module !== undefined && Object.hasOwn(module.handlers, id) ? module.handlers[id] : undefined

function problemsOf({ source, module }: Pair): string[] {
  if (module === undefined) return []
  const file = source.file.replace(/\.api$/, '.ts')
  if (typeof module.handlers !== 'object' || module.handlers === null)
    return [`${file}: it must export a table \`handlers\` by method id`]
  const methods = methodsOf(source.document).map(({ method }) => method)
  const ids = methods.map(({ id }) => id)
  const faults = routeProblems(module.routes, methods).map((problem) => `${file}: ${problem}`)
  return Object.entries(module.handlers)
    .flatMap(([id, handler]) => {
      if (!ids.includes(id)) return [`${file}: ${source.file} has no method ${id}${hint(id, ids)}`]
      return typeof handler === 'function'
        ? []
        : [`${file}: the handler of ${id} is not a function`]
    })
    .concat(faults)
}
