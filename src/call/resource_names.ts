// Whether a field that names resources has the form of their names (https://google.aip.dev/122), where protos say all forms.
import type { ResourceType } from '../discovery/document.ts'

/** The forms that are wanted, where a name has none of them. */
export function misnamed(
  value: unknown,
  type: ResourceType | undefined,
): readonly string[] | undefined {
  if (type === undefined || !type.hasAllPatterns || type.patterns.some(isOfAnyForm))
    return undefined
  const names = [value].flat().filter((each) => typeof each === 'string' && each !== '') as string[]
  return names.every((name) => type.patterns.some((pattern) => fits(name, pattern)))
    ? undefined
    : type.patterns
}

const isOfAnyForm = (pattern: string): boolean => pattern === '*' || pattern.includes('**')

/** A full name, `//pubsub.googleapis.com/projects/p/topics/t`, has a form as well. */
function fits(name: string, pattern: string): boolean {
  const segments = name.replace(/^\/\/[^/]+\//, '').split('/')
  const parts = pattern.split('/')
  return (
    parts.length === segments.length &&
    parts.every((part, i) => segments[i] !== '' && (part.includes('{') || part === segments[i]))
  )
}
