// Documents bound to their handler modules, or one error that lists what does not fit.
import { validatorsOf } from '../discovery/json_schema.ts'
import { DocumentError } from '../discovery/load.ts'
import type { LoadedDocument } from '../discovery/read_document.ts'
import { messageReader } from '../discovery/message.ts'
import { methodsOf } from '../discovery/methods.ts'
import { parsePathTemplate } from '../discovery/path_template.ts'
import type { HandlerModule } from '../handlers.ts'
import type { BoundMethod, Service } from './service.ts'
import { styleOf } from './style.ts'

export interface Pair {
  readonly source: LoadedDocument
  readonly module: HandlerModule | undefined
}

/** Throws a DocumentError naming every handler whose method id the document lacks. */
export function bind(pairs: readonly Pair[]): Service[] {
  const problems = pairs.flatMap(problemsOf)
  if (problems.length > 0)
    throw new DocumentError(
      ['the handlers do not fit their documents:', ...problems.map((line) => `  ${line}`)].join(
        '\n',
      ),
    )
  return pairs.map(serviceOf)
}

function serviceOf({ source, module }: Pair): Service {
  const { document } = source
  const schemas = document.schemas ?? {}
  const style = styleOf(document)
  const methods: BoundMethod[] = []
  const service: Service = {
    source,
    document,
    id: `${document.name}:${document.version}`,
    style,
    namesKinds: Object.values(schemas).some(({ properties }) =>
      `${properties?.['kind']?.default}`.includes('#'),
    ),
    rootHost: new URL(document.rootUrl).hostname,
    methods,
    validators: validatorsOf(schemas),
    // v1 services ignore fields they do not know, v2 services refuse them.
    reader: messageReader(schemas, { keepUnknown: style === 'v2' }),
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
  return service
}

const handlerOf = (module: HandlerModule | undefined, id: string) =>
  module !== undefined && Object.hasOwn(module.handlers, id) ? module.handlers[id] : undefined

function problemsOf({ source, module }: Pair): string[] {
  if (module === undefined) return []
  const file = source.file.replace(/\.api$/, '.ts')
  if (typeof module.handlers !== 'object' || module.handlers === null)
    return [`${file}: it must export a table \`handlers\` by method id`]
  const ids = methodsOf(source.document).map(({ method }) => method.id)
  return Object.entries(module.handlers).flatMap(([id, handler]) => {
    if (!ids.includes(id)) return [`${file}: ${source.file} has no method ${id}${hint(id, ids)}`]
    return typeof handler === 'function' ? [] : [`${file}: the handler of ${id} is not a function`]
  })
}

function hint(id: string, ids: readonly string[]): string {
  const near = ids
    .map((other) => ({ other, distance: editDistance(id, other) }))
    .toSorted((a, b) => a.distance - b.distance)[0]
  return near !== undefined && near.distance <= 4 ? `; did you mean ${near.other}?` : ''
}

/** Letters to change, add or take away to make `a` into `b` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1]
    for (const [j, other] of b.split('').entries())
      next.push(Math.min(row[j + 1]! + 1, next[j]! + 1, row[j]! + (letter === other ? 0 : 1)))
    row = next
  }
  return row.at(-1)!
}
