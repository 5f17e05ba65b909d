// What is wrong with the head of a document: what it is called and where it is served.
import { isObject, quote, type Json, type Problem } from './check_schema.ts'

export function headProblems(document: Json): Problem[] {
  const { kind, features, endpoints } = document
  const problems: Problem[] = []
  const refuse = (key: string, message: string) =>
    void problems.push({ pointer: `/${key}`, message })
  if (kind !== undefined && kind !== 'discovery#restDescription')
    refuse(
      'kind',
      `not a discovery document: kind is ${quote(kind)}, not "discovery#restDescription"`,
    )
  for (const key of ['name', 'version', 'rootUrl', 'servicePath']) {
    const value = document[key]
    if (typeof value !== 'string' || (value === '' && key !== 'servicePath'))
      refuse(key, `not a discovery document: ${key} must be a string, is ${quote(value)}`)
    else {
      const problem = problemWith[key]?.(value)
      if (problem !== undefined) refuse(key, `${quote(value)} ${problem}`)
    }
  }
  for (const key of ['title', 'description', 'documentationLink', 'mtlsRootUrl', 'basePath'])
    if (document[key] !== undefined && typeof document[key] !== 'string')
      refuse(key, `must be a string, is ${quote(document[key])}`)
  if (features !== undefined && !isListOf(features, (item) => typeof item === 'string'))
    refuse('features', `must be a list of strings, is ${quote(features)}`)
  if (endpoints !== undefined && !isListOf(endpoints, isObject))
    refuse('endpoints', `must be a list of objects, is ${quote(endpoints)}`)
  return problems
}

const isListOf = (value: unknown, fits: (item: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(fits)

const problemWith: Readonly<Record<string, (value: string) => string | undefined>> = {
  rootUrl(value) {
    if (!URL.canParse(value)) return 'is not a URL'
    const { protocol, hostname, search, hash } = new URL(value)
    if (!/^https?:$/.test(protocol) || hostname === '') return 'is not a URL of HTTP'
    return search || hash ? 'has a query or a fragment, which no path can follow' : undefined
  },
  servicePath: (value) =>
    /[?#]|:\/\//.test(value)
      ? 'is not a path, as comes between rootUrl and that of a method'
      : undefined,
}
