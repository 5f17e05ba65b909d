// The `kind` of a message: its default, or what the description says it always is.
import type { Schema } from '../../discovery/document.ts'

export function kindOf(schema: Schema | undefined): string | undefined {
  const kind = schema?.properties?.['kind']
  if (kind === undefined) return undefined
  return kind.default ?? /[`"'*( ]([a-zA-Z]\w*#[\w/]+)/.exec(` ${kind.description ?? ''}`)?.[1]
}
