// Documents made by hand, a line per method: `POST v1/projects/*/books`, or with named variables as older APIs have them.
import type { RestDescription, RestMethod, Schema } from '../../src/discovery/document.ts'
import { documentOf } from '../helpers/server.ts'

export interface MethodLine {
  readonly request?: string
  readonly response?: string
  readonly query?: readonly string[]
  readonly flags?: readonly string[]
}

/** `lines`: by id without the API's name, `projects.books.create`, then verb and path. */
export function apiWith(
  schemas: Readonly<Record<string, Readonly<Record<string, Schema>>>>,
  lines: Readonly<Record<string, readonly [string, MethodLine?]>>,
  parts: Partial<RestDescription> = {},
): RestDescription {
  const name = parts.name ?? 'library'
  const methods = Object.entries(lines).map(([id, [line, more = {}]]) => [
    id,
    methodOf(`${name}.${id}`, line, more),
  ])
  const named = Object.entries(schemas).map(([id, properties]) => [
    id,
    { id, type: 'object', properties },
  ])
  return documentOf({
    name,
    rootUrl: `https://${name}.googleapis.com/`,
    schemas: Object.fromEntries(named),
    methods: Object.fromEntries(methods),
    ...parts,
  })
}

function methodOf(
  id: string,
  line: string,
  { request, response, query = [], flags = [] }: MethodLine,
): RestMethod {
  const [httpMethod, given] = line.split(' ') as [string, string]
  const { path, flatPath, variables, pattern } = pathsOf(given)
  const own = variables.map((name) => [
    name,
    { type: 'string', location: 'path', required: true, ...(pattern !== undefined && { pattern }) },
  ])
  const texts = query.map((name) => [name, { type: 'string', location: 'query' }])
  const truths = flags.map((name) => [name, { type: 'boolean', location: 'query' }])
  return {
    id,
    httpMethod,
    path,
    ...(flatPath !== undefined && { flatPath }),
    parameters: Object.fromEntries([...own, ...texts, ...truths]),
    ...(request !== undefined && { request: { $ref: request } }),
    ...(response !== undefined && { response: { $ref: response } }),
  }
}

// `v1/projects/*/books/*:burn` → `v1/{+name}:burn`; paths with variables of their own stay.
function pathsOf(given: string) {
  if (!given.includes('*'))
    return {
      path: given,
      flatPath: undefined,
      pattern: undefined,
      variables: [...given.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name!),
    }
  const [whole, verb] = given.split(':') as [string, string?]
  const [version, ...segments] = whole.split('/')
  const suffix = verb === undefined ? '' : `:${verb}`
  const flat = segments.map((part, i) => (part === '*' ? `{${segments[i - 1]}Id}` : part))
  const flatPath = `${[version, ...flat].join('/')}${suffix}`
  const last = segments.lastIndexOf('*')
  const tail = segments.slice(last + 1)
  const variable = tail.length === 0 ? 'name' : 'parent'
  return {
    path: `${[version, `{+${variable}}`, ...tail].join('/')}${suffix}`,
    flatPath,
    variables: [variable],
    pattern: `^${segments
      .slice(0, last + 1)
      .map((part) => (part === '*' ? '[^/]+' : part))
      .join('/')}$`,
  }
}

export const text: Schema = { type: 'string' }
export const truth: Schema = { type: 'boolean' }
export const long: Schema = { type: 'string', format: 'int64' }
export const time: Schema = { type: 'string', format: 'google-datetime', readOnly: true }
export const listOf = ($ref: string): Schema => ({ type: 'array', items: { $ref } })
export const any: Schema = { type: 'object', additionalProperties: { type: 'any' } }

/** google.longrunning.Operation. */
export const Operation: Readonly<Record<string, Schema>> = {
  name: text,
  done: truth,
  metadata: any,
  response: any,
  error: { $ref: 'Status' },
}

export const Status: Readonly<Record<string, Schema>> = { code: { type: 'integer' }, message: text }

/** Create, get, list, patch and delete of books, which answer operations if `isSlow`. */
export function booksApi(
  fields: Readonly<Record<string, Schema>>,
  {
    isSlow = false,
    more = {},
    schemas = {},
    query = ['bookId'],
    parts = {},
  }: {
    readonly isSlow?: boolean
    readonly more?: Readonly<Record<string, readonly [string, MethodLine?]>>
    readonly schemas?: Readonly<Record<string, Readonly<Record<string, Schema>>>>
    readonly query?: readonly string[]
    readonly parts?: Partial<RestDescription>
  } = {},
): RestDescription {
  const answer = isSlow ? 'Operation' : 'Book'
  return apiWith(
    {
      Book: { name: text, ...fields },
      Books: { books: listOf('Book'), nextPageToken: text },
      Empty: {},
      Operation,
      Status,
      ...schemas,
    },
    {
      'projects.books.create': [
        'POST v1/projects/*/books',
        {
          request: 'Book',
          response: answer,
          query: [...query, 'requestId'],
          flags: ['validateOnly'],
        },
      ],
      'projects.books.get': ['GET v1/projects/*/books/*', { response: 'Book' }],
      'projects.books.list': [
        'GET v1/projects/*/books',
        { response: 'Books', query: ['pageToken', 'pageSize', 'filter', 'orderBy'] },
      ],
      'projects.books.patch': [
        'PATCH v1/projects/*/books/*',
        { request: 'Book', response: answer, query: ['updateMask'], flags: ['allowMissing'] },
      ],
      'projects.books.update': ['PUT v1/projects/*/books/*', { request: 'Book', response: answer }],
      'projects.books.delete': [
        'DELETE v1/projects/*/books/*',
        { response: isSlow ? 'Operation' : 'Empty' },
      ],
      ...(isSlow && {
        'projects.operations.get': [
          'GET v1/projects/*/operations/*',
          { response: 'Operation' },
        ] as const,
      }),
      ...more,
    },
    parts,
  )
}
