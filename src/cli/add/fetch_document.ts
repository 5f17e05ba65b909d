// The text of a discovery document, from a discovery service, a URL or a file; or one sentence that says why not.
import { readFile } from 'node:fs/promises'

/** Google's own. Source: https://developers.google.com/discovery/v1/reference */
const GOOGLE = 'https://www.googleapis.com/discovery/v1/apis'

const PATIENCE = 30_000 // milliseconds for an answer

/** Bytes of a document or a list of them; the largest of Google's has 7 MB. */
const MOST_BYTES = 64 * 2 ** 20

/** The document could not be had; the message is one sentence for the person who asked for it. */
export class NotFetched extends Error {}

export interface Wanted {
  readonly name: string | undefined
  /** The preferred one where none is said. */
  readonly version: string | undefined
  /** A discovery service or its server, the URL of a document, or a file; Google's service where none is said. */
  readonly from: string | undefined
}

export interface Fetched {
  readonly text: string
  /** The URL or file it was read from. */
  readonly source: string
}

export async function fetchDocument({ name, version, from }: Wanted): Promise<Fetched> {
  if (from !== undefined && !/^https?:\/\//i.test(from))
    return { text: await read(from), source: from }
  const service = from === undefined ? GOOGLE : serviceAt(from)
  if (service === undefined) return fetched(from!)
  if (name === undefined)
    throw new NotFetched(
      `which API? Say its name, and a version: add cloudtasks v2. ${listedAt(service)}`,
    )
  const wanted = version ?? (await preferredVersion(service, name))
  const url = `${service}/${encodeURIComponent(name)}/${encodeURIComponent(wanted)}/rest`
  const text = await get(url)
  return text === undefined ? elsewhere(service, name, wanted) : { text, source: url }
}

/** A server alone, or its list of APIs; any other URL is that of a document. */
function serviceAt(from: string): string | undefined {
  if (!URL.canParse(from)) throw new NotFetched(`${from} is not a URL.`)
  const { origin, pathname, search } = new URL(from)
  if (pathname === '/' && search === '') return `${origin}/discovery/v1/apis`
  return /\/apis\/?$/.test(pathname) ? `${origin}${pathname.replace(/\/$/, '')}` : undefined
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new NotFetched(`${path} cannot be read: ${(error as Error).message}.`)
  }
}

async function fetched(url: string): Promise<Fetched> {
  const text = await get(url)
  if (text === undefined) throw new NotFetched(`there is nothing at ${url} (404).`)
  return { text, source: url }
}

interface Item {
  readonly version: string
  readonly preferred?: boolean
  readonly discoveryRestUrl?: string
}

/** The versions that a service lists for a name. */
async function itemsOf(service: string, name: string): Promise<readonly Item[]> {
  const url = `${service}?name=${encodeURIComponent(name)}`
  const { items = [] } = parsed((await get(url)) ?? '{}', url) as { items?: readonly Item[] }
  if (items.length === 0) throw new NotFetched(`there is no API "${name}". ${listedAt(service)}`)
  return items
}

async function preferredVersion(service: string, name: string): Promise<string> {
  const items = await itemsOf(service, name)
  return (items.find(({ preferred }) => preferred) ?? items.at(-1)!).version
}

/** Not all documents that a service lists are its own. */
async function elsewhere(service: string, name: string, version: string): Promise<Fetched> {
  const items = await itemsOf(service, name)
  const url = items.find((item) => item.version === version)?.discoveryRestUrl
  if (url !== undefined) return fetched(url)
  const versions = items.map((item) => item.version + (item.preferred ? ' (preferred)' : ''))
  throw new NotFetched(`${name} has no version ${version}; it has ${versions.join(', ')}.`)
}

const listedAt = (service: string): string => `What there is, is listed at ${service}.`

/** The JSON text at `url`; undefined for a 404. */
async function get(url: string): Promise<string | undefined> {
  const { response, text } = await ask(url)
  if (response.status === 404) return undefined
  if (!response.ok)
    throw new NotFetched(`${url} answers ${response.status} ${response.statusText}.`)
  const type = response.headers.get('content-type') ?? 'no content type'
  if (type.startsWith('text/html') || /^\s*</.test(text))
    throw new NotFetched(`${url} answers a web page (${type}), not a discovery document.`)
  return text
}

async function ask(url: string): Promise<{ readonly response: Response; readonly text: string }> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE) })
    return { response, text: await textOf(response, url) }
  } catch (error) {
    if (error instanceof NotFetched) throw error
    throw new NotFetched(
      `${new URL(url).origin} cannot be reached (${whyNot(error)}); --from names another discovery service, or a file.`,
    )
  }
}

/** Throws NotFetched for a body that is too long to be a document, however long it goes on. */
async function textOf(response: Response, url: string): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES)
      throw new NotFetched(
        `${url} answers more than ${MOST_BYTES / 2 ** 20} MiB, which no discovery document has.`,
      )
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

function whyNot(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${PATIENCE / 1000} seconds`
  const { cause } = error
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  return code ?? (cause instanceof Error ? cause.message : error.message)
}

/** Throws a NotFetched that names `source`. */
export function parsed(text: string, source: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (error) {
    throw new NotFetched(`${source} is not JSON: ${(error as Error).message}.`)
  }
}
