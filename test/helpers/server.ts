// An app over documents that a test writes as objects, asked within the process or over a socket.
import type { RestDescription, RestMethod } from '../../src/discovery/document.ts'
import { indexPage } from '../../src/console/index_page.ts'
import { outlineOf } from '../../src/discovery/read/outline.ts'
import type { HandlerModule } from '../../src/api/handlers.ts'
import type { LogEntry } from '../../src/log.ts'
import { createApp, type App, type AppOptions } from '../../src/http/app.ts'
import { bind, type BindOptions } from '../../src/api/bind.ts'
import type { Service } from '../../src/api/service.ts'
import { UploadFolder } from '../../src/http/upload/folder.ts'
import { transportTo, type RawAnswer } from './transport.ts'

/** Made only if something is uploaded; a test that uploads brings a folder of its own. */
export const nowhere = new UploadFolder('/dev/null/uploads', Date.now)

export interface TestApi {
  readonly document: RestDescription
  readonly handlers?: HandlerModule['handlers']
  readonly routes?: HandlerModule['routes']
  readonly uploadStarts?: HandlerModule['uploadStarts']
  readonly state?: unknown
  /** The document as it stands in its file; by default the object as JSON. */
  readonly text?: string
}

export interface TestServer {
  readonly app: App
  readonly services: readonly Service[]
  /** What was logged, oldest first. */
  readonly log: LogEntry[]
  request(path: string, init?: RequestInit): Promise<TestAnswer>
  /** A POST with `body` as JSON; a string is sent as it is. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<TestAnswer>
}

export interface TestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  readonly bytes: Buffer
  /** The body as JSON; throws if it is none. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests reach into answers of every form
  readonly json: any
}

export function serverOf(
  apis: readonly TestApi[],
  {
    loose = false,
    envelopeOf,
    fallback,
    resources,
    ...options
  }: Partial<AppOptions & BindOptions> = {},
): TestServer {
  const log: LogEntry[] = []
  const services = bind(apis.map(pairOf), {
    loose,
    fallback,
    resources,
    ...(envelopeOf && { envelopeOf }),
  })
  for (const [i, service] of services.entries()) service.state = apis[i]!.state
  const app = createApp(services, {
    page: indexPage,
    log: { request: (entry) => void log.push(entry) },
    allowedHosts: [],
    allowedOrigins: [],
    advertised: undefined,
    bodyLimit: 2 ** 20,
    uploads: nowhere,
    timeout: 10,
    validateResponses: true,
    ...options,
  })
  const send = transportTo(app)
  const request: TestServer['request'] = async (path, init = {}) => {
    const headers = { host: 'localhost:5052', ...(init.headers as Record<string, string>) }
    return answerOf(await send(path, { ...init, headers }))
  }
  return {
    app,
    services,
    log,
    request,
    post: (path, body, headers = {}) =>
      request(path, {
        method: 'POST',
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
  }
}

function answerOf({ bytes, ...rest }: RawAnswer): TestAnswer {
  const text = bytes.toString()
  return {
    ...rest,
    text,
    bytes,
    get json() {
      return JSON.parse(text)
    },
  }
}

function pairOf({ document, handlers, routes, uploadStarts, text }: TestApi) {
  const file = `${document.name}_${document.version}.api`
  const source = {
    file,
    path: `/api_data/${file}`,
    key: '',
    outline: outlineOf(document),
    text: text ?? JSON.stringify(document),
    document,
  }
  const module = (handlers ?? routes) && {
    handlers: handlers ?? {},
    ...(routes && { routes }),
    ...(uploadStarts && { uploadStarts }),
  }
  return { source, module }
}

/** The parameters that tell a document of Google's newer style. */
const newStyleParameters: RestDescription['parameters'] = {
  '$.xgafv': { type: 'string', enum: ['1', '2'], location: 'query' },
  alt: { type: 'string', default: 'json', enum: ['json', 'media', 'proto'], location: 'query' },
  fields: { type: 'string', location: 'query' },
  key: { type: 'string', location: 'query' },
  prettyPrint: { type: 'boolean', default: 'true', location: 'query' },
}

/** The parameters of an older document. */
export const oldStyleParameters: RestDescription['parameters'] = {
  alt: { type: 'string', default: 'json', enum: ['json'], location: 'query' },
  fields: { type: 'string', location: 'query' },
  key: { type: 'string', location: 'query' },
  prettyPrint: { type: 'boolean', default: 'true', location: 'query' },
  userIp: { type: 'string', location: 'query' },
}

/** A document with what every document has, and what a test is about. */
export function documentOf(parts: Partial<RestDescription> = {}): RestDescription {
  return {
    kind: 'discovery#restDescription',
    name: 'shelves',
    version: 'v1',
    rootUrl: 'https://shelves.googleapis.com/',
    servicePath: '',
    basePath: '',
    parameters: newStyleParameters!,
    ...parts,
  }
}

type MethodParts = Partial<RestMethod> & Pick<RestMethod, 'path'>

/** Methods by the last part of their id, each with a path parameter for each variable of its path. */
export function methodsOf(
  name: string,
  methods: Readonly<Record<string, MethodParts>>,
): Record<string, RestMethod> {
  return Object.fromEntries(
    Object.entries(methods).map(([key, parts]) => {
      const { parameters, ...method } = parts
      const variables = [...parts.path.matchAll(/\{\+?([^{}]+)\}/g)].map(
        ([, variable]) => variable!,
      )
      const own = variables.map((variable) => [
        variable,
        { type: 'string', location: 'path', required: true } as const,
      ])
      return [
        key,
        {
          id: `${name}.${key}`,
          httpMethod: 'GET',
          ...method,
          parameters: { ...Object.fromEntries(own), ...parameters },
        },
      ]
    }),
  )
}
