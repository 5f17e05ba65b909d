// Descriptors that lie beside documents, read into one registry: NAME_VERSION.protos.json, .binpb, .proto, or a folder
// NAME_VERSION.protos of sources.
import {
  create,
  createFileRegistry,
  fromBinary,
  getExtension,
  hasExtension,
  toJson,
  type DescExtension,
  type FileRegistry,
} from '@bufbuild/protobuf'
import {
  file_google_protobuf_any,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
  FileDescriptorSetSchema,
  type FileDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rulesOf, type Annotations, type HttpRule } from '../../discovery/protos/annotations.ts'
import { checkOpens } from '../../disk_fault.ts'
import googleProtos from './google_protos.json' with { type: 'json' }
import { grpcProtos } from './grpc_protos.ts'
import {
  BINARY_SUFFIX,
  isDescriptorFile,
  isProtoSource,
} from '../../discovery/protos/file_names.ts'
import { describe, merge, type Tree } from './protobufjs_json.ts'
import type { JsonNode } from '../../discovery/protos/node.ts'

export interface Descriptors extends Annotations {
  readonly registry: FileRegistry
  /** Files read, without those that come with the emulator. */
  readonly sources: readonly string[]
}

/** A file of the folder, and what it adds to the registry. */
interface Source {
  readonly name: string
  readonly add: (parts: Parts) => void
}

interface Parts {
  /** Of files in protobufjs' form. */
  readonly tree: Tree
  /** Of sets of files, by name. */
  readonly binaries: Map<string, FileDescriptorProto>
}

/**
 * Reads every descriptor file of a folder. One that cannot be read, or not be linked, is passed over, and `warn` has the
 * reason: the others serve. Rejects with 503 where no file can be opened now.
 */
export async function loadDescriptors(
  folder: string,
  warn: (sentence: string) => void,
  protoPath: readonly string[] = [],
): Promise<Descriptors> {
  const sources: Source[] = []
  for (const name of (await readdir(folder)).filter(isDescriptorFile).toSorted()) {
    checkOpens(`${name} cannot be read`, join(folder, name))
    try {
      sources.push({ name, add: await adderOf(join(folder, name), [folder, ...protoPath]) })
    } catch (error) {
      warn(refusalOf(name, error))
    }
  }
  try {
    return linked(sources)
  } catch {
    return linkedWithout(sources, warn)
  }
}

const refusalOf = (name: string, error: unknown): string =>
  `${name}: ${(error as Error).message}; its services have no gRPC`

/** Leaves out the files that cannot be linked with the others. A file may need one that comes later: so often as one is taken. */
function linkedWithout(sources: readonly Source[], warn: (sentence: string) => void): Descriptors {
  let taken: Source[] = []
  let descriptors = linked(taken)
  let rest = new Map<Source, unknown>(sources.map((source) => [source, undefined]))
  for (let before = -1; before !== rest.size;) {
    before = rest.size
    for (const source of rest.keys())
      try {
        descriptors = linked([...taken, source])
        taken = [...taken, source]
        rest.delete(source)
      } catch (error) {
        rest.set(source, error)
      }
  }
  for (const [{ name }, error] of rest) warn(refusalOf(name, error))
  return descriptors
}

async function adderOf(path: string, protoPath: readonly string[]): Promise<Source['add']> {
  if (isProtoSource(path)) {
    // Imported here: most folders have no sources.
    const { protoFilesIn, readProtos } = await import('../../discovery/protos/proto_sources.ts')
    const node = readProtos(protoFilesIn(path), [path, ...protoPath])
    return ({ tree }) => merge(tree, node)
  }
  const bytes = await readFile(path)
  if (path.endsWith(BINARY_SUFFIX)) {
    const { file } = fromBinary(FileDescriptorSetSchema, bytes)
    if (file.length === 0) throw new Error('it holds no file (a FileDescriptorSet is expected)')
    return ({ binaries }) => {
      for (const each of file) if (!binaries.has(each.name)) binaries.set(each.name, each)
    }
  }
  const node = JSON.parse(bytes.toString()) as JsonNode
  if (typeof node !== 'object' || node === null || typeof node.nested !== 'object')
    throw new Error('it is no JSON of protobufjs: /nested is missing')
  return ({ tree }) => merge(tree, node)
}

