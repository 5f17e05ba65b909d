// The last results, kept in memory for the page.
import type { Settled } from '@discovery-emulator/worker/service'
import type { Result } from '../service/result.ts'
import { folderOfTask } from '../store/directory.ts'
import { pdfAnswer, type Answer } from './send.ts'

export interface RecentResult {
  readonly taskId: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly durationMs: number
  readonly attempt: number
  /** Of the document; undefined for a failure. */
  readonly document:
    | { readonly filename: string; readonly path: string; readonly bytes: number | undefined }
    | undefined
  /** Why there is none. */
  readonly error: string | undefined
}

export interface Recent {
  readonly add: (settled: Settled) => void
  /** The newest first. */
  list(): readonly RecentResult[]
  /** By the rest of a document's path. */
  pdf(segments: readonly string[]): Answer | undefined
}

const MOST = 20
const MOST_BYTES = 2 ** 24

interface Entry extends RecentResult {
  readonly pdf: Uint8Array | undefined
}

/**
 * Links to documents that we serve begin with `resultUrl`; the page shows them by paths of its own. Undefined: they are served
 * elsewhere.
 */
export function openRecent(resultUrl: string | undefined): Recent {
  let entries: readonly Entry[] = []
  return {
    add(settled) {
      const { verdict, result } = settled
      if ((verdict !== 'done' && verdict !== 'dead') || result === undefined) return
      const entry = entryOf(settled, JSON.parse(result) as Result, resultUrl)
      entries = withinLimits([entry, ...entries])
    },
    list: () => entries,
    pdf([folder = '', filename = '', ...more]) {
      const path = more.length === 0 ? pathOf(folder, filename) : ''
      const found = entries.find(({ document }) => document?.path === path)
      return found?.pdf && pdfAnswer(found.pdf, filename)
    },
  }
}

const pathOf = (folder: string, filename: string): string =>
  `/recent/${folder}/${encodeURIComponent(filename.toWellFormed())}`

function entryOf(settled: Settled, result: Result, resultUrl: string | undefined): Entry {
  const { taskId, durationMs, attempt } = settled
  const about = { taskId, durationMs, attempt, at: Date.now(), error: undefined, pdf: undefined }
  if (!result.success) return { ...about, document: undefined, error: result.error.message }
  if (result.kind === 'result#link') {
    const { url } = result
    const isOurs = resultUrl !== undefined && url.startsWith(`${resultUrl}/`)
    const path = isOurs ? `/results${url.slice(resultUrl.length)}` : url
    const filename = decodeURIComponent(path.split('/').at(-1) ?? '')
    return { ...about, document: { filename, path, bytes: undefined } }
  }
  const pdf = Buffer.from(result.document, 'base64')
  const { filename } = result
  const path = pathOf(folderOfTask(taskId), filename)
  return { ...about, document: { filename, path, bytes: pdf.length }, pdf }
}

function withinLimits(entries: readonly Entry[]): readonly Entry[] {
  let bytes = 0
  const over = entries.findIndex(({ pdf }, index) => {
    bytes += pdf?.length ?? 0
    return index >= MOST || (index > 0 && bytes > MOST_BYTES)
  })
  return over < 0 ? entries : entries.slice(0, over)
}
