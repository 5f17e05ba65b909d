// A folder of `.api` files as documents, or one error that lists all that is wrong with them.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openOutlineCache, type Kept, type KnownFile, type OutlineCache } from './outline_cache.ts'
import {
  loadDocument,
  readContents,
  unchangedDocument,
  type Contents,
  type FileProblem,
  type LoadedDocument,
} from './read_document.ts'
import { stampOf } from './stamp.ts'

/** The documents of a folder could not be served; the message is for the person who put them there. */
export class DocumentError extends Error {}

const API = '.api'
const PATCH = '.patch.json'

export interface LoadOptions {
  /** Folder in which to keep what is known of documents that were checked; '': nowhere. */
  readonly cacheFolder: string
  /** Names of the documents of the folder to read; by default all of them. */
  readonly only?: readonly string[]
  /** Reports, to the person who started the server, what works but may surprise. */
  readonly warn: (sentence: string) => void
  /** Folders in which `.proto` sources beside documents find their imports. */
  readonly protoPath: readonly string[]
  /** Called once if checking takes seconds. */
  readonly onLongCheck: () => void
}

const noCache: LoadOptions = {
  cacheFolder: '',
  warn: () => {},
  protoPath: [],
  onLongCheck: () => {},
}

/** Bytes that are checked in less than half a second: they need no cache. */
const FEW_BYTES = 4 * 2 ** 20
/** Bytes whose check is felt. */
const MANY_BYTES = 8 * 2 ** 20

/** Reads every `*.api` of `directory`, by file name. Throws a DocumentError that lists the problems of all files. */
export async function loadDocuments(
  directory: string,
  given: Partial<LoadOptions> = {},
): Promise<LoadedDocument[]> {
  const options = { ...noCache, ...given }
  const { cacheFolder, warn } = options
  const names = (await namesIn(directory)).filter((name) => options.only?.includes(name) ?? true)
  const cache = cacheFolder === '' ? undefined : openOutlineCache(cacheFolder, directory, warn)
  const { loaded, problems, files, isNews, bytes } = loadAll(directory, names, cache, options)
  if (isNews && bytes > FEW_BYTES) await keep(cache, loaded, files, warn)
  problems.push(...patchesAlone(names), ...servedTwice(loaded))
  if (problems.length > 0) throw new DocumentError(report(directory, problems))
  return loaded
}

function loadAll(
  directory: string,
  names: readonly string[],
  cache: OutlineCache | undefined,
  options: LoadOptions,
) {
  const loaded: LoadedDocument[] = []
  const problems: FileProblem[] = []
  const files = new Map<string, KnownFile>()
  const listed = new Set(names)
  let bytes = 0
  let checkedBytes = 0
  for (const file of names.filter((name) => name.endsWith(API))) {
    const patch = file.slice(0, -API.length) + PATCH
    const patchFile = listed.has(patch) ? patch : undefined
    const stamp = cache && patchFile === undefined ? stampOf(join(directory, file)) : undefined
    const kept = cache?.files.get(file)
    const known = stamp !== undefined && kept?.stamp === stamp ? kept : undefined
    const unchanged = known && cache?.outlines.get(known.key)
    if (known !== undefined && unchanged !== undefined) {
      bytes += known.size
      files.set(file, known)
      loaded.push(unchangedDocument({ directory, file, patchFile }, known.key, unchanged, options))
      continue
    }
    const contents = readContents({ directory, file, patchFile })
    if ('problems' in contents) {
      problems.push(...contents.problems)
      continue
    }
    const outline = cache?.outlines.get(contents.key)
    bytes += contents.bytes.length
    if (outline === undefined) checkedBytes += contents.bytes.length
    if (outline === undefined && isReached(MANY_BYTES, checkedBytes, contents))
      options.onLongCheck()
    const read = loadDocument(contents, outline, options)
    if ('problems' in read) problems.push(...read.problems)
    else loaded.push(read)
    const { key } = contents
    if (stamp !== undefined) files.set(file, { stamp, key, size: contents.bytes.length })
  }
  const isNews =
    checkedBytes > 0 || [...files].some(([file, known]) => known !== cache?.files.get(file))
  return { loaded, problems, files, bytes, isNews }
}

/** Whether these bytes are those with which the sum gets there. */
const isReached = (mark: number, sum: number, { bytes }: Contents): boolean =>
  sum >= mark && sum - bytes.length < mark

async function keep(
  cache: OutlineCache | undefined,
  loaded: readonly LoadedDocument[],
  files: Kept['files'],
  warn: LoadOptions['warn'],
): Promise<void> {
  try {
    await cache?.save({
      outlines: new Map(loaded.map(({ key, outline }) => [key, outline])),
      files,
    })
  } catch (error) {
    warn(
      `what was found out about the documents cannot be kept (${(error as Error).message}), so every start checks all of them; name another folder with CACHE_DIR`,
    )
  }
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).toSorted()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'there is no such folder' : message
    throw new DocumentError(
      `cannot read the folder of discovery documents ${directory}: ${why}. ` +
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
  return loaded.flatMap(({ file, outline }) => {
    const api = `${outline.name}:${outline.version}`
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