const WELL_KNOWN = [
  file_google_protobuf_any,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
].map(({ proto }) => proto)

/** Throws an Error that names what is missing, and in which file. */
function linked(sources: readonly Source[]): Descriptors {
  const parts: Parts = { tree: new Map(), binaries: new Map() }
  for (const { add } of sources) add(parts)
  merge(parts.tree, googleProtos)
  merge(parts.tree, grpcProtos)
  return registryOf(
    parts,
    sources.map(({ name }) => name),
  )
}

function registryOf({ tree, binaries }: Parts, sources: readonly string[]): Descriptors {
  const { files, rules, hosts } = describe(tree)
  const known = new Set([...binaries.values()].flatMap(namesIn))
  // A type that a set of files has is taken from there: those of the same package bring only what is new.
  const described = files.map((file) => without(file, known))
  const byName = new Map(
    [...WELL_KNOWN, ...binaries.values(), ...described].map((file) => [file.name, file]),
  )
  for (const file of described)
    for (const binary of binaries.values())
      if (binary.package === file.package) file.dependency.push(binary.name)
  for (const binary of binaries.values())
    binary.dependency = binary.dependency.map((name) =>
      byName.has(name) ? name : ofPackage(name, byName),
    )
  const file = [...byName.values()]
  const registry = createFileRegistry(
    create(FileDescriptorSetSchema, { file: sorted(file, byName) }),
  )
  const annotations = { rules: new Map(rules), hosts: new Map(hosts) }
  readExtensions(registry, annotations)
  return { registry, sources, ...annotations }
}

/** A set that leaves out what it imports of Google's shared protos gets ours, of which there is one file for each package. */
function ofPackage(name: string, known: ReadonlyMap<string, FileDescriptorProto>): string {
  const own = `${name.slice(0, name.lastIndexOf('/'))}.proto`
  return known.has(own) ? own : name
}

const namesIn = (file: FileDescriptorProto): string[] =>
  [...file.messageType, ...file.enumType, ...file.service, ...file.extension].map(
    ({ name }) => `${file.package}.${name}`,
  )

function without(file: FileDescriptorProto, known: ReadonlySet<string>): FileDescriptorProto {
  const isNew = ({ name }: { name: string }) => !known.has(`${file.package}.${name}`)
  file.messageType = file.messageType.filter(isNew)
  file.enumType = file.enumType.filter(isNew)
  file.service = file.service.filter(isNew)
  file.extension = file.extension.filter(isNew)
  return file
}

/** Each file after those it imports. */
function sorted(
  files: readonly FileDescriptorProto[],
  byName: ReadonlyMap<string, FileDescriptorProto>,
): FileDescriptorProto[] {
  const done = new Set<FileDescriptorProto>()
  const visit = (file: FileDescriptorProto) => {
    if (done.has(file)) return
    done.add(file)
    for (const name of file.dependency) {
      const imported = byName.get(name)
      if (imported === undefined) throw new Error(`${file.name} imports ${name}, which is missing`)
      visit(imported)
    }
    order.push(file)
  }
  const order: FileDescriptorProto[] = []
  for (const file of files) visit(file)
  return order
}

interface Found {
  readonly rules: Map<string, readonly HttpRule[]>
  readonly hosts: Map<string, string>
}

/** A FileDescriptorSet has rules and hosts as extensions of its options. */
function readExtensions(registry: FileRegistry, { rules, hosts }: Found): void {
  const http = registry.getExtension('google.api.http')
  const host = registry.getExtension('google.api.default_host')
  for (const type of registry) {
    if (type.kind !== 'service') continue
    const { options } = type.proto
    if (host && options && hasExtension(options, host))
      hosts.set(type.typeName, getExtension(options, host) as string)
    for (const method of type.methods) {
      const { options: own } = method.proto
      if (http && own && hasExtension(own, http))
        rules.set(`${type.typeName}.${method.name}`, rulesIn(own, http, registry))
    }
  }
}

function rulesIn(
  options: Parameters<typeof getExtension>[0],
  http: DescExtension,
  registry: FileRegistry,
) {
  const value = getExtension(options, http)
  const json = toJson(http.message!, value as never, { registry })
  return rulesOf(json as Record<string, unknown>)
}
