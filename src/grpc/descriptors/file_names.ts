// Which files beside documents hold descriptors.

/** The JSON of protobufjs, as npm clients ship it. */
const JSON_SUFFIX = '.protos.json'

/** A FileDescriptorSet. */
export const BINARY_SUFFIX = '.binpb'

export const isDescriptorFile = (name: string): boolean =>
  name.endsWith(JSON_SUFFIX) || name.endsWith(BINARY_SUFFIX)
