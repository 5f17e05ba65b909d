// Sends the request of an attempt and reads enough of the answer.
import { request as send, type Dispatcher as Agent } from 'undici'
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

interface SendOptions {
  readonly agent: Agent
  readonly signal: AbortSignal
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

async function sendOnce(
  { url, method, headers, body }: AttemptRequest,
  { agent, signal, allowedHosts }: SendOptions,
): Promise<AttemptResponse> {
  const target = new URL(url)
  checkHost(target, allowedHosts)
  const answer = await send(target, {
    dispatcher: agent,
    method,
    headers,
    body: body ?? null,
    signal,
    headersTimeout: 0,
    bodyTimeout: 0,
  })
  return { status: answer.statusCode, headers: answer.headers, body: await kept(answer.body) }
}

/** All of the body is read, or its connection could not be used again. */
async function kept(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    if (size < MOST_KEPT) chunks.push(chunk)
    size += chunk.length
  }
  return Buffer.concat(chunks).subarray(0, MOST_KEPT).toString()
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
