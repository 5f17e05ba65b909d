// Calls the methods of an API as its discovery document describes them.
import { setTimeout as pause } from 'node:timers/promises'
import { request } from 'undici'
import type { RestDescription, RestMethod } from '../../discovery/document.ts'
import { methodsOf } from '../../discovery/read/methods.ts'
import { ownCommand } from '../../own_command.ts'
import { exitCodes, Fault } from './faults.ts'

/** Calls the method of an id. The answer is what the document says it is; fails with a Fault. */
export type CallMethod = <Answer>(
  id: string,
  params: Readonly<Record<string, unknown>>,
  body?: object,
) => Promise<Answer>

/** `api`: `taskqueue v1beta2`, which the document must be of. `retries`: how often a call is sent again. */
export async function openApi(url: string, api: string, retries: number): Promise<CallMethod> {
  const document = await documentAt(url, api)
  const methods = new Map(methodsOf(document).map(({ method }) => [method.id, method]))
  return async <Answer>(
    id: string,
    params: Readonly<Record<string, unknown>>,
    body?: object,
  ): Promise<Answer> => {
    const method = methods.get(id)
    if (method === undefined) throw new Fault(exitCodes.refused, `${url} has no method ${id}.`)
    const answer = await sent(addressOf(document, method, params), method, body, retries)
    if (answer.status >= 400) throw refusal(answer)
    return (answer.text === '' ? {} : JSON.parse(answer.text)) as Answer
  }
}

async function documentAt(url: string, api: string): Promise<RestDescription> {
  const { status, text } = await asked(url)
  if (status !== 200) throw stranger(url, api, `: the server answers ${status}`)
  const document = jsonIn(text) as Partial<RestDescription> | undefined
  if (`${document?.name} ${document?.version}` !== api) throw stranger(url, api)
  return document as RestDescription
}

const stranger = (url: string, api: string, why = ''): Fault =>
  new Fault(exitCodes.refused, `${url} is not the discovery document of ${api}${why}.`)

/** Parameters that stand in the path, and the others behind it. */
function addressOf(
  { rootUrl, servicePath }: RestDescription,
  { path }: RestMethod,
  params: Readonly<Record<string, unknown>>,
): URL {
  const query = new Map(Object.entries(params))
  const filled = path.replaceAll(/\{(\+?)([^}]+)\}/g, (_, plus: string, name: string) => {
    const text = String(query.get(name))
    query.delete(name)
    const parts = plus === '' ? [text] : text.split('/')
    return parts.map((part) => encodeURIComponent(part)).join('/')
  })
  const url = new URL(rootUrl + servicePath + filled)
  for (const [name, value] of query) url.searchParams.append(name, String(value))
  return url
}

interface Answered {
  readonly status: number
  readonly text: string
}

/** Milliseconds before a call is sent again; twice as many each time. */
const FIRST_PAUSE = 100

/** A POST, which would be done twice, is sent once, as Google's own client does. */
async function sent(
  url: URL,
  { httpMethod }: RestMethod,
  body: object | undefined,
  retries: number,
): Promise<Answered> {
  const again = httpMethod === 'POST' ? 0 : retries
  for (let tried = 0; ; tried += 1) {
    const isLast = tried === again
    const answer = await asked(url, httpMethod, body).catch((error: unknown) => {
      if (isLast) throw error
    })
    const isBusy = answer === undefined || answer.status >= 500 || answer.status === 429
    if (answer !== undefined && (isLast || !isBusy)) return answer
    await pause(FIRST_PAUSE * 2 ** tried)
  }
}

async function asked(url: string | URL, method = 'GET', body?: object): Promise<Answered> {
  try {
    // Not by fetch(), which reaches no port that a browser keeps away from.
    const response = await request(url, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.statusCode, text: await response.body.text() }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Fault(
      exitCodes.unreachable,
      `Cannot reach the server at ${new URL(url).origin} (${code ?? message}); start it with "${ownCommand('serve')}".`,
    )
  }
}

/** In the words of the API where it has some. */
function refusal({ status, text }: Answered): Fault {
  const { error } = (jsonIn(text) ?? {}) as { readonly error?: { readonly message?: unknown } }
  const said = typeof error?.message === 'string' ? error.message : undefined
  const code = status === 404 ? exitCodes.nothing : exitCodes.refused
  return new Fault(code, said ?? `The server answers ${status}.`)
}

/** Undefined for what is no JSON. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
