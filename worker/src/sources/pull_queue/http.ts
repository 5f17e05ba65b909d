// JSON over HTTP, with connections kept open. Outages are SourceUnavailable, refusals are Refused.
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { SourceUnavailable } from '../source.ts'

/** The server understood and said no. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface JsonClient {
  /** The parsed answer; undefined where it has no body. */
  call(method: string, url: string, body?: unknown): Promise<unknown>
  close(): void
}

const TIMEOUT = 30_000

export function jsonClient(): JsonClient {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  }
  return {
    async call(method, address, body) {
      const url = new URL(address)
      const text = body === undefined ? undefined : JSON.stringify(body)
      const https = url.protocol === 'https:'
      const agent = https ? agents['https:'] : agents['http:']
      const request = (https ? httpsRequest : httpRequest)(url, {
        method,
        agent,
        timeout: TIMEOUT,
        headers:
          text === undefined
            ? { 'content-length': 0 }
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
      })
      try {
        return await answerTo(request, text)
      } catch (error) {
        throw unavailable(url, error)
      }
    },
    close: () => Object.values(agents).forEach((agent) => agent.destroy()),
  }
}

async function answerTo(
  request: ReturnType<typeof httpRequest>,
  text: string | undefined,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  request.on('response', resolve)
  request.on('error', reject)
  request.on('timeout', () => request.destroy(new Error(`no answer in ${TIMEOUT / 1000} s`)))
  request.end(text)
  const response = await promise
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  const { statusCode = 0 } = response
  const body = Buffer.concat(chunks).toString()
  if (statusCode >= 200 && statusCode < 300) return body === '' ? undefined : JSON.parse(body)
  const message = messageIn(body) ?? `status ${statusCode}`
  if (statusCode >= 500 || statusCode === 429 || statusCode === 408) throw new Error(message)
  throw new Refused(statusCode, message)
}

function unavailable(url: URL, error: unknown): Error {
  if (error instanceof Refused) return error
  const { code, message } = error as NodeJS.ErrnoException
  // Node's error for several addresses tried has a code, but no message.
  return new SourceUnavailable(`cannot reach the queue at ${url.origin} (${code ?? message})`, {
    cause: error,
  })
}

function messageIn(body: string): string | undefined {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } }
    return typeof error?.message === 'string' ? error.message : undefined
  } catch {
    return undefined
  }
}
