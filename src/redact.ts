// Recordings without credentials: neither in headers nor in addresses nor in messages.
import { isJsonObject } from './resources/json.ts'

const HEADERS = new Set(['content-type', 'range', 'if-match', 'if-none-match', 'location', 'etag'])

/** Of headers, those that tell how an API behaves; what identifies a caller is none of them. */
export function keptHeaders(headers: Headers): Record<string, string> {
  const kept = [...headers].filter(([name]) => HEADERS.has(name.toLowerCase()))
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutSecrets(value)]))
}

const PARAMETERS =
  /([?&](?:key|access_token|oauth_token|\$key|upload_id|X-Goog-Signature|X-Goog-Credential)=)[^&#]*/gi

/** An address with `REDACTED` for its keys and tokens; the id of an upload is a token, too. */
export const withoutSecrets = (url: string): string => url.replaceAll(PARAMETERS, '$1REDACTED')

/** Fields that hold a secret, whatever the API. */
const SECRET =
  /^(password|rootPassword|\w*[a-z]Password|privateKey\w*|private_key\w*|access_?token|refresh_?token|id_?token|client_?secret|keyString|secretAccessKey|signature)$/i

/** A message with `REDACTED` for its secrets. */
export function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted)
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value).map(([name, field]) => [
    name,
    SECRET.test(name) && typeof field === 'string' ? 'REDACTED' : redacted(field),
  ])
  return Object.fromEntries(fields)
}
