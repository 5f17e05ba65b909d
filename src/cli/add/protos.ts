// `add … --protos from=SOURCE`: puts the descriptors of an API beside its document.
import { access, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { JsonNode } from '../../discovery/protos/node.ts'
import { DocumentError } from '../../discovery/read/load.ts'

/**
 * `from=@google-cloud/tasks`, a file or a folder, of descriptors or of `.proto` sources. Returns what was done, a line. Throws a
 * DocumentError, with nothing written.
 */
export async function addProtos(
  apiData: string,
  base: string,
  option: string,
  protoPath: readonly string[] = [],
): Promise<string> {
  const source = await sourceOf(option.replace(/^from=/, ''))
  const isSource = source.endsWith('.proto') || (await stat(source)).isDirectory()
  const suffix = isSource || source.endsWith('.json') ? '.protos.json' : '.binpb'
  const content = isSource ? await compiled(source, protoPath) : await contentOf(source)
  const hosts = await hostsIn(source, content, suffix)
  const path = join(apiData, `${base}${suffix}`)
  await writeFile(path, content)
  return `  ${path}  descriptors, for gRPC${await strangeness(hosts, join(apiData, `${base}.api`))}`
}

/** Some services say another host than their document does, so this is no refusal. */
async function strangeness(hosts: ReadonlySet<string>, documentPath: string): Promise<string> {
  const text = await readFile(documentPath, 'utf8').catch(() => '{}')
  const { rootUrl } = JSON.parse(text) as { readonly rootUrl?: string }
  if (rootUrl === undefined || hosts.size === 0 || hosts.has(new URL(rootUrl).host)) return ''
  return `\n  Is it the right source? Its services are of ${[...hosts].join(', ')}, not of ${new URL(rootUrl).host}.`
}

async function compiled(source: string, protoPath: readonly string[]): Promise<string> {
  // Imported here: no other command needs it.
  const { protoFilesIn, readProtos } = await import('../../discovery/protos/proto_sources.ts')
  const folder = source.endsWith('.proto') ? dirname(source) : source
  try {
    const node = readProtos(protoFilesIn(source), [folder, ...protoPath])
    return JSON.stringify(node)
  } catch (error) {
    throw new DocumentError(`--protos: ${(error as Error).message}`)
  }
}

/** What lies beside the JSON of an npm client says more of its options than that. */
async function contentOf(source: string): Promise<Buffer | string> {
  const content = await readFile(source)
  if (basename(source) !== 'protos.json') return content
  const { protoFilesIn, withWholeOptions } = await import('../../discovery/protos/proto_sources.ts')
  const files = protoFilesIn(dirname(source))
  if (files.length === 0) return content
  try {
    const node = JSON.parse(content.toString()) as JsonNode
    return JSON.stringify(withWholeOptions(node, files))
  } catch (error) {
    throw new DocumentError(`--protos: ${source} cannot be read: ${(error as Error).message}`)
  }
}

/** Where the npm clients of Google's have their protos. */
const IN_PACKAGE = ['build/protos/protos.json', 'protos/protos.json', 'protos.json']

async function sourceOf(from: string): Promise<string> {
  const path = resolve(from)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile()) return path
  const folder = found?.isDirectory() ? path : packageFolder(from)
  if (folder === undefined)
    throw new DocumentError(
      `--protos: ${from} is no file, no folder and no package that is installed here (npm install ${from}).`,
    )
  for (const name of IN_PACKAGE) {
    const file = join(folder, name)
    if (await exists(file)) return file
  }
  const names = await readdir(folder, { recursive: true })
  if (names.some((name) => name.endsWith('.proto'))) return folder
  throw new DocumentError(
    `--protos: ${folder} has none of ${IN_PACKAGE.join(', ')}, and no .proto file.`,
  )
}

/** Packages say nothing of the folder they are in but by a file that they export. */
function packageFolder(name: string): string | undefined {
  const places = createRequire(join(process.cwd(), 'package.json')).resolve.paths(name) ?? []
  for (const place of places) {
    try {
      return dirname(createRequire(join(place, 'x.js')).resolve(join(place, name, 'package.json')))
    } catch {
      // not in this one
    }
  }
  return undefined
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

/** Hosts of its services. Read as the server will, by itself. */
async function hostsIn(
  source: string,
  content: string | Uint8Array,
  suffix: string,
): Promise<ReadonlySet<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'discovery-emulator-protos-'))
  try {
    await writeFile(join(folder, `protos${suffix}`), content)
    // Imported here: no other command needs it.
    const { loadDescriptors } = await import('../../grpc/descriptors/load.ts')
    const faults: string[] = []
    const { hosts } = await loadDescriptors(folder, (sentence) => faults.push(sentence))
    if (faults.length > 0)
      throw new DocumentError(`--protos: ${source} cannot be read: ${faults.join(', ')}`)
    return new Set(hosts.values())
  } finally {
    await rm(folder, { recursive: true })
  }
}
