// Documents bound to their handler modules, or one error that lists what does not fit.
import type { RestDescription } from '../discovery/document.ts'
import { validatorsOf } from '../discovery/schema/json_schema.ts'
import { DocumentError } from '../discovery/read/load.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import { messageReader } from '../discovery/schema/message.ts'
import { methodsOf } from '../discovery/read/methods.ts'
import type { Fallback } from './fallback.ts'
import type { HandlerModule } from './handlers.ts'
import { DocumentMethod } from './document_method.ts'
import { hint } from './did_you_mean.ts'
import { conflictsOf, routeProblems, routesOf } from './routes.ts'
import type { BoundMethod, Service } from './service.ts'
import { styleOf, type Envelope, type Style } from './error_format.ts'

export interface Pair {
  readonly source: LoadedDocument
  readonly module: HandlerModule | undefined
}

export interface BindOptions {
  /** Services of the newer style, too, pass over names that the document lacks. */
  readonly loose?: boolean
  /** Members of an API's errors, where they are not those of its style. */
  readonly envelopeOf?: (api: string) => Envelope | undefined
  /** What methods without a handler do; by default they answer 501. */
  readonly fallback?: Fallback | undefined
}

/** Throws a DocumentError naming every handler whose method id the document lacks, and every route that cannot be. */
export function bind(pairs: readonly Pair[], options: BindOptions = {}): Service[] {
  refuse(pairs.flatMap(problemsOf))
  const services = pairs.map((pair) => serviceOf(pair, options))
  refuse(conflictsOf(services))
  return services
}

function refuse(problems: readonly string[]): void {
  if (problems.length === 0) return
  const lines = problems.map((line) => `  ${line}`)
  throw new DocumentError(['the handlers do not fit their documents:', ...lines].join('\n'))
}

function serviceOf({ source, module }: Pair, options: BindOptions): Service {
  const { outline } = source
  const { hostname, pathname } = new URL(outline.rootUrl)
  const methods: BoundMethod[] = []
  const routes: BoundMethod[] = []
  const lazy = lazily(() => partsOf(source.document, options))
  const service: Service = {
    source,
    outline,
    get document() {
      return source.document
    },
    id: `${outline.name}:${outline.version}`,
    get style() {
      return lazy().style
    },
    get ignoresUnknown() {
      return lazy().ignoresUnknown
    },
    get namesKinds() {
      return lazy().namesKinds
    },
    get envelope() {
      return lazy().envelope
    },
    rootHost: hostname,
    rootPath: pathname,
    methods,
    routes,
    get validators() {
      return lazy().validators
    },
    get reader() {
      return lazy().reader
    },
    module,
    state: undefined,
  }
  for (const [i, method] of outline.methods.entries())
    methods.push(
      new DocumentMethod(
        service,
        method,
        () => lazy().methods[i]!,
        handlerOf(module, method.id),
        options.fallback,
      ),
    )
  routes.push(...routesOf(service, module?.routes ?? {}))
  return service
}

/** What only calls need. */
function partsOf(document: RestDescription, options: BindOptions) {
  const schemas = document.schemas ?? {}
  const style = styleOf(document)
  // v1 services ignore names they do not know, v2 services refuse them.
  const ignoresUnknown = options.loose === true || style === 'v1'
  const namesKinds = Object.values(schemas).some(({ properties }) =>
    `${properties?.['kind']?.default}`.includes('#'),
  )
  return {
    style,
    ignoresUnknown,
    namesKinds,
    envelope: options.envelopeOf?.(document.name) ?? envelopeOf(style, namesKinds),
    validators: validatorsOf(schemas),
    reader: messageReader(schemas, { keepUnknown: !ignoresUnknown }),
    methods: methodsOf(document).map(({ method }) => method),
  }
}

/** APIs whose messages name their kinds answer errors in both styles at once. */
function envelopeOf(style: Style, namesKinds: boolean): Envelope {
  if (style === 'v1') return 'errors'
  return namesKinds ? 'both' : 'status'
}

function lazily<T extends object>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}

const handlerOf = (module: HandlerModule | undefined, id: string) =>
  module !== undefined && Object.hasOwn(module.handlers, id) ? module.handlers[id] : undefined

function problemsOf({ source, module }: Pair): string[] {
  if (module === undefined) return []
  const file = source.file.replace(/\.api$/, '.ts')
  if (typeof module.handlers !== 'object' || module.handlers === null)
    return [`${file}: it must export a table \`handlers\` by method id`]
  const { methods } = source.outline
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
