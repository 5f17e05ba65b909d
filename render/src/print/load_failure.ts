// Why a page cannot be printed, in a sentence: what a browser says of it is for people who know browsers.
import { stripVTControlCharacters } from 'node:util'
import { printable } from '../printable.ts'
import { TaskError } from '../task_error.ts'
import type { MainAnswer } from './page_traffic.ts'

/** May not come again: another attempt is made. */
export class PrintError extends Error {
  override readonly name = 'PrintError'
  readonly field = 'url'
}

interface Surroundings {
  /** The page as the task names it. */
  readonly url: string
  readonly main: MainAnswer | undefined
  /** Why this origin was not reached, such as ECONNREFUSED; undefined where it was. */
  readonly unreachable: (origin: string) => string | undefined
}

/** Chromium's codes (net/base/net_error_list.h) of what will be the same the next time. */
const permanent: Readonly<Record<string, string>> = {
  ERR_UNSAFE_PORT: 'has a port that browsers do not ask',
  ERR_TOO_MANY_REDIRECTS: 'leads from one address to the next without end',
  ERR_INVALID_REDIRECT: 'leads to an address that is no web page',
  ERR_UNSAFE_REDIRECT: 'leads to an address that is no web page',
  ERR_UNKNOWN_URL_SCHEME: 'leads to an address that is no web page',
  ERR_INVALID_URL: 'has an address that no browser can read',
  ERR_DISALLOWED_URL_SCHEME: 'leads to an address that is no web page',
}

/** The error for a page that did not load; `thrown` is the browser's. */
export function loadFailure(thrown: unknown, { url, main, unreachable }: Surroundings): Error {
  const page = `The page ${printable(url)}`
  const why = unreachable(new URL(main?.url ?? url).origin)
  if (why !== undefined) return new PrintError(`${page} cannot be reached (${why}).`)
  const said = browserWords(thrown)
  if (/Download is starting/.test(said)) return download(url)
  const code = /net::(ERR_\w+)/.exec(said)?.[1] ?? ''
  const reason = Object.hasOwn(permanent, code) ? permanent[code] : undefined
  if (reason !== undefined) return new TaskError('url', `${page} ${reason}.`)
  if (/^ERR_(CERT|SSL)_/.test(code))
    return new TaskError('url', `${page} has no certificate that holds (${code}).`)
  if (code === 'ERR_ABORTED' && main !== undefined)
    return new TaskError('url', `${page} has no content to print: it answers ${main.status}.`)
  return new PrintError(`${page} did not load${code && ` (${code})`}.`)
}

/** The error for what loaded but is no page to print; undefined for one that is. */
export function refusalOf(
  { status, type }: MainAnswer,
  { url, unreachable }: Pick<Surroundings, 'url' | 'unreachable'>,
): Error | undefined {
  const page = `The page ${printable(url)}`
  const why = status === 502 ? unreachable(new URL(url).origin) : undefined
  if (why !== undefined) return new PrintError(`${page} cannot be reached (${why}).`)
  if (status >= 500 || status === 429) return new PrintError(`${page} answers ${status}.`)
  if (status >= 400) return new TaskError('url', `${page} answers ${status}.`)
  return /^application\/pdf\b/i.test(type) ? download(url) : undefined
}

const download = (url: string): Error =>
  new TaskError('url', `The page ${printable(url)} is a file to download, which cannot be printed.`)

/** What a browser said, for the log: on one line, without colours. */
export function browserWords(thrown: unknown): string {
  const { message, cause } = thrown instanceof Error ? thrown : new Error(String(thrown))
  return cause instanceof Error
    ? browserWords(cause)
    : printable(stripVTControlCharacters(message)).slice(0, MOST_WORDS)
}

/** Characters: a browser that does not start says its whole command. */
const MOST_WORDS = 2000
