// A folder of `.api` files as documents, or one error that lists all that is wrong with them.
import { readdir } from 'node:fs/promises'
import { readDocument, type FileProblem, type LoadedDocument } from './read_document.ts'

/** The documents of a folder could not be served; the message is for the person who put them there. */
export class DocumentError extends Error {}

const API = '.api'
const PATCH = '.patch.json'

/** Reads every `*.api` of `directory`, by file name. Throws a DocumentError that lists the problems of all files. */
export async function loadDocuments(directory: string): Promise<LoadedDocument[]> {
  const names = await namesIn(directory)
  const problems: FileProblem[] = patchesAlone(names)
  const loaded: LoadedDocument[] = []
  for (const file of names.filter((name) => name.endsWith(API))) {
    const patchFile = file.slice(0, -API.length) + PATCH
    const patch = names.includes(patchFile) ? patchFile : undefined
    const read = await readDocument(directory, file, patch)
    if ('problems' in read) problems.push(...read.problems)
    else loaded.push(read)
  }
  problems.push(...servedTwice(loaded))
  if (problems.length > 0) throw new DocumentError(report(directory, problems))
  return loaded
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).toSorted()
  } catch (error) {
    throw new DocumentError(
      `cannot read the folder of discovery documents ${directory}: ${(error as Error).message}. ` +
        'Name another one with --api-data DIR or API_DATA=DIR.',
    )
  }
}

function patchesAlone(names: readonly string[]): FileProblem[] {
  return names
    .filter((name) => name.endsWith(PATCH))
    .map((file) => ({ file, document: file.slice(0, -PATCH.length) + API }))
    .filter(({ document }) => !names.includes(document))
    .map(({ file, document }) => ({
      file,
      pointer: '',
      message: `it patches ${document}, which is not there`,
    }))
}

function servedTwice(loaded: readonly LoadedDocument[]): FileProblem[] {
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

function report(directory: string, problems: readonly FileProblem[]): string {
  const count = problems.length === 1 ? 'one problem' : `${problems.length} problems`
  const lines = problems.map(({ file, pointer, message }) => `  ${file}#${pointer}: ${message}`)
  return [
    `${count} in the discovery documents of ${directory}; nothing is served until mended:`,
    ...lines,
  ].join('\n')
}
