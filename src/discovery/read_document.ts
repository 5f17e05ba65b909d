// One `.api` file, and the patch beside it, as a document, or all that is wrong with them.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { problemsOf } from './check.ts'
import { isObject, quote, type Problem } from './check_schema.ts'
import type { RestDescription } from './document.ts'
import { patchedText, pointersOf } from './merge_patch.ts'

export interface LoadedDocument {
  /** `taskqueue_v1beta2.api` */
  readonly file: string
  readonly path: string
  /** As it stands in the file, then patched: what the discovery service serves but for its addresses. */
  readonly text: string
  readonly document: RestDescription
  readonly patch?: DocumentPatch
}

/** What the file beside a document changes in it. */
export interface DocumentPatch {
  /** `taskqueue_v1beta2.patch.json` */
  readonly file: string
  /** JSON pointers of what it sets or takes out. */
  readonly pointers: readonly string[]
}

export interface FileProblem extends Problem {
  readonly file: string
}

export interface Unservable {
  readonly problems: readonly FileProblem[]
}

/** `patchFile`: a JSON Merge Patch in the same folder. */
export async function readDocument(
  directory: string,
  file: string,
  patchFile: string | undefined,
): Promise<LoadedDocument | Unservable> {
  const original = await readJson(directory, file)
  const patch = patchFile === undefined ? undefined : await readJson(directory, patchFile)
  if ('problems' in original || (patch !== undefined && 'problems' in patch))
    return { problems: [original, patch].flatMap(problemsIn) }
  const path = join(directory, file)
  const problems = problemsOf(original.value).map((problem) => ({ ...problem, file }))
  if (patch !== undefined)
    return patched({ file, path, text: original.text, problems }, patchFile!, patch.value)
  if (problems.length > 0) return { problems }
  return { file, path, text: original.text, document: original.value as RestDescription }
}

/** The document before its patch. */
type Unpatched = Pick<LoadedDocument, 'file' | 'path' | 'text'> & Unservable

/** What is wrong with the document alone is said of its own file, the rest of the patch. */
function patched(
  { file, path, text: original, problems }: Unpatched,
  patchFile: string,
  patch: unknown,
): LoadedDocument | Unservable {
  if (problems.some(({ pointer }) => pointer === '')) return { problems } // there is nothing to patch
  if (!isObject(patch)) {
    const message = `a merge patch must be an object, is ${quote(patch)}`
    return { problems: [...problems, { file: patchFile, pointer: '', message }] }
  }
  const text = patchedText(original, patch)
  const document = JSON.parse(text) as RestDescription
  const left = problemsOf(document).map((problem) => {
    const isOwn = problems.some(
      ({ pointer, message }) => pointer === problem.pointer && message === problem.message,
    )
    if (isOwn) return { ...problem, file }
    return { ...problem, file: patchFile, message: `once it is applied, ${problem.message}` }
  })
  if (left.length > 0) return { problems: left }
  return { file, path, text, document, patch: { file: patchFile, pointers: pointersOf(patch) } }
}

const problemsIn = (read: Json | Unservable | undefined): readonly FileProblem[] =>
  read !== undefined && 'problems' in read ? read.problems : []

interface Json {
  readonly text: string
  readonly value: unknown
}

async function readJson(directory: string, file: string): Promise<Json | Unservable> {
  try {
    const text = (await readFile(join(directory, file), 'utf8')).replace(/^\uFEFF/, '')
    return { text, value: JSON.parse(text) as unknown }
  } catch (error) {
    const message =
      error instanceof SyntaxError ? `not JSON: ${error.message}` : (error as Error).message
    return { problems: [{ file, pointer: '', message }] }
  }
}
