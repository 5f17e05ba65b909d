// What is wrong with a document, before anything is served from it.
import {
  isObject,
  quote,
  schemaProblems,
  tableProblems,
  type Json,
  type Problem,
} from './check_schema.ts'
import { uploadProblems } from './check_upload.ts'
import { pointerToken } from './methods.ts'
import { variablesOf } from './path_template.ts'

/** Every problem of what claims to be a Discovery document; none for one that can be served. */
export function problemsOf(document: unknown): Problem[] {
  if (!isObject(document))
    return [{ pointer: '', message: 'not a discovery document: the root is not an object' }]
  const schemas = new Set(isObject(document['schemas']) ? Object.keys(document['schemas']) : [])
  return [
    ...headProblems(document),
    ...tableProblems(document['parameters'], '/parameters', schemas),
    ...tableProblems(document['schemas'], '/schemas', schemas),
    ...resourceProblems(document, '', {
      schemas,
      servicePath: String(document['servicePath']),
      ids: new Map(),
    }),
  ]
}

function headProblems(document: Json): Problem[] {
  const problems: Problem[] = []
  const refuse = (key: string, message: string) =>
    void problems.push({ pointer: `/${key}`, message: `not a discovery document: ${message}` })
  const { kind, rootUrl } = document
  if (kind !== undefined && kind !== 'discovery#restDescription')
    refuse('kind', `kind is ${quote(kind)}, not "discovery#restDescription"`)
  for (const key of ['name', 'version', 'rootUrl', 'servicePath']) {
    const value = document[key]
    if (typeof value !== 'string' || (value === '' && key !== 'servicePath'))
      refuse(key, `${key} must be a string, is ${quote(value)}`)
  }
  if (typeof rootUrl === 'string' && !URL.canParse(rootUrl))
    problems.push({ pointer: '/rootUrl', message: `${quote(rootUrl)} is not a URL` })
  return problems
}

interface Names {
  readonly schemas: ReadonlySet<string>
  readonly servicePath: string
  /** Method ids met so far and where. */
  readonly ids: Map<string, string>
}

function resourceProblems(resource: Json, pointer: string, names: Names): Problem[] {
  return [
    ...eachOf(resource, 'methods', pointer, (method, at) => methodProblems(method, at, names)),
    ...eachOf(resource, 'resources', pointer, (child, at) => resourceProblems(child, at, names)),
  ]
}

function eachOf(
  resource: Json,
  key: 'methods' | 'resources',
  pointer: string,
  problemsIn: (entry: Json, pointer: string) => Problem[],
): Problem[] {
  const table = resource[key]
  if (table === undefined) return []
  if (!isObject(table))
    return [{ pointer: `${pointer}/${key}`, message: `must be an object, is ${quote(table)}` }]
  return Object.entries(table).flatMap(([name, entry]) => {
    const at = `${pointer}/${key}/${pointerToken(name)}`
    if (isObject(entry)) return problemsIn(entry, at)
    return [{ pointer: at, message: `must be an object, is ${quote(entry)}` }]
  })
}

function methodProblems(method: Json, pointer: string, names: Names): Problem[] {
  const { schemas, ids, servicePath } = names
  const problems: Problem[] = ['id', 'path', 'httpMethod']
    .filter((key) => typeof method[key] !== 'string' || method[key] === '')
    .map((key) => ({
      pointer: `${pointer}/${key}`,
      message: `a method needs ${key} as a string, here it is ${quote(method[key])}`,
    }))
  const { id } = method
  if (typeof id === 'string') {
    const other = ids.get(id)
    if (other === undefined) ids.set(id, pointer)
    else
      problems.push({
        pointer: `${pointer}/id`,
        message: `the method id ${id} is used already at ${other}`,
      })
  }
  return [
    ...problems,
    ...pathProblems(method, `${pointer}/path`),
    ...tableProblems(method['parameters'], `${pointer}/parameters`, schemas),
    ...schemaProblems(method['request'], `${pointer}/request`, schemas),
    ...schemaProblems(method['response'], `${pointer}/response`, schemas),
    ...uploadProblems(method, pointer, servicePath),
  ]
}

function pathProblems({ path, parameters }: Json, pointer: string): Problem[] {
  if (typeof path !== 'string') return []
  const isPathParameter = (name: string): boolean => {
    const parameter =
      isObject(parameters) && Object.hasOwn(parameters, name) ? parameters[name] : undefined
    return isObject(parameter) && parameter['location'] === 'path'
  }
  try {
    return variablesOf(path)
      .filter(({ name }) => !isPathParameter(name))
      .map(({ name }) => ({
        pointer,
        message: `the template variable {${name}} of ${quote(path)} has no parameter with location "path"`,
      }))
  } catch (error) {
    return [{ pointer, message: (error as Error).message }]
  }
}
