// Sends the request of an attempt and reads enough of the answer.
import type { Dispatcher as Agent } from 'undici'
import { checkHost } from './hosts.ts'
import type { AttemptRequest } from './request.ts'

export interface AttemptResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  /** The first bytes. */
  readonly body: string
}

const MOST_REDIRECTS = 5
const MOST_KEPT = 4096

/** Ends a request under way; an AbortController would cost a tenth of the request. */
export class Cancellation {
  #end: (() => void) | undefined
  #isCancelled = false

  cancel(): void {
    this.#isCancelled = true
    this.#end?.()
  }

  /** `end`: called when it is cancelled, at once if it was before. */
  onCancel(end: () => void): void {
    this.#end = end
    if (this.#isCancelled) end()
  }
}

interface SendOptions {
  readonly agent: Agent
  readonly cancellation: Cancellation
  readonly allowedHosts: readonly string[]
}

/** Rejects where no response came. */
export async function sendAttempt(
  first: AttemptRequest,
  options: SendOptions,
): Promise<AttemptResponse> {
  let request = first
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendOnce(request, options)
    const next = request.follows ? redirectOf(request, response) : undefined
    if (next === undefined || redirects === MOST_REDIRECTS) return response
    request = next
  }
}

/** By undici's own callbacks: its promises and streams would cost as much as all the rest. */
function sendOnce(
  { url, method, headers, body }: AttemptRequest,
  { agent, cancellation, allowedHosts }: SendOptions,
): Promise<AttemptResponse> {
  const target = new URL(url)
  checkHost(target, allowedHosts)
  const { promise, resolve, reject } = Promise.withResolvers<AttemptResponse>()
  const chunks: Buffer[] = []
  let size = 0
  let status = 0
  let answered: AttemptResponse['headers'] = {}
  agent.dispatch(
    {
      origin: target.origin,
      path: `${target.pathname}${target.search}`,
      method,
      headers,
      body: body ?? null,
      headersTimeout: 0,
      bodyTimeout: 0,
    },
    {
      onRequestStart: (controller) =>
        cancellation.onCancel(() => controller.abort(new Error('This operation was aborted'))),
      onResponseStart(_, code, own) {
        status = code
        answered = own
      },
      // All of the body is read, or its connection could not be used again.
      onResponseData(_, chunk) {
        if (size < MOST_KEPT) chunks.push(chunk)
        size += chunk.length
      },
      onResponseEnd() {
        const kept = Buffer.concat(chunks).subarray(0, MOST_KEPT).toString()
        resolve({ status, headers: answered, body: kept })
      },
      onResponseError: (_, error) => reject(error),
    },
  )
  return promise
}

/** As browsers do: 303, and a POST answered 301 or 302, become a GET without a body. */
function redirectOf(
  request: AttemptRequest,
  { status, headers }: AttemptResponse,
): AttemptRequest | undefined {
  const { location } = headers
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined
  if (!URL.canParse(location, request.url)) return undefined
  const url = new URL(location, request.url)
  const becomesGet = status === 303 || (status < 303 && request.method === 'POST')
  // A token is for the host it was made for.
  const { Authorization: _, ...others } = request.headers
  const sameOrigin = url.origin === new URL(request.url).origin
  return {
    ...request,
    url: url.href,
    headers: sameOrigin ? request.headers : others,
    ...(becomesGet && { method: 'GET', body: undefined }),
  }
}
