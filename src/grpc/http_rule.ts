// The path of a google.api.http rule: filled in from a message. https://google.aip.dev/127
import type { JsonObject } from '@bufbuild/protobuf'

export interface RulePath {
  /** Fields that the path holds: `queue.name`. */
  readonly fields: readonly string[]
  /** A path that the rule allows, to find its method by. */
  readonly sample: string
  /** The path for a message, or the field whose value does not fit. */
  fill(message: JsonObject): { readonly path: string } | { readonly misfit: Misfit }
}

export interface Misfit {
  readonly field: string
  readonly value: string
  /** What it must look like: `projects/*`. */
  readonly pattern: string
}

interface Variable {
  readonly field: string
  readonly pattern: string
  readonly regexp: RegExp
}

export function parseRulePath(text: string): RulePath {
  // Paths of documents begin without a slash.
  const pieces = text
    .replace(/^\//, '')
    .split(/(\{[^{}]+\})/)
    .map((piece): string | Variable => {
      const found = /^\{([^=}]+)(?:=([^}]+))?\}$/.exec(piece)
      return found === null ? piece : variableOf(jsonPathOf(found[1]!), found[2] ?? '*')
    })
  const variables = pieces.filter((piece) => typeof piece === 'object')
  return {
    fields: variables.map(({ field }) => field),
    sample: pieces
      .map((piece) => (typeof piece === 'string' ? sampleOf(piece) : sampleOf(piece.pattern)))
      .join(''),
    fill(message) {
      let path = ''
      for (const piece of pieces) {
        if (typeof piece === 'string') {
          path += piece
          continue
        }
        const { field, pattern, regexp } = piece
        const value = textAt(message, field)
        if (!regexp.test(value)) return { misfit: { field, value, pattern } }
        path += value
      }
      return { path }
    },
  }
}

const sampleOf = (pattern: string): string => pattern.replaceAll('**', 's/s').replaceAll('*', 's')

function variableOf(field: string, pattern: string): Variable {
  const source = pattern
    .split('/')
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]+' : RegExp.escape(part)))
    .join('/')
  return { field, pattern, regexp: new RegExp(`^${source}$`, 's') }
}

/** Rules name fields as protos do, messages as JSON does. */
export const jsonPathOf = (path: string): string =>
  path.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase())

/** The value of a field of a message or of messages in it; '' where it has none. */
function textAt(message: JsonObject, path: string): string {
  let value: unknown = message
  for (const name of path.split('.'))
    value = typeof value === 'object' && value !== null ? (value as JsonObject)[name] : undefined
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value)
}
