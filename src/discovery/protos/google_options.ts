// The options of google.api in a FileDescriptorSet, which need not bring along the files that declare them. Numbers and names:
// google/api/field_behavior.proto, google/api/resource.proto, google/api/http.proto, google/longrunning/operations.proto.
import type { UnknownField } from '@bufbuild/protobuf'
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import type { Options } from './node.ts'

interface Extended {
  readonly $unknown?: readonly UnknownField[] | undefined
}

const FIELD_BEHAVIOR = 1052
const RESOURCE_REFERENCE = 1055
const HTTP = 72_295_728

const BEHAVIORS = [
  'FIELD_BEHAVIOR_UNSPECIFIED',
  'OPTIONAL',
  'REQUIRED',
  'OUTPUT_ONLY',
  'INPUT_ONLY',
  'IMMUTABLE',
  'UNORDERED_LIST',
  'NON_EMPTY_DEFAULT',
  'IDENTIFIER',
]

/** Messages whose fields are texts, by the number of their option. */
const MESSAGES: Readonly<Record<number, { readonly name: string; readonly fields: FieldNames }>> = {
  // `resource` of a message, `resource_definition` of a file.
  1053: {
    name: '(google.api.resource)',
    fields: { 1: 'type', 2: 'pattern', 3: 'nameField', 5: 'plural', 6: 'singular' },
  },
  [RESOURCE_REFERENCE]: {
    name: '(google.api.resource_reference)',
    fields: { 1: 'type', 2: 'childType' },
  },
  1049: {
    name: '(google.longrunning.operation_info)',
    fields: { 1: 'response_type', 2: 'metadata_type' },
  },
}

type FieldNames = Readonly<Record<number, string>>

/** Of a message, a field, an rpc or a file: each with the name it has in a proto file. */
export function googleOptionsOf(options: Extended | undefined): Options[] {
  return (options?.$unknown ?? []).flatMap(({ no, wireType, data }): Options[] => {
    const reader = new BinaryReader(data)
    const isDelimited = wireType === WireType.LengthDelimited
    if (no === FIELD_BEHAVIOR)
      return [{ '(google.api.field_behavior)': behaviorsIn(reader, isDelimited) }]
    if (no === HTTP && isDelimited)
      return [{ '(google.api.http)': ruleIn(new BinaryReader(reader.bytes())) }]
    const message = MESSAGES[no]
    if (message === undefined || !isDelimited) return []
    return [{ [message.name]: textsIn(new BinaryReader(reader.bytes()), message.fields) }]
  })
}

/** One, or several packed. */
function behaviorsIn(reader: BinaryReader, isPacked: boolean): string[] {
  if (isPacked) reader.uint32()
  const names: string[] = []
  while (reader.pos < reader.len) names.push(BEHAVIORS[reader.uint32()] ?? '')
  return names
}

/** Lists of them where one is there several times. */
function textsIn(reader: BinaryReader, fields: FieldNames): Record<string, string[]> {
  const texts: Record<string, string[]> = {}
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const name = fields[number]
    if (name === undefined) reader.skip(wireType, number)
    else (texts[name] ??= []).push(reader.string())
  }
  return texts
}

const VERBS: FieldNames = { 2: 'get', 3: 'put', 4: 'post', 5: 'delete', 6: 'patch' }
const ADDITIONAL_BINDINGS = 11

/** The paths of a google.api.HttpRule. */
function ruleIn(reader: BinaryReader): Options {
  const paths: Record<string, string> = {}
  const more: Options[] = []
  while (reader.pos < reader.len) {
    const [number, wireType] = reader.tag()
    const verb = VERBS[number]
    if (verb !== undefined) paths[verb] = reader.string()
    else if (number === ADDITIONAL_BINDINGS) more.push(ruleIn(new BinaryReader(reader.bytes())))
    else reader.skip(wireType, number)
  }
  return { ...paths, additional_bindings: more }
}
