// The clients' side of a run: requests over HTTP, each noted with what came of it.
import { Agent, request, type Dispatcher } from 'undici'
import type { Answer, Effect, Exchange } from '../history/operations.ts'
import type { ResourceOperation, TaskOperation } from '../history/operations.ts'

/** Milliseconds in which every request must end; a Redis that is silent takes 2 s, a SQLite file that is held 5 s. */
export const BOUND = 15_000
/** Milliseconds after which a client no longer waits for the end of a request, which is a fault then. */
const PATIENCE = 30_000

/** What a client makes of an answer. */
export interface Ask extends Omit<Effect, 'client'> {
  /** Undefined: not known, it may have been done. */
  readonly answer: Answer | undefined
}

/** Several clients of one server. */
export class Clients implements AsyncDisposable {
  readonly exchanges: Exchange[] = []
  readonly tasks: TaskOperation[] = []
  readonly resources: ResourceOperation[] = []
  readonly #url: string
  readonly #agent = new Agent({
    connections: 100,
    headersTimeout: PATIENCE,
    bodyTimeout: PATIENCE,
    connect: { timeout: BOUND },
  })

  /** `url`: of the server. */
  constructor(url: string) {
    this.#url = url
  }

  /**
   * `line`: method and path; a body that is no text is sent as JSON. Gives undefined if it was certainly not done, as the server
   * could not be reached.
   */
  async ask(
    line: string,
    body?: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Ask | undefined> {
    const [method, path] = line.split(' ') as ['GET', string]
    const text = typeof body === 'string' ? body : body && JSON.stringify(body)
    const type = { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' }
    const sent = performance.now()
    try {
      const response = await request(this.#url + path, {
        method,
        dispatcher: this.#agent,
        ...(text !== undefined && { body: text }),
        headers: { ...(text !== undefined && type), ...headers },
      })
      const answer = await answerOf(response)
      const ended = performance.now()
      this.exchanges.push({ what: line, sent, ended, answer })
      return { sent, ended, ...certaintyOf(answer, ended) }
    } catch (error) {
      const ended = performance.now()
      const code = codeOf(error)
      if (/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/.test(code))
        this.exchanges.push({ what: line, sent, ended: undefined, answer: undefined })
      else this.exchanges.push({ what: line, sent, ended, answer: 'closed' })
      if (code === 'ECONNREFUSED' || code === 'UND_ERR_CONNECT_TIMEOUT') return undefined
      return { sent, ended, latest: Infinity, answer: undefined }
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#agent.destroy()
  }
}

async function answerOf({
  statusCode: status,
  headers,
  body,
}: Dispatcher.ResponseData): Promise<Answer> {
  const { 'content-type': type = '', location } = headers
  return {
    status,
    type: String(type),
    text: await body.text(),
    ...(location !== undefined && { location: String(location) }),
  }
}

/** A 503 may come after the work was done, but none is done after it; a 504 stops waiting for work that goes on. */
function certaintyOf(answer: Answer, ended: number): Pick<Ask, 'latest' | 'answer'> {
  if (answer.status < 500) return { latest: ended, answer }
  return { latest: answer.status === 504 ? Infinity : ended, answer: undefined }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
