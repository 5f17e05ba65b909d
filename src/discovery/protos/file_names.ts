// Which files beside documents hold descriptors.

/** The JSON of protobufjs, as npm clients ship it. */
const JSON_SUFFIX = '.protos.json'

/** A FileDescriptorSet. */
export const BINARY_SUFFIX = '.binpb'

/** A source, or a folder of them. */
export const isProtoSource = (name: string): boolean => /\.protos?$/.test(name)

export const isDescriptorFile = (name: string): boolean =>
  name.endsWith(JSON_SUFFIX) || name.endsWith(BINARY_SUFFIX) || isProtoSource(name)
