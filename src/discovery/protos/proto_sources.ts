// `.proto` sources as the JSON form of protobufjs, which is then read as the JSON of npm clients is.
import protobuf from 'protobufjs'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JsonNode, Options } from './node.ts'

/** A file, or every `.proto` file of a folder and of the folders in it. */
export function protoFilesIn(path: string): string[] {
  if (path.endsWith('.proto')) return [path]
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.proto'))
    .toSorted()
    .map((name) => join(path, name))
}

/**
 * Files and all that they import, which is looked for in the folders of `protoPath` and where a file of its package would lie.
 * Throws an Error with file and line.
 */
export function readProtos(files: readonly string[], protoPath: readonly string[]): JsonNode {
  const root = new protobuf.Root()
  const folders = new Set(protoPath)
  const waiting: Import[] = files.map((path) => ({ path, by: undefined, name: undefined }))
  // Under the name it is imported by: a file of the folder may be imported before its turn has come.
  const read = new Set<string>()
  const missing: Import[] = []
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const path = next.path ?? foundIn(folders, next.name!)
    if (path === undefined) {
      missing.push(next)
      continue
    }
    if (read.has(path)) continue
    read.add(path)
    const { package: name = '', imports = [] } = parsed(readFileSync(path, 'utf8'), path, root)
    const folder = folderOf(path, name)
    if (folder !== undefined) folders.add(folder)
    waiting.push(...imports.map((each) => ({ path: undefined, by: path, name: each })))
  }
  refuseMissing(missing, folders)
  return withOptionsOf(root, root.toJSON())
}

interface Import {
  readonly path: string | undefined
  /** The file that imports it, and the name it does so by. */
  readonly by: string | undefined
  readonly name: string | undefined
}

function foundIn(folders: ReadonlySet<string>, name: string): string | undefined {
  return [...folders].map((folder) => join(folder, name)).find((path) => existsSync(path))
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
  /^google\/(protobuf|api|longrunning|rpc|iam\/v1|type|cloud\/location)\/[^/]+\.proto$|^google\/cloud\/(extended_operations|common_resources)\.proto$/

function refuseMissing(missing: readonly Import[], folders: ReadonlySet<string>): void {
  for (const { name, by } of missing) {
    if (KNOWN.test(name!) || foundIn(folders, name!) !== undefined) continue
    const looked = [...folders].join(', ') || 'no folder'
    throw new Error(`${by} imports ${name}, which is not in ${looked} (--proto-path)`)
  }
}

/**
 * The JSON of an npm client with the options that protobufjs leaves out of it, read from the sources of the same package: of an
 * option that is set several times it writes the last alone, and a resource has several patterns. A package may hold two files of
 * one service, an older one among them: what the first defines stays.
 */
export function withWholeOptions(json: JsonNode, files: readonly string[]): JsonNode {
  const root = new protobuf.Root()
  for (const path of files)
    try {
      parsed(readFileSync(path, 'utf8'), path, root)
    } catch (error) {
      if (!(error as Error).message.includes(': duplicate name ')) throw error
    }
  return withOptionsOf(root, json)
}

function withOptionsOf(parent: Parsed | undefined, json: JsonNode): JsonNode {
  if (parent === undefined) return json
  const { nested, fields } = json
  return {
    ...json,
    ...optionsOf(parent),
    ...(nested && {
      nested: mapped(nested, (node, name) => withOptionsOf(parent.nested?.[name], node)),
    }),
    ...(fields && {
      fields: mapped(fields, (field, name) => ({ ...field, ...optionsOf(parent.fields?.[name]) })),
    }),
  }
}

/** What protobufjs parsed; messages have fields. */
type Parsed = protobuf.ReflectionObject & {
  readonly nested?: Readonly<Record<string, Parsed>>
  readonly fields?: Readonly<Record<string, Parsed>>
}

const optionsOf = ({ parsedOptions }: Partial<Parsed> = {}) =>
  parsedOptions === undefined
    ? {}
    : { parsedOptions: parsedOptions as unknown as readonly Options[] }

const mapped = <T>(nodes: Readonly<Record<string, T>>, change: (node: T, name: string) => T) =>
  Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, change(node, name)]))
