// `types`: writes api_data/types/*.ts, or says which of them no longer say what their document says.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ownCommand } from '../own_command.ts'
import { loadDocuments } from '../discovery/read/load.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import { typesOf } from '../discovery/types/typescript.ts'

interface TypesFile {
  readonly path: string
  readonly source: string
  readonly isStale: boolean
}

/** Writes the types of every document in `apiData`, or with `check` only compares. Returns the exit code. */
export async function typesCommand(
  apiData: string,
  { check }: { readonly check: boolean },
): Promise<number> {
  const directory = join(apiData, 'types')
  const files = await typesFiles(apiData, directory)
  const orphans = await orphansIn(directory, files)
  return check ? report(files, orphans) : await write(directory, files, orphans)
}

async function typesFiles(apiData: string, directory: string): Promise<TypesFile[]> {
  const documents = await loadDocuments(apiData)
  return await Promise.all(
    documents.map(async (loaded) => {
      const path = join(directory, loaded.file.replace(/\.api$/, '.ts'))
      const source = typesSourceOf(loaded)
      return { path, source, isStale: (await textOf(path)) !== source }
    }),
  )
}

/** The text of a document's types. */
export const typesSourceOf = ({ document, file, patch }: LoadedDocument): string =>
  typesOf(document, patch === undefined ? file : `${file} and ${patch.file}`)

function report(files: readonly TypesFile[], orphans: readonly string[]): number {
  const stale = files.filter(({ isStale }) => isStale)
  for (const { path } of stale) console.log(`stale: ${path} is not what its document says`)
  for (const path of orphans) console.log(`stale: ${path} has no document; delete it`)
  if (stale.length > 0) console.log(`Run \`${ownCommand('types')}\` to write them anew.`)
  return stale.length + orphans.length > 0 ? 1 : 0
}

async function write(
  directory: string,
  files: readonly TypesFile[],
  orphans: readonly string[],
): Promise<number> {
  await mkdir(directory, { recursive: true })
  for (const { path, source, isStale } of files) {
    if (isStale) await writeFile(path, source)
    console.log(`${isStale ? 'written' : 'unchanged'}: ${path}`)
  }
  for (const path of orphans) console.log(`stale: ${path} has no document; delete it`)
  return 0
}

async function orphansIn(directory: string, files: readonly TypesFile[]): Promise<string[]> {
  const expected = new Set(files.map(({ path }) => path))
  const paths = (await namesIn(directory)).map((name) => join(directory, name))
  return paths.filter((path) => path.endsWith('.ts') && !expected.has(path)).toSorted()
}

const namesIn = (directory: string): Promise<string[]> => readdir(directory).catch(ifMissing([]))

const textOf = (path: string): Promise<string> => readFile(path, 'utf8').catch(ifMissing(''))

const ifMissing =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return instead
    throw error
  }
