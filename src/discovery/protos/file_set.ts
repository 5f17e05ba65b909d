// A FileDescriptorSet in the JSON form of protobufjs, with the options that add to a document.
import { fromBinary, isFieldSet } from '@bufbuild/protobuf'
import {
  FieldDescriptorProtoSchema,
  FileDescriptorSetSchema,
  type DescriptorProto,
  type EnumDescriptorProto,
  type FieldDescriptorProto,
  type FileDescriptorProto,
  type ServiceDescriptorProto,
} from '@bufbuild/protobuf/wkt'
import { googleOptionsOf } from './google_options.ts'
import type { Options, ProtoField, ProtoNode } from './node.ts'

/** A namespace that is still filled. */
interface Space extends ProtoNode {
  readonly nested: Record<string, ProtoNode>
  readonly parsedOptions: Options[]
}

const newSpace = (): Space => ({ nested: {}, parsedOptions: [] })

/** Throws for what is no FileDescriptorSet. */
export function readFileSet(bytes: Uint8Array): ProtoNode {
  const root = newSpace()
  for (const file of fromBinary(FileDescriptorSetSchema, bytes).file) addFile(root, file)
  return root
}

function addFile(root: Space, file: FileDescriptorProto): void {
  let space = root
  for (const part of file.package.split('.').filter((each) => each !== ''))
    space = (space.nested[part] ??= newSpace()) as Space
  Object.assign(space.nested, nodesOf(file.messageType, file.enumType))
  for (const service of file.service) space.nested[service.name] = serviceOf(service)
  space.parsedOptions.push(...googleOptionsOf(file.options))
}

const nodesOf = (
  messages: readonly DescriptorProto[],
  enums: readonly EnumDescriptorProto[],
): Record<string, ProtoNode> => ({
  ...Object.fromEntries(messages.map((each) => [each.name, messageOf(each)])),
  ...Object.fromEntries(
    enums.map(({ name, value }) => [
      name,
      { values: Object.fromEntries(value.map((each) => [each.name, each.number])) },
    ]),
  ),
})

const serviceOf = ({ method }: ServiceDescriptorProto): ProtoNode => ({
  methods: Object.fromEntries(
    method.map(({ name, options }) => [name, { parsedOptions: googleOptionsOf(options) }]),
  ),
})

function messageOf(message: DescriptorProto): ProtoNode {
  const { field: fields, oneofDecl, nestedType, enumType, options } = message
  const oneofs = oneofDecl.map(({ name }, i) => {
    const members = fields.filter((each) => isFieldSet(each, oneofIndex) && each.oneofIndex === i)
    return [name, { oneof: members.map(jsonNameOf) }] as const
  })
  return {
    fields: Object.fromEntries(fields.map((each) => [jsonNameOf(each), fieldOf(each, message)])),
    oneofs: Object.fromEntries(oneofs),
    nested: nodesOf(nestedType, enumType),
    parsedOptions: googleOptionsOf(options),
  }
}

const { oneofIndex } = FieldDescriptorProtoSchema.field

/** Compilers need not say it. */
const jsonNameOf = ({ jsonName, name }: FieldDescriptorProto): string =>
  jsonName || name.replaceAll(/_(.)/g, (_, next: string) => next.toUpperCase())

/** A map is of the type of its values. */
function fieldOf(field: FieldDescriptorProto, { nestedType }: DescriptorProto): ProtoField {
  const entry = nestedType.find(
    ({ name, options }) => options?.mapEntry === true && field.typeName.endsWith(`.${name}`),
  )
  const type = (entry?.field[1] ?? field).typeName
  return { type, parsedOptions: googleOptionsOf(field.options) }
}
