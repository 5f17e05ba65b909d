// Calls as an HTTP archive (http://www.softwareishard.com/blog/har-12-spec/), which browsers and `replay` read. Without credentials.
import { redacted, withoutSecrets } from '../../redact.ts'
import type { LoggedCall } from './logged_call.ts'

/** Calls that came by gRPC have no place in it. */
export const harOf = (calls: readonly LoggedCall[], version: string): object => ({
  log: {
    version: '1.2',
    creator: { name: 'discovery-emulator', version },
    entries: calls.flatMap((call) => (call.http === undefined ? [] : [entryOf(call, call.http)])),
  },
})

function entryOf(call: LoggedCall, http: NonNullable<LoggedCall['http']>): object {
  const url = withoutSecrets(`${call.baseUrl}${http.target}`)
  const sent = textOf(call.message)
  const answered = call.error === undefined ? textOf(call.answer) : textOf({ error: call.error })
  return {
    startedDateTime: new Date(call.began).toISOString(),
    time: call.took,
    request: {
      method: http.method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: sent === undefined ? [] : [{ name: 'content-type', value: JSON_TYPE }],
      queryString: [...new URL(url).searchParams].map(([name, value]) => ({ name, value })),
      ...(sent !== undefined && { postData: { mimeType: JSON_TYPE, text: sent } }),
      headersSize: -1,
      bodySize: sent === undefined ? 0 : Buffer.byteLength(sent),
    },
    response: {
      status: http.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: [{ name: 'content-type', value: JSON_TYPE }],
      content: {
        size: answered === undefined ? 0 : Buffer.byteLength(answered),
        mimeType: JSON_TYPE,
        ...(answered !== undefined && { text: answered }),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
    },
    cache: {},
    timings: { send: 0, wait: call.took, receive: 0 },
    comment: call.method,
  }
}

const JSON_TYPE = 'application/json'

const textOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : JSON.stringify(redacted(value))
