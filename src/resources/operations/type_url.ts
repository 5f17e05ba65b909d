// How an Any names the type of a schema: as the protos beside the document do. Documents have no package names.
import type { Context } from '../context.ts'

// `GoogleCloudRunV2Service` is google.cloud.run.v2.Service; `GoogleFirestoreAdminV1Database` a type of its package.
const LONG_NAME = /^Google[A-Z]\w*?V\d+(?:(?:alpha|beta|p)\d*)*([A-Z]\w*)$/

export function typeUrl(
  schema: string,
  { model, traits, method }: Pick<Context, 'model' | 'traits' | 'method'>,
): string {
  const { name, version } = model.document
  const short = traits.keepsTypeNames ? schema : (LONG_NAME.exec(schema)?.[1] ?? schema)
  const packages = traits.package ?? {}
  const type = method.collection.type ?? ''
  const own = Object.entries(packages).find(([part]) => part !== '*' && type.includes(part))?.[1]
  const known = model.schema(schema)?.typeName
  // A table that names the resource comes first: `OperationMetadata` is a message of both packages of Redis.
  if (own === undefined && known !== undefined) return `type.googleapis.com/${known}`
  const said = own ?? packages['*'] ?? `google.cloud.${name}.{version}`
  return `type.googleapis.com/${said.replaceAll('{version}', version)}.${short}`
}

/** As protos name the type of a schema: of one that they do not have, as a table of ours or the document guesses. */
export const fullNameOf = (schema: string, context: Parameters<typeof typeUrl>[1]): string =>
  context.model.schema(schema)?.typeName ??
  typeUrl(schema, context).slice('type.googleapis.com/'.length)
