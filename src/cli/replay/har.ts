// HTTP archives (HAR 1.2), which browsers and proxies write, as recordings.
// Source: https://w3c.github.io/web-performance/specs/HAR/Overview.html
import type { Identify } from './identify.ts'
import type { RecordedCall, Sequence } from './recorded.ts'

interface Har {
  readonly log?: {
    readonly entries?: readonly {
      readonly request: {
        readonly method: string
        readonly url: string
        readonly postData?: { readonly text?: string; readonly mimeType?: string }
      }
      readonly response: {
        readonly status: number
        readonly content?: { readonly text?: string; readonly encoding?: string }
      }
    }[]
  }
}

/** One sequence of the entries that are calls of served APIs. Throws an Error for what is no archive. */
export function sequenceOfHar(text: string, src: string, identify: Identify): Sequence {
  const { log } = JSON.parse(text) as Har
  if (!Array.isArray(log?.entries)) throw new Error(`${src}: an archive must have log.entries`)
  const calls = log.entries.flatMap(({ request, response }): RecordedCall[] => {
    const found = identify(request.method, request.url)
    if (found === undefined) return []
    const { text: answer, encoding } = response.content ?? {}
    const plain = encoding === 'base64' ? Buffer.from(answer ?? '', 'base64').toString() : answer
    return [
      {
        ...found,
        m: request.method,
        u: request.url,
        b: jsonOf(request.postData?.text),
        s: response.status,
        r: jsonOf(plain),
      },
    ]
  })
  return { src, complete: true, calls }
}

/** null where it is no JSON. */
function jsonOf(text: string | undefined): unknown {
  if (text === undefined || text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** A sequence as an archive. */
export function harOf({ calls }: Sequence): string {
  const entries = calls.map(({ m, u, b, s, r, h, rh }) => ({
    startedDateTime: '1970-01-01T00:00:00.000Z', // a recording says in which order, not when
    time: 0,
    request: {
      method: m,
      url: u,
      httpVersion: 'HTTP/1.1',
      headers: headersOf(h),
      queryString: [...new URL(u).searchParams].map(([name, value]) => ({ name, value })),
      cookies: [],
      headersSize: -1,
      bodySize: -1,
      ...(b !== null && { postData: { mimeType: 'application/json', text: JSON.stringify(b) } }),
    },
    response: {
      status: s,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      headers: headersOf(rh),
      cookies: [],
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      content: {
        size: -1,
        mimeType: 'application/json',
        ...(r !== null && { text: JSON.stringify(r) }),
      },
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  }))
  const creator = { name: 'discovery-emulator', version: '1' }
  return `${JSON.stringify({ log: { version: '1.2', creator, entries } }, null, 2)}\n`
}

const headersOf = (headers: Readonly<Record<string, string>> = {}) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))
