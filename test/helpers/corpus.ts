// The discovery documents that tests run over: our own, and a folder of others where there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { RestDescription } from '../../src/discovery/document.ts'

interface CorpusDocument {
  /** `taskqueue_v1beta2.api` */
  readonly file: string
  readonly text: string
  readonly document: RestDescription
}

const root = join(import.meta.dirname, '../..')

// oxlint-disable-next-line node/no-process-env -- a setting of the tests, not of the server
const folder = process.env['CORPUS'] ?? '../shared/corpus'

/** Where the documents of other APIs are; undefined where there are none, and tests of them are skipped. */
export const corpusDirectory: string | undefined = [resolve(root, folder)].find((path) =>
  existsSync(path),
)

/** The documents of the corpus, by file name. None where there is no corpus. */
export const documents = (): CorpusDocument[] => documentsIn(corpusDirectory)

/** The documents in this repository. */
export const ownDocuments = (): CorpusDocument[] => documentsIn(join(root, 'api_data'))

/** The documents of a folder. */
export function documentsIn(directory: string | undefined): CorpusDocument[] {
  if (directory === undefined) return []
  const files = readdirSync(directory).filter((file) => file.endsWith('.api'))
  return files.toSorted().map((file) => {
    const text = readFileSync(join(directory, file), 'utf8')
    const document: RestDescription = JSON.parse(text)
    return { file, text, document }
  })
}
