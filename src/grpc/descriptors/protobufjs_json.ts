// The JSON form of protobufjs, which Google's npm clients ship as build/protos/protos.json, as file descriptors.
import { create } from '@bufbuild/protobuf'
import {
  DescriptorProtoSchema,
  EnumDescriptorProtoSchema,
  FieldDescriptorProto_Label as Label,
  FieldDescriptorProto_Type as Type,
  FieldDescriptorProtoSchema,
  FileDescriptorProtoSchema,
  ServiceDescriptorProtoSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import type { JsonField, JsonMethod, JsonNode } from '../../discovery/protos/node.ts'
import { rulesOf, type HttpRule } from '../../discovery/protos/annotations.ts'

/** Adds what `from` holds to `into`; of two of one name the first stays: files of several clients share packages. */
export function merge(into: Tree, from: JsonNode): void {
  for (const [name, node] of Object.entries(from.nested ?? {})) {
    const known = into.get(name)
    if (isNamespace(node) && (known === undefined || known instanceof Map)) {
      const space = known ?? new Map<string, JsonNode | Tree>()
      into.set(name, space)
      merge(space, node)
    } else if (known === undefined) into.set(name, node)
  }
}

/** Namespaces by name, and in them what is declared. */
export type Tree = Map<string, JsonNode | Tree>

const isNamespace = ({ fields, values, methods, extend }: JsonNode): boolean =>
  fields === undefined && values === undefined && methods === undefined && extend === undefined

export interface Described {
  /** One for each package. */
  readonly files: FileDescriptorProto[]
  readonly rules: Map<string, readonly HttpRule[]>
  readonly hosts: Map<string, string>
}

/** google.protobuf is left out: it comes with the library. */
export function describe(tree: Tree): Described {
  const packages = packagesOf(tree, '')
  const kinds = new Map<string, 'message' | 'enum'>()
  for (const [name, nodes] of packages) collect(nodes, name, kinds)
  const found = { rules: new Map(), hosts: new Map() }
  const files = packages
    .filter(([name]) => name !== 'google.protobuf')
    .map(([name, nodes]) => new PackageDescriber(name, kinds, found).file(nodes))
  return { files, ...found }
}

type Nodes = Readonly<Record<string, JsonNode>>

function packagesOf(tree: Tree, name: string): [string, Nodes][] {
  const own: Record<string, JsonNode> = {}
  const inner: [string, Nodes][] = []
  for (const [key, node] of tree) {
    if (node instanceof Map) inner.push(...packagesOf(node, name === '' ? key : `${name}.${key}`))
    else own[key] = node
  }
  return Object.keys(own).length === 0 ? inner : [[name, own], ...inner]
}

function collect(nodes: Nodes, scope: string, kinds: Map<string, 'message' | 'enum'>): void {
  for (const [key, node] of Object.entries(nodes)) {
    const name = `${scope}.${key}`
    if (node.values) kinds.set(name, 'enum')
    else if (node.fields) kinds.set(name, 'message')
    collect(node.nested ?? {}, name, kinds)
  }
}

const SCALARS: Readonly<Record<string, Type>> = {
  double: Type.DOUBLE,
  float: Type.FLOAT,
  int64: Type.INT64,
  uint64: Type.UINT64,
  int32: Type.INT32,
  fixed64: Type.FIXED64,
  fixed32: Type.FIXED32,
  bool: Type.BOOL,
  string: Type.STRING,
  bytes: Type.BYTES,
  uint32: Type.UINT32,
  sfixed32: Type.SFIXED32,
  sfixed64: Type.SFIXED64,
  sint32: Type.SINT32,
  sint64: Type.SINT64,
}

class PackageDescriber {
  readonly #name: string
  readonly #kinds: ReadonlyMap<string, 'message' | 'enum'>
  readonly #found: Omit<Described, 'files'>
  readonly #imports = new Set<string>()

  constructor(
    name: string,
    kinds: ReadonlyMap<string, 'message' | 'enum'>,
    found: Omit<Described, 'files'>,
  ) {
    this.#name = name
    this.#kinds = kinds
    this.#found = found
  }

  file(nodes: Nodes): FileDescriptorProto {
    const messageType: DescriptorProto[] = []
    const enumType: EnumDescriptorProto[] = []
    const service: ServiceDescriptorProto[] = []
    const extension: FieldDescriptorProto[] = []
    for (const [name, node] of Object.entries(nodes)) {
      if (node.values) enumType.push(enumOf(name, node.values))
      else if (node.fields) messageType.push(this.#message(name, node, this.#name))
      else if (node.methods) service.push(this.#service(name, node.methods, node.options ?? {}))
      else if (isExtension(node)) extension.push(this.#extension(name, node))
    }
    return create(FileDescriptorProtoSchema, {
      name: fileOf(this.#name),
      package: this.#name,
      syntax: 'proto3',
      messageType,
      enumType,
      service,
      extension,
      dependency: [...this.#imports],
    })
  }

  #extension(name: string, node: JsonNode & JsonField & { readonly extend: string }) {
    const field = this.#field(name, node, this.#name)
    field.extendee = `.${this.#resolve(node.extend, this.#name)}`
    return field
  }

  #message(name: string, node: JsonNode, scope: string): DescriptorProto {
    const own = `${scope}.${name}`
    const fields = Object.entries(node.fields ?? {})
    // The oneof of a proto3 `optional` field comes after the others.
    const oneofs = Object.entries(node.oneofs ?? {})
      .map(([key, { oneof }]) => ({ key, oneof, isSynthetic: isOptional(node.fields, oneof) }))
      .toSorted((a, b) => Number(a.isSynthetic) - Number(b.isSynthetic))
    const nestedType: DescriptorProto[] = []
    const enumType: EnumDescriptorProto[] = []
    for (const [key, inner] of Object.entries(node.nested ?? {})) {
      if (inner.values) enumType.push(enumOf(key, inner.values))
      else if (inner.fields) nestedType.push(this.#message(key, inner, own))
    }
    const field = fields.map(([key, each]) => {
      const described = this.#field(key, each, own)
      const index = oneofs.findIndex(({ oneof }) => oneof.includes(key))
      if (index >= 0) described.oneofIndex = index
      if (oneofs[index]?.isSynthetic) described.proto3Optional = true
      if (each.keyType !== undefined) nestedType.push(this.#mapEntry(key, each, own))
      return described
    })
    const oneofDecl = oneofs.map(({ key }) => ({ name: key }))
    return create(DescriptorProtoSchema, { name, field, oneofDecl, nestedType, enumType })
  }

  #field(name: string, { type, id, rule, keyType }: JsonField, scope: string) {
    const isList = rule === 'repeated' || keyType !== undefined
    const field = create(FieldDescriptorProtoSchema, {
      name: protoNameOf(name),
      jsonName: jsonNameOf(name),
      number: id,
      label: isList ? Label.REPEATED : Label.OPTIONAL,
    })
    if (keyType === undefined) this.#type(field, type, scope)
    else {
      field.type = Type.MESSAGE
      field.typeName = `.${scope}.${entryNameOf(name)}`
    }
    return field
  }

  #mapEntry(name: string, { keyType, type }: JsonField, scope: string): DescriptorProto {
    const key = create(FieldDescriptorProtoSchema, {
      name: 'key',
      number: 1,
      label: Label.OPTIONAL,
    })
    key.type = SCALARS[keyType!]!
    const value = create(FieldDescriptorProtoSchema, {
      name: 'value',
      number: 2,
      label: Label.OPTIONAL,
    })
    this.#type(value, type, scope)
    return create(DescriptorProtoSchema, {
      name: entryNameOf(name),
      field: [key, value],
      options: { mapEntry: true },
    })
  }

  #type(field: FieldDescriptorProto, type: string, scope: string): void {
    const scalar = SCALARS[type]
    if (scalar !== undefined) {
      field.type = scalar
      return
    }
    const name = this.#resolve(type, scope)
    field.typeName = `.${name}`
    field.type = this.#kinds.get(name) === 'enum' ? Type.ENUM : Type.MESSAGE
  }

  /** A type's name is looked for from the innermost scope outwards, as protoc does. */
  #resolve(type: string, scope: string): string {
    const bare = type.replace(/^\./, '')
    for (let space = scope; ; space = space.slice(0, Math.max(space.lastIndexOf('.'), 0))) {
      const name = space === '' ? bare : `${space}.${bare}`
      if (this.#kinds.has(name) || name.startsWith('google.protobuf.')) {
        this.#import(name)
        return name
      }
      if (space === '') throw new Error(`${scope}: there is no type ${type}`)
    }
  }

  #import(name: string): void {
    const file = WELL_KNOWN_FILES[name] ?? this.#packageFileOf(name)
    if (file !== fileOf(this.#name)) this.#imports.add(file)
  }

  #packageFileOf(name: string): string {
    if (name.startsWith('google.protobuf.')) return 'google/protobuf/descriptor.proto'
    // Types in types have no package of their own.
    let space = name.slice(0, name.lastIndexOf('.'))
    while (this.#kinds.has(space)) space = space.slice(0, space.lastIndexOf('.'))
    return fileOf(space)
  }

  #service(
    name: string,
    methods: Readonly<Record<string, JsonMethod>>,
    options: Readonly<Record<string, unknown>>,
  ): ServiceDescriptorProto {
    const own = `${this.#name}.${name}`
    const host = options['(google.api.default_host)']
    if (typeof host === 'string') this.#found.hosts.set(own, host)
    const method = Object.entries(methods).map(([key, each]) => {
      const rules = rulesOf(httpOptionOf(each))
      if (rules.length > 0) this.#found.rules.set(`${own}.${key}`, rules)
      return {
        name: key,
        inputType: `.${this.#resolve(each.requestType, own)}`,
        outputType: `.${this.#resolve(each.responseType, own)}`,
        clientStreaming: each.requestStream === true,
        serverStreaming: each.responseStream === true,
      }
    })
    return create(ServiceDescriptorProtoSchema, { name, method })
  }
}

const isExtension = (node: JsonNode): node is JsonNode & JsonField & { readonly extend: string } =>
  node.extend !== undefined

const HTTP = '(google.api.http)'

/** Whole in `parsedOptions`; older files have it in pieces, `(google.api.http).get`. */
function httpOptionOf({ options = {}, parsedOptions }: JsonMethod): Record<string, unknown> {
  const whole = [parsedOptions ?? []].flat().find((option) => HTTP in option)
  if (whole !== undefined) return whole[HTTP] as Record<string, unknown>
  const pieces: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(options)) {
    if (!key.startsWith(`${HTTP}.`)) continue
    const [first, second] = key.slice(HTTP.length + 1).split('.')
    if (second === undefined) pieces[first!] = value
    else pieces[first!] = { ...(pieces[first!] as object | undefined), [second]: value }
  }
  return pieces
}

const isOptional = (fields: JsonNode['fields'], oneof: readonly string[]): boolean =>
  oneof.length === 1 && fields?.[oneof[0]!]?.options?.['proto3_optional'] === true

const fileOf = (packageName: string): string => `${packageName.replaceAll('.', '/')}.proto`

/** protobufjs turns `a_b` into `aB`, but leaves `_` before digits. */
const protoNameOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const jsonNameOf = (name: string): string =>
  name.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase())

