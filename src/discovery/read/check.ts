// What is wrong with a document, before anything is served from it.
import {
  isObject,
  isTooDeep,
  quote,
  schemaProblems,
  tableProblems,
  tooDeep,
  type Json,
  type Problem,
} from './check_schema.ts'
import { uploadProblems } from './check_upload.ts'
import { headProblems } from './check_head.ts'
import { pointerToken } from '../../json_pointer.ts'
import { variablesOf } from '../path_template.ts'

/** Every problem of what claims to be a Discovery document; none for one that can be served. */
export function problemsOf(document: unknown): Problem[] {
  if (!isObject(document))
    return [{ pointer: '', message: 'not a discovery document: the root is not an object' }]
  const other = ['openapi', 'swagger'].find((key) => typeof document[key] === 'string')
  if (other !== undefined && document['name'] === undefined)
    return [{ pointer: `/${other}`, message: openApi }]
  const schemas = new Set(isObject(document['schemas']) ? Object.keys(document['schemas']) : [])
  return [
    ...headProblems(document),
    ...tableProblems(document['parameters'], '/parameters', schemas),
    ...tableProblems(document['schemas'], '/schemas', schemas),
    ...(isObject(document['schemas']) ? cycleProblems(document['schemas']) : []),
    ...resourceProblems(document, '', {
      schemas,
      servicePath: String(document['servicePath']),
      ids: new Map(),
    }),
  ]
}

const openApi =
  'not a discovery document, but one of OpenAPI, another format; `discovery-emulator add NAME` fetches that of a Google API, and docs/writing_an_api.md says how to write one'

/** Names that only lead to each other, so that nothing says what a value is. */
function cycleProblems(schemas: Json): Problem[] {
  const next = (name: unknown): unknown => {
    const schema = Object.hasOwn(schemas, String(name)) ? schemas[String(name)] : undefined
    return isObject(schema) ? schema['$ref'] : undefined
  }
  return Object.keys(schemas).flatMap((name) => {
    const met = new Set<unknown>()
    let at: unknown = name
    while (at !== undefined && !met.has(at)) {
      met.add(at)
      at = next(at)
    }
    if (at !== name) return []
    const message = `is nothing but a circle of names: ${[...met, name].join(' → ')}`
    return [{ pointer: `/schemas/${pointerToken(name)}/$ref`, message }]
  })
}

interface Names {
  readonly schemas: ReadonlySet<string>
  readonly servicePath: string
  /** Method ids met so far and where. */
  readonly ids: Map<string, string>
}

function resourceProblems(resource: Json, pointer: string, names: Names): Problem[] {
  if (isTooDeep(pointer)) return [tooDeep(pointer)]
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

const HTTP_METHODS = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])

function methodProblems(method: Json, pointer: string, names: Names): Problem[] {
  const { schemas, ids, servicePath } = names
  const problems: Problem[] = ['id', 'path', 'httpMethod']
    .filter((key) => typeof method[key] !== 'string' || method[key] === '')
    .map((key) => ({
      pointer: `${pointer}/${key}`,
      message: `a method needs ${key} as a string, here it is ${quote(method[key])}`,
    }))
  const { id, httpMethod } = method
  if (typeof httpMethod === 'string' && httpMethod !== '' && !HTTP_METHODS.has(httpMethod))
    problems.push({
      pointer: `${pointer}/httpMethod`,
      message: `${quote(httpMethod)} is none of ${[...HTTP_METHODS].join(', ')}`,
    })
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
  if (/[?#]/.test(path))
    return [{ pointer, message: `${quote(path)} has a "?" or "#", which no path can have` }]
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
