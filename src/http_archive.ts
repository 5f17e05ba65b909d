// HTTP archives (HAR 1.2), which browsers and proxies write and read.
// Source: https://w3c.github.io/web-performance/specs/HAR/Overview.html

export interface HttpArchive {
  readonly log: { readonly entries: readonly ArchiveEntry[] }
}

/** What is read of an entry. */
export interface ArchiveEntry {
  readonly request: {
    readonly method: string
    readonly url: string
    readonly postData?: { readonly text?: string; readonly mimeType?: string }
  }
  readonly response: {
    readonly status: number
    readonly content?: { readonly text?: string; readonly encoding?: string }
  }
}

/** A request and its answer, both JSON or without a body. */
export interface Exchange {
  readonly method: string
  readonly url: string
  readonly status: number
  /** Milliseconds since the epoch; the epoch where nobody noted it. */
  readonly began?: number
  /** Milliseconds. */
  readonly took?: number
  readonly requestHeaders: Headers
  readonly sent: string | undefined
  readonly answerHeaders: Headers
  readonly answered: string | undefined
  readonly comment?: string
}

type Headers = Readonly<Record<string, string>>

export const archiveOf = (exchanges: readonly Exchange[]): object => ({
  log: {
    version: '1.2',
    creator: { name: 'discovery-emulator', version: '1' },
    entries: exchanges.map(entryOf),
  },
})

function entryOf(exchange: Exchange): object {
  const { method, url, status, began = 0, took = 0, sent, answered, comment } = exchange
  return {
    startedDateTime: new Date(began).toISOString(),
    time: took,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: listed(exchange.requestHeaders),
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      ...(sent !== undefined && { postData: { mimeType: JSON_TYPE, text: sent } }),
      headersSize: -1,
      bodySize: sizeOf(sent),
    },
    response: {
      status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: listed(exchange.answerHeaders),
      content: {
        size: sizeOf(answered),
        mimeType: JSON_TYPE,
        ...(answered !== undefined && { text: answered }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: took, receive: 0 },
    ...(comment !== undefined && { comment }),
  }
}

const JSON_TYPE = 'application/json'

const sizeOf = (text: string | undefined): number =>
  text === undefined ? 0 : Buffer.byteLength(text)

const listed = (headers: Headers) =>
  Object.entries(headers).map(([name, value]) => ({ name, value }))
