// How payloads become messages and results become bytes, by media type.

/** How values of a media type become bytes, and bytes values. */
export interface Codec {
  encode(value: unknown): Uint8Array
  /** Throws for bytes that are not of this type. */
  decode(bytes: Uint8Array): unknown
}

const encoder = new TextEncoder()
const strict = new TextDecoder('utf-8', { fatal: true })

const json: Codec = {
  encode: (value) => encoder.encode(JSON.stringify(value)),
  decode: (bytes) => JSON.parse(strict.decode(bytes)),
}

const codecs = new Map<string, Codec>([
  ['application/json', json],
  [
    'text/plain',
    {
      encode: (value) => encoder.encode(String(value)),
      decode: (bytes) => strict.decode(bytes),
    },
  ],
  [
    'application/octet-stream',
    {
      encode: (value) => {
        if (value instanceof Uint8Array) return value
        throw new TypeError('a result of application/octet-stream is a Uint8Array')
      },
      decode: (bytes) => bytes,
    },
  ],
])

/** Short names of IsleConsumer's. */
const shortNames: Readonly<Record<string, string>> = {
  json: 'application/json',
  text: 'text/plain',
  bytes: 'application/octet-stream',
}

export const JSON_TYPE = 'application/json'

/** Adds or replaces a media type, for messages and results. */
export function registerMimetype(mimetype: string, codec: Codec): void {
  codecs.set(essenceOf(mimetype), codec)
}

/** Throws for an unknown type. `*\/*` is JSON, else text, else bytes. */
export function decode(bytes: Uint8Array, mimetype: string): unknown {
  return mimetype === '*/*' ? sniff(bytes) : codecOf(mimetype).decode(bytes)
}

export const encode = (value: unknown, mimetype: string): Uint8Array =>
  codecOf(mimetype).encode(value)

function codecOf(mimetype: string): Codec {
  const essence = essenceOf(mimetype)
  const codec = codecs.get(essence) ?? (isJson(essence) ? json : undefined)
  if (codec === undefined)
    throw new Error(`there is no codec for ${mimetype}; there are ${[...codecs.keys()].join(', ')}`)
  return codec
}

/** `application/problem+json`, `text/json`, `application/x-json`: JSON under another name. */
const isJson = (essence: string): boolean => /[/+](x-)?json$/.test(essence)

function essenceOf(mimetype: string): string {
  const essence = (mimetype.split(';')[0] ?? '').trim().toLowerCase()
  return shortNames[essence] ?? essence
}

function sniff(bytes: Uint8Array): unknown {
  for (const type of [JSON_TYPE, 'text/plain'])
    try {
      return codecOf(type).decode(bytes)
    } catch {
      // Not that, then.
    }
  return bytes
}
