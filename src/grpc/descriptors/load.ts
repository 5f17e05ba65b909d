// Descriptors that lie beside documents, read into one registry: NAME_VERSION.protos.json and NAME_VERSION.binpb.
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
import { rulesOf, type Annotations, type HttpRule } from './annotations.ts'
import { commonProtos } from './common_protos.ts'
import { describe, merge, type JsonNode, type Tree } from './protobufjs_json.ts'

export interface Descriptors extends Annotations {
  readonly registry: FileRegistry
  /** Files read, without those that come with the emulator. */
  readonly sources: readonly string[]
}

const JSON_SUFFIX = '.protos.json'
const BINARY_SUFFIX = '.binpb'

/** Reads every descriptor file of a folder. A file that cannot be read is passed over, and `warn` has the reason. */
export async function loadDescriptors(
  folder: string,
  warn: (sentence: string) => void,
): Promise<Descriptors> {
  const names = (await readdir(folder)).toSorted()
  const sources: string[] = []
  const tree: Tree = new Map()
  const binaries = new Map<string, FileDescriptorProto>()
  const read = async (name: string, take: (bytes: Buffer) => void) => {
    try {
      take(await readFile(join(folder, name)))
      sources.push(name)
    } catch (error) {
      warn(`${name}: ${(error as Error).message}; its services have no gRPC`)
    }
  }
  for (const name of names)
    if (name.endsWith(JSON_SUFFIX)) await read(name, (bytes) => mergeJson(bytes, tree))
    else if (name.endsWith(BINARY_SUFFIX)) await read(name, (bytes) => addSet(bytes, binaries))
  merge(tree, commonProtos)
  return registryOf(tree, binaries, sources)
}

/** What cannot be described by itself must not spoil the others. */
function mergeJson(bytes: Buffer, tree: Tree): void {
  const node = JSON.parse(bytes.toString()) as JsonNode
  if (typeof node !== 'object' || node === null || typeof node.nested !== 'object')
    throw new Error('it is no JSON of protobufjs: /nested is missing')
  const alone: Tree = new Map()
  merge(alone, node)
  merge(alone, commonProtos)
  describe(alone)
  merge(tree, node)
}

function addSet(bytes: Buffer, into: Map<string, FileDescriptorProto>): void {
  const { file } = fromBinary(FileDescriptorSetSchema, bytes)
  if (file.length === 0) throw new Error('it holds no file (a FileDescriptorSet is expected)')
  for (const each of file) if (!into.has(each.name)) into.set(each.name, each)
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

function registryOf(
  tree: Tree,
  binaries: ReadonlyMap<string, FileDescriptorProto>,
  sources: readonly string[],
): Descriptors {
  const { files, rules, hosts, required } = describe(tree)
  const known = new Set([...binaries.values()].flatMap(namesIn))
  // A type that a set of files has is taken from there: those of the same package bring only what is new.
  const described = files.map((file) => without(file, known))
  const byName = new Map(
    [...WELL_KNOWN, ...binaries.values(), ...described].map((file) => [file.name, file]),
  )
  for (const file of described)
    for (const binary of binaries.values())
      if (binary.package === file.package) file.dependency.push(binary.name)
  const file = [...byName.values()]
  const registry = createFileRegistry(
    create(FileDescriptorSetSchema, { file: sorted(file, byName) }),
  )
  const annotations = { rules: new Map(rules), hosts: new Map(hosts), required }
  readExtensions(registry, annotations)
  return { registry, sources, ...annotations }
}

const namesIn = (file: FileDescriptorProto): string[] =>
  [...file.messageType, ...file.enumType, ...file.service].map(
    ({ name }) => `${file.package}.${name}`,
  )

function without(file: FileDescriptorProto, known: ReadonlySet<string>): FileDescriptorProto {
  const isNew = ({ name }: { name: string }) => !known.has(`${file.package}.${name}`)
  file.messageType = file.messageType.filter(isNew)
  file.enumType = file.enumType.filter(isNew)
  file.service = file.service.filter(isNew)
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
