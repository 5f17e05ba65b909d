// Writes the protos that all of Google's APIs share, in the form of protobufjs: npm run google-protos
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { JsonNode } from '../src/discovery/protos/node.ts'
import { protoFilesIn, readProtos } from '../src/discovery/protos/proto_sources.ts'

const require = createRequire(import.meta.url)

/** google-gax, the package by which all of Google's clients for Node call, is kept by Google and has them. */
const source = join(dirname(require.resolve('google-gax')), '../protos')

/** What APIs import; of google.api, what their messages and annotations are made of. */
const IMPORTED = [
  ...(
    'annotations client distribution field_behavior field_info http httpbody label launch_stage metric ' +
    'monitored_resource resource routing'
  )
    .split(' ')
    .map((name) => `api/${name}.proto`),
  'cloud/location',
  'iam/v1/iam_policy.proto',
  'iam/v1/options.proto',
  'iam/v1/policy.proto',
  'longrunning',
  'rpc/code.proto',
  'rpc/error_details.proto',
  'rpc/status.proto',
  'type',
]

export const path = join(import.meta.dirname, '../src/grpc/descriptors/google_protos.json')

/** google.protobuf is left out: it comes with the library. */
export function googleProtos(): string {
  const files = IMPORTED.flatMap((name) => protoFilesIn(join(source, 'google', name)))
  const { nested } = readProtos(files, [source])
  const { protobuf: _, ...google } = nested!['google']!.nested!
  const text = JSON.stringify(withoutHints({ nested: { google: { nested: google } } }), null, 1)
  // A line for each field: users carry the file.
  return `${text.replaceAll(/\n {9,}/g, '')}\n`
}

/** Names of packages in other languages, and what the options of a field are beside its type, are of no use to a call. */
function withoutHints({
  nested,
  fields,
  options: _o,
  parsedOptions: _p,
  ...rest
}: JsonNode): object {
  return {
    ...rest,
    ...(fields && {
      fields: mapped(fields, ({ rule, keyType, type, id, options }) => ({
        rule,
        keyType,
        type,
        id,
        options: options?.['proto3_optional'] === true ? { proto3_optional: true } : undefined,
      })),
    }),
    ...(nested && { nested: mapped(nested, withoutHints) }),
  }
}

const mapped = <T, R>(nodes: Readonly<Record<string, T>>, change: (node: T) => R) =>
  Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, change(node)]))

if (import.meta.main) await writeFile(path, googleProtos())
