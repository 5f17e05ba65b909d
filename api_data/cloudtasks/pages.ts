// Pages of lists, and the filter of queues.
import { invalid } from './errors.ts'
import { HOUR } from './times.ts'

/** Where a page begins, as a token that is good for two hours. `scope`: what must be the same on every page. */
export function tokenOf(after: unknown, scope: string, now: number): string {
  return Buffer.from(JSON.stringify({ after, scope, end: now + 2 * HOUR })).toString('base64url')
}

export function afterOf(token: string | undefined, scope: string, now: number): unknown {
  if (token === undefined || token === '') return undefined
  let read: { after?: unknown; scope?: unknown; end?: unknown }
  try {
    read = JSON.parse(Buffer.from(token, 'base64url').toString()) as typeof read
  } catch {
    throw invalid('The page token is not valid.')
  }
  if (read.scope !== scope)
    throw invalid(
      'The page token belongs to another request: parent and filter must stay the same.',
    )
  if (typeof read.end !== 'number' || read.end < now) throw invalid('The page token has expired.')
  return read.after
}

export function pageSizeOf(asked: number | undefined, most: number): number {
  if (asked !== undefined && asked < 0) throw invalid('The page size cannot be negative.')
  return asked === undefined || asked === 0 ? most : Math.min(asked, most)
}

const term = /^\s*([a-zA-Z_.]+)\s*(!=|=|:)\s*"?([^"\s]*)"?\s*$/

/** `state: PAUSED`, `state = RUNNING AND type != PULL`. */
export function filterOf(text: string | undefined): (queue: object) => boolean {
  if (text === undefined || text.trim() === '') return () => true
  const terms = text.split(/\s+AND\s+/i).map((part) => {
    const [, path, operator, value] = term.exec(part) ?? []
    if (path === undefined || value === undefined)
      throw invalid(`The filter is not valid: ${JSON.stringify(part)} is not FIELD OPERATOR VALUE.`)
    return { path: path.split('.').map(camel), negated: operator === '!=', value }
  })
  return (queue) =>
    terms.every(({ path, negated, value }) => (valueAt(queue, path) === value) !== negated)
}

function valueAt(object: unknown, path: readonly string[]): string | undefined {
  let value = object
  for (const name of path) value = (value as Record<string, unknown> | undefined)?.[name]
  return value === undefined ? undefined : JSON.stringify(value).replaceAll('"', '')
}

/** Masks and filters name fields either way. */
export const camel = (name: string): string =>
  name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