const entryNameOf = (name: string): string => {
  const camel = jsonNameOf(name)
  return `${camel.charAt(0).toUpperCase()}${camel.slice(1)}Entry`
}

const enumOf = (name: string, values: Readonly<Record<string, number>>): EnumDescriptorProto =>
  create(EnumDescriptorProtoSchema, {
    name,
    // Two names of one number (allow_alias) are allowed; the first of an open enum must be 0.
    value: Object.entries(values)
      .map(([key, number]) => ({ name: key, number }))
      .toSorted((a, b) => Number(b.number === 0) - Number(a.number === 0)),
    options: { allowAlias: new Set(Object.values(values)).size < Object.keys(values).length },
  })

const WELL_KNOWN_FILES: Readonly<Record<string, string>> = Object.fromEntries(
  (
    [
      ['any', 'Any'],
      ['duration', 'Duration'],
      ['empty', 'Empty'],
      ['field_mask', 'FieldMask'],
      ['struct', 'Struct Value ListValue NullValue'],
      ['timestamp', 'Timestamp'],
      [
        'wrappers',
        'DoubleValue FloatValue Int64Value UInt64Value Int32Value UInt32Value BoolValue StringValue BytesValue',
      ],
    ] as const
  ).flatMap(([file, names]) =>
    names
      .split(' ')
      .map((name) => [`google.protobuf.${name}`, `google/protobuf/${file}.proto`] as const),
  ),
)
