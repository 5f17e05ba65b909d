// The tools: methods searched, described and called, calls and changes looked at.
import type { Session } from './session.ts'

interface Method {
  readonly id: string
  readonly httpMethod: string
  readonly path: string
  readonly description?: string
  readonly origin: string
  readonly parameters?: Readonly<
    Record<string, { readonly location?: string; readonly required?: boolean }>
  >
  readonly request?: string
  readonly response?: string
}

type Arguments = Readonly<Record<string, unknown>>

const object = (properties: object, required: readonly string[] = []) =>
  ({ type: 'object', properties, required: [...required] }) as const

const text = (description: string) => ({ type: 'string', description }) as const

export const tools = [
  {
    name: 'search_methods',
    description: 'Methods of the served Google APIs whose id or description has all of the words.',
    inputSchema: object(
      {
        query: text('Words, such as "secret create"'),
        api: text('Only of this API: secretmanager:v1'),
      },
      ['query'],
    ),
  },
  {
    name: 'describe_method',
    description: 'A method with its parameters, and the schemas of its message and its answer.',
    inputSchema: object({ method: text('Its id: secretmanager.projects.secrets.create') }, [
      'method',
    ]),
  },
  {
    name: 'call_method',
    description:
      'Calls a method in the fork of this conversation, and answers its status and what it said.',
    inputSchema: object(
      {
        method: text('Its id'),
        params: { type: 'object', description: 'Path and query parameters by name' },
        message: { type: 'object', description: 'The request message' },
      },
      ['method'],
    ),
  },
  {
    name: 'diff',
    description:
      'Resources that were created, deleted or changed in the fork of this conversation. What handlers keep, such as tasks of queues, is not among them.',
    inputSchema: object({}),
  },
  {
    name: 'calls',
    description:
      'The latest calls in the fork of this conversation, with what was asked and answered.',
    inputSchema: object({
      method: text('Ids of methods; * stands for any text'),
      status: text('OK, 404, 4xx'),
    }),
  },
] as const

/** Throws an Error of a sentence. */
export async function callTool(session: Session, name: string, given: Arguments): Promise<unknown> {
  switch (name) {
    case 'search_methods':
      return search(session, textIn(given, 'query'), given['api'] as string | undefined)
    case 'describe_method':
      return describe(session, textIn(given, 'method'))
    case 'call_method':
      return call(session, textIn(given, 'method'), given)
    case 'diff':
      return session.diff()
    case 'calls': {
      const query = new URLSearchParams({ fork: session.fork })
      for (const member of ['method', 'status'])
        if (typeof given[member] === 'string') query.set(member, given[member])
      return session.control('GET', `calls?${query.toString()}`)
    }
    default:
      throw new Error(`there is no tool ${name}`)
  }
}

function textIn(given: Arguments, name: string): string {
  const value = given[name]
  if (typeof value !== 'string' || value === '') throw new Error(`${name} is missing`)
  return value
}

const MOST_FOUND = 50

async function search(session: Session, query: string, api: string | undefined) {
  const words = query.toLowerCase().split(/\s+/)
  const apis = api === undefined ? await apisOf(session) : [api]
  const found: object[] = []
  for (const one of apis)
    for (const { id, description = '', origin } of await methodsOf(session, one)) {
      const about = `${id} ${description}`.toLowerCase()
      if (words.every((word) => about.includes(word)))
        found.push({ id, description: description.slice(0, 200), answeredBy: origin })
    }
  return { methods: found.slice(0, MOST_FOUND), found: found.length }
}

async function describe(session: Session, id: string) {
  const { api, method } = await find(session, id)
  const [name, version] = api.split(':')
  const { answer } = await session.request(
    'GET',
    `/discovery/v1/apis/${name}/${version}/rest`,
    undefined,
  )
  const { schemas = {} } = answer as { readonly schemas?: Readonly<Record<string, unknown>> }
  const schemaOf = (ref: string | undefined) => (ref === undefined ? undefined : schemas[ref])
  return {
    ...method,
    api,
    requestSchema: schemaOf(method.request),
    responseSchema: schemaOf(method.response),
  }
}

async function call(session: Session, id: string, given: Arguments) {
  const { host, method } = await find(session, id)
  const params = (given['params'] ?? {}) as Readonly<Record<string, unknown>>
  const inPath = new Set<string>()
  const path = method.path.replaceAll(/\{(\+?)(\w+)\}/g, (_, plus: string, name: string) => {
    const value = params[name]
    if (value === undefined)
      throw new Error(`params.${name} is missing: it is in the path ${method.path}`)
    inPath.add(name)
    const said = typeof value === 'string' ? value : JSON.stringify(value)
    const parts = plus === '+' ? said.split('/') : [said]
    return parts.map(encodeURIComponent).join('/')
  })
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(params))
    if (!inPath.has(name))
      for (const one of Array.isArray(value) ? value : [value]) query.append(name, String(one))
  const target = `/${host}${path}${query.size === 0 ? '' : `?${query.toString()}`}`
  const message = method.request === undefined ? undefined : (given['message'] ?? {})
  return session.request(method.httpMethod, target, message)
}

async function find(session: Session, id: string) {
  for (const { id: api, host } of await servedApis(session)) {
    const method = (await methodsOf(session, api)).find((one) => one.id === id)
    if (method !== undefined) return { api, host, method }
  }
  throw new Error(`no served API has a method ${id}; search_methods finds what there is`)
}

async function servedApis(session: Session) {
  const { apis = [] } = (await session.control('GET', 'apis')) as {
    readonly apis?: readonly { readonly id: string; readonly host: string }[]
  }
  return apis
}

const apisOf = async (session: Session): Promise<string[]> =>
  (await servedApis(session)).map(({ id }) => id)

async function methodsOf(session: Session, api: string): Promise<readonly Method[]> {
  const path = `apis/${encodeURIComponent(api)}/methods`
  const { methods = [] } = (await session.control('GET', path)) as {
    readonly methods?: readonly Method[]
  }
  return methods
}
