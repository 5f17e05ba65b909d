// One `.api` file, and the patch beside it, as a document, or all that is wrong with them.
import { isUtf8 } from 'node:buffer'
import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkOpens } from '../../disk_fault.ts'
import { ApiError } from '../../errors.ts'
import { problemsOf } from './check.ts'
import { isObject, quote, type Problem } from './check_schema.ts'
import type { RestDescription } from '../document.ts'
import { patchedText, pointersOf, type MergePatch } from './merge_patch.ts'
import { outlineOf, type Outline } from './outline.ts'
import type { ProtoOptions } from '../protos/beside.ts'
import { withProtoFacts } from '../protos/facts.ts'

export interface LoadedDocument {
  /** `taskqueue_v1beta2.api` */
  readonly file: string
  readonly path: string
  /** Of what its files hold: equal for equal contents. */
  readonly key: string
  readonly outline: Outline
  /**
   * As it stands in the file, then patched: what the discovery service serves but for its addresses. Read anew each time,
   * as the texts of hundreds of documents would fill the memory. Throws UNAVAILABLE if the files have changed.
   */
  readonly text: string
  /** Parsed on first use, and kept. Throws UNAVAILABLE if the files have changed. */
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

/** The files of one document. */
export interface DocumentFiles {
  readonly directory: string
  readonly file: string
  /** A JSON Merge Patch in the same folder. */
  readonly patchFile: string | undefined
}

/** What is in them. */
export interface Contents extends DocumentFiles {
  readonly bytes: Buffer
  readonly patch: Buffer | undefined
  /** Of all bytes: equal for equal contents. */
  readonly key: string
}

export function readContents(files: DocumentFiles): Contents | Unservable {
  const { directory, file, patchFile } = files
  const bytes = readBytes(directory, file)
  const patch = patchFile === undefined ? undefined : readBytes(directory, patchFile)
  if ('problems' in bytes) return bytes
  if (patch !== undefined && 'problems' in patch) return patch
  const hashes = [bytes, ...(patch === undefined ? [] : [patch])].map((part) => digest(part))
  return { ...files, bytes, patch, key: hashes.join('+') }
}

/** The fastest of node's hashes for which no collision can be made. */
const digest = (bytes: Buffer): string => hash('blake2b512', bytes, 'base64url')

/** `outline`: that of the same contents, if they were checked before. */
export function loadDocument(
  contents: Contents,
  outline: Outline | undefined,
  protos: ProtoOptions,
): LoadedDocument | Unservable {
  if (outline !== undefined) return lazily(contents, outline, protos)
  const checked = checkedDocument(contents)
  return 'problems' in checked ? checked : lazily(contents, outlineOf(checked.document), protos)
}

/** `key`: of contents that were checked before, and that its files are known to have. */
export const unchangedDocument = (
  files: DocumentFiles,
  key: string,
  outline: Outline,
  protos: ProtoOptions,
): LoadedDocument => lazily({ ...files, key, patch: undefined }, outline, protos)

export function readDocument(files: DocumentFiles): LoadedDocument | Unservable {
  const contents = readContents(files)
  const protos = { protoPath: [], warn: () => {} }
  return 'problems' in contents ? contents : loadDocument(contents, undefined, protos)
}

function lazily(
  contents: Omit<Contents, 'bytes'>,
  outline: Outline,
  protos: ProtoOptions,
): LoadedDocument {
  const { directory, file, patchFile, key, patch } = contents
  const files = { directory, file, patchFile }
  let document: RestDescription | undefined
  return {
    file,
    path: join(directory, file),
    key,
    outline,
    get text() {
      return textAgain(files, key)
    },
    get document() {
      return (document ??= withProtoFacts(
        JSON.parse(textAgain(files, key)) as RestDescription,
        join(directory, file),
        protos,
      ))
    },
    ...(patch && {
      patch: { file: patchFile!, pointers: pointersOf(JSON.parse(decoded(patch)) as MergePatch) },
    }),
  }
}

/** What routes requests was made from other contents than these: to go on would mix the two. */
function textAgain(files: DocumentFiles, key: string): string {
  checkOpens(`${files.file} cannot be read`, join(files.directory, files.file))
  const contents = readContents(files)
  if ('problems' in contents || contents.key !== key)
    throw new ApiError(
      'UNAVAILABLE',
      'backendError',
      `${files.file} has changed since the server started; restart it.`,
    )
  const text = decoded(contents.bytes)
  if (contents.patch === undefined) return text
  return patchedText(text, JSON.parse(decoded(contents.patch)) as MergePatch)
}

function checkedDocument({
  file,
  patchFile,
  bytes,
  patch: patchBytes,
}: Contents): { readonly document: RestDescription } | Unservable {
  const original = parsed(file, bytes)
  const patch = patchBytes && parsed(patchFile!, patchBytes)
  if ('problems' in original || (patch !== undefined && 'problems' in patch))
    return { problems: [original, patch].flatMap(problemsIn) }
  const problems = problemsOf(original.value).map((problem) => ({ ...problem, file }))
  if (patch !== undefined)
    return patched({ file, text: original.text, problems }, patchFile!, patch.value)
  return problems.length > 0 ? { problems } : { document: original.value as RestDescription }
}

/** The document before its patch. */
interface Unpatched extends Unservable {
  readonly file: string
  readonly text: string
}

/** What is wrong with the document alone is said of its own file, the rest of the patch. */
function patched(
  { file, text, problems }: Unpatched,
  patchFile: string,
  patch: unknown,
): { readonly document: RestDescription } | Unservable {
  if (problems.some(({ pointer }) => pointer === '')) return { problems } // there is nothing to patch
  if (!isObject(patch)) {
    const message = `a merge patch must be an object, is ${quote(patch)}`
    return { problems: [...problems, { file: patchFile, pointer: '', message }] }
  }
  const document = JSON.parse(patchedText(text, patch)) as RestDescription
  const left = problemsOf(document).map((problem) => {
    const isOwn = problems.some(
      ({ pointer, message }) => pointer === problem.pointer && message === problem.message,
    )
    if (isOwn) return { ...problem, file }
    return { ...problem, file: patchFile, message: `once it is applied, ${problem.message}` }
  })
  return left.length > 0 ? { problems: left } : { document }
}

interface Json {
  readonly text: string
  readonly value: unknown
}

const problemsIn = (read: Json | Unservable | undefined): readonly FileProblem[] =>
  read !== undefined && 'problems' in read ? read.problems : []

function readBytes(directory: string, file: string): Buffer | Unservable {
  try {
    return readFileSync(join(directory, file))
  } catch (error) {
    return { problems: [{ file, pointer: '', message: (error as Error).message }] }
  }
}

function parsed(file: string, bytes: Buffer): Json | Unservable {
  try {
    // What is served would have lost its letters.
    if (!isUtf8(bytes)) throw new SyntaxError('it is not encoded in UTF-8')
    const text = decoded(bytes)
    return { text, value: JSON.parse(text) as unknown }
  } catch (error) {
    // The message quotes the text, line breaks included.
    const message = `not JSON: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`
    return { problems: [{ file, pointer: '', message }] }
  }
}

/** Without a byte order mark. */
const decoded = (bytes: Buffer): string => bytes.toString('utf8').replace(/^\uFEFF/, '')
