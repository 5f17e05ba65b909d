// A folder of `.api` files as documents, or one error that lists all that is wrong with them.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problemsOf } from './check.ts'
import type { Problem } from './check_schema.ts'
import type { RestDescription } from './document.ts'

export interface LoadedDocument {
  /** `taskqueue_v1beta2.api` */
  readonly file: string
  readonly path: string
  /** As it stands in the file: what the discovery service serves but for its addresses. */
  readonly text: string
  readonly document: RestDescription
}

/** The documents of a folder could not be served; the message is for the person who put them there. */
export class DocumentError extends Error {}

/** Reads every `*.api` of `directory`, by file name. Throws a DocumentError that lists the problems of all files. */
export async function loadDocuments(directory: string): Promise<LoadedDocument[]> {
  const loaded: LoadedDocument[] = []
  const problems: (Problem & { readonly file: string })[] = []
  for (const file of await apiFilesOf(directory)) {
    const path = join(directory, file)
    try {
      const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '')
      const document = JSON.parse(text) as RestDescription
      const own = problemsOf(document)
      problems.push(...own.map((problem) => ({ ...problem, file })))
      if (own.length === 0) loaded.push({ file, path, text, document })
    } catch (error) {
      const message =
        error instanceof SyntaxError ? `not JSON: ${error.message}` : (error as Error).message
      problems.push({ file, pointer: '', message })
    }
  }
  problems.push(...servedTwice(loaded))
  if (problems.length > 0) throw new DocumentError(report(directory, problems))
  return loaded
}

async function apiFilesOf(directory: string): Promise<string[]> {
  try {
    const names = await readdir(directory)
    return names.filter((name) => name.endsWith('.api')).toSorted()
  } catch (error) {
    throw new DocumentError(
      `cannot read the folder of discovery documents ${directory}: ${(error as Error).message}. ` +
        'Name another one with --api-data DIR or API_DATA=DIR.',
    )
  }
}

function servedTwice(loaded: readonly LoadedDocument[]): (Problem & { readonly file: string })[] {
  const first = new Map<string, string>()
  return loaded.flatMap(({ file, document }) => {
    const api = `${document.name}:${document.version}`
    const other = first.get(api)
    if (other === undefined) {
      first.set(api, file)
      return []
    }
    return [{ file, pointer: '/version', message: `${api} is served already from ${other}` }]
  })
}

function report(
  directory: string,
  problems: readonly (Problem & { readonly file: string })[],
): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  const lines = problems.map(({ file, pointer, message }) => `  ${file}#${pointer}: ${message}`)
  return [
    `${count} in the discovery documents of ${directory}; nothing is served until mended:`,
    ...lines,
  ].join('\n')
}
