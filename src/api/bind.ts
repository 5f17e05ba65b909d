// Documents bound to their handler modules, or one error that lists what does not fit.
import type { RestDescription, Schema } from '../discovery/document.ts'
import { validatorsOf } from '../discovery/schema/json_schema.ts'
import { DocumentError } from '../discovery/read/load.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import { messageReader } from '../discovery/schema/message.ts'
import { methodsOf } from '../discovery/read/methods.ts'
import type { Fallback } from './fallback.ts'
import type { HandlerModule } from './handlers.ts'
import type { ResourceSource } from './resources.ts'
import { DocumentMethod } from './document_method.ts'
import { didYouMean } from './did_you_mean.ts'
import { conflictsOf, routeProblems, routesOf } from './routes.ts'
import type { BoundMethod, Service } from './service.ts'
import { errorFormatOf, type Envelope, type ErrorFormat } from './error_format.ts'

export interface Pair {
  readonly source: LoadedDocument
  readonly module: HandlerModule | undefined
}

export interface BindOptions {
  /** Services of the newer style, too, pass over names that the document lacks. */
  readonly loose?: boolean
  /** Members of an API's errors, where they are not those of its style. */
  readonly envelopeOf?: (api: string) => Envelope | undefined
  /** People are not shown it among the APIs; by default they are. */
  readonly isHidden?: boolean
  /** What methods without a handler do; by default they answer 501. */
  readonly fallback?: Fallback | undefined
  /** What handlers see of resources; by default there are none. */
  readonly resources?: ResourceSource | undefined
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
    get errorFormat() {
      return lazy().errorFormat
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
    isListed: options.isHidden !== true,
    rootHost: hostname,
    rootPath: pathname,
    unbound: options.fallback?.origin ?? 'none',
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
    resourcesFor(caller) {
      if (options.resources === undefined)
        throw new Error(`no resources are kept for ${service.id}`)
      return options.resources(source, caller)
    },
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
  const errorFormat = errorFormatOf(document)
  const kindNames = kindNamesIn(schemas)
  const isLenient = kindNames !== undefined
  const ignoresUnknown = options.loose === true || errorFormat === 'v1' || isLenient
  return {
    errorFormat,
    ignoresUnknown,
    namesKinds: isLenient,
    envelope: options.envelopeOf?.(document.name) ?? envelopeOf(errorFormat, kindNames),
    validators: validatorsOf(schemas),
    reader: messageReader(schemas, { keepUnknown: !ignoresUnknown, isLenient }),
    methods: methodsOf(document).map(({ method }) => method),
  }
}

/**
 * How messages name their kind, as `books#volume`: by a default, or in prose. APIs that do are older than the front end
 * they have now, and take what they always took.
 */
function kindNamesIn(schemas: Readonly<Record<string, Schema>>): 'defaults' | 'prose' | undefined {
  const kinds = Object.values(schemas).map(({ properties }) => properties?.['kind'])
  if (kinds.some((kind) => `${kind?.default}`.includes('#'))) return 'defaults'
  return kinds.some((kind) => /\w#\w/.test(kind?.description ?? '')) ? 'prose' : undefined
}

/** As recorded of most; the exceptions are data. */
function envelopeOf(errorFormat: ErrorFormat, kindNames: string | undefined): Envelope {
  if (errorFormat === 'v1' || kindNames === 'prose') return 'errors'
  return kindNames === 'defaults' ? 'both' : 'status'
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
  return Object.entries({ ...module.uploadStarts, ...module.handlers })
    .flatMap(([id, handler]) => {
      if (!ids.includes(id))
        return [`${file}: ${source.file} has no method ${id}${didYouMean(id, ids)}`]
      return typeof handler === 'function'
        ? []
        : [`${file}: the handler of ${id} is not a function`]
    })
    .concat(faults)
}
