// Patterns of names: `*` within a folder, `**` across folders, `?`, `[a-c]`, `{this,that}`
// (https://cloud.google.com/storage/docs/json_api/v1/objects/list#list-objects-and-prefixes-using-glob).
import { badRequest } from './errors.ts'

/** Whether a name matches the pattern. Throws 400 for one that cannot be read. */
export function globMatcher(glob: string): (name: string) => boolean {
  let depth = 0
  const source = glob.replaceAll(
    /\\(.)|\*\*\/|\*\*|\*|\?|\[[!^]?[^\]]+\]|[{},]|[^]/g,
    (part, escaped: string | undefined) => {
      if (escaped !== undefined) return RegExp.escape(escaped)
      if (part.startsWith('[')) return part.replace(/^\[!/, '[^')
      switch (part) {
        case '**/':
          return '(?:.*/)?'
        case '**':
          return '.*'
        case '*':
          return '[^/]*'
        case '?':
          return '[^/]'
        case '{':
          depth += 1
          return '(?:'
        case '}':
          depth -= 1
          return ')'
        case ',':
          return depth > 0 ? '|' : ','
        default:
          return RegExp.escape(part)
      }
    },
  )
  try {
    const pattern = new RegExp(`^${source}$`, 'su')
    return (name) => pattern.test(name)
  } catch {
    throw badRequest(`The glob pattern "${glob}" cannot be read.`)
  }
}
