// `.proto` sources as the JSON form of protobufjs, which is then read as the JSON of npm clients is.
import protobuf from 'protobufjs'
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { JsonNode } from './protobufjs_json.ts'

/** A file, or every `.proto` file of a folder and of the folders in it. */
export async function protoFilesIn(path: string): Promise<string[]> {
  if (path.endsWith('.proto')) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => name.endsWith('.proto'))
    .toSorted()
    .map((name) => join(path, name))
}

/**
 * Files and all that they import, which is looked for in the folders of `protoPath` and where a file of its package would lie.
 * Throws an Error with file and line.
 */
export async function readProtos(
  files: readonly string[],
  protoPath: readonly string[],
): Promise<JsonNode> {
  const root = new protobuf.Root()
  const folders = new Set(protoPath)
  const waiting: Import[] = files.map((path) => ({ path, by: undefined, name: undefined }))
  // Under the name it is imported by: a file of the folder may be imported before its turn has come.
  const read = new Set<string>()
  const missing: Import[] = []
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const path = next.path ?? (await foundIn(folders, next.name!))
    if (path === undefined) {
      missing.push(next)
      continue
    }
    if (read.has(path)) continue
    read.add(path)
    const { package: name = '', imports = [] } = parsed(await readFile(path, 'utf8'), path, root)
    const folder = folderOf(path, name)
    if (folder !== undefined) folders.add(folder)
    waiting.push(...imports.map((each) => ({ path: undefined, by: path, name: each })))
  }
  await refuseMissing(missing, folders)
  return root.toJSON()
}

interface Import {
  readonly path: string | undefined
  /** The file that imports it, and the name it does so by. */
  readonly by: string | undefined
  readonly name: string | undefined
}

async function foundIn(folders: ReadonlySet<string>, name: string): Promise<string | undefined> {
  for (const folder of folders) {
    const path = join(folder, name)
    const isThere = await access(path).then(
      () => true,
      () => false,
    )
    if (isThere) return path
  }
  return undefined
}

function parsed(text: string, path: string, root: protobuf.Root): protobuf.IParserResult {
  try {
    return protobuf.parse(text, root, { keepCase: false })
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error })
  }
}

/** The folder that a file's imports begin at: `…` of `…/google/cloud/tasks/v2/queue.proto` in google.cloud.tasks.v2. */
function folderOf(path: string, packageName: string): string | undefined {
  const within = packageName.replaceAll('.', '/')
  const folder = dirname(path)
  return folder.endsWith(`/${within}`) ? folder.slice(0, -within.length - 1) : undefined
}

/** Those whose types come with the emulator, or that only say what options mean, need not be there. */
const KNOWN =
  /^google\/(protobuf\/|api\/|longrunning\/operations|rpc\/(status|error_details|code)|iam\/v1\/|type\/expr|cloud\/(location\/locations|extended_operations|common_resources))/

async function refuseMissing(
  missing: readonly Import[],
  folders: ReadonlySet<string>,
): Promise<void> {
  for (const { name, by } of missing) {
    if (KNOWN.test(name!) || (await foundIn(folders, name!)) !== undefined) continue
    const looked = [...folders].join(', ') || 'no folder'
    throw new Error(`${by} imports ${name}, which is not in ${looked} (--proto-path)`)
  }
}
