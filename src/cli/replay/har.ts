// HTTP archives as recordings.
import { archiveOf, type ArchiveEntry, type HttpArchive } from '../../http_archive.ts'
import type { Identify } from './identify.ts'
import type { RecordedCall, Sequence } from './recorded.ts'

/** One sequence of the entries that are calls of served APIs. Throws an Error for what is no archive. */
export function sequenceOfHar(text: string, src: string, identify: Identify): Sequence {
  const { log } = JSON.parse(text) as Partial<HttpArchive>
  if (!Array.isArray(log?.entries)) throw new Error(`${src}: an archive must have log.entries`)
  const entries: readonly ArchiveEntry[] = log.entries
  const calls = entries.flatMap(({ request, response }): RecordedCall[] => {
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

/** A sequence as an archive; it says in which order its calls came, not when. */
export function harOf({ calls }: Sequence): string {
  const exchanges = calls.map(({ m, u, b, s, r, h = {}, rh = {} }) => ({
    method: m,
    url: u,
    status: s,
    requestHeaders: h,
    sent: b === null ? undefined : JSON.stringify(b),
    answerHeaders: rh,
    answered: r === null ? undefined : JSON.stringify(r),
  }))
  return `${JSON.stringify(archiveOf(exchanges), null, 2)}\n`
}
