// An answer with its enums as numbers, which clients ask for by `$alt=json;enum-encoding=int`.
import type { Schema } from '../document.ts'
import { isNullValue } from './scalar.ts'

/**
 * A number is that of the protos beside the document; without them it is the place of a name in the document's list. A name
 * that is not in the list stays.
 */
/** The schema that a google.protobuf.Any names. */
function typeOfAny(value: object, schemas: Readonly<Record<string, Schema>>): Schema | undefined {
  const url = (value as { readonly '@type'?: unknown })['@type']
  if (typeof url !== 'string') return undefined
  const name = url.slice(url.lastIndexOf('.') + 1)
  if (Object.hasOwn(schemas, name)) return schemas[name]
  // `GoogleCloudRunV2Service` is called google.cloud.run.v2.Service.
  const long = Object.keys(schemas).filter((one) =>
    new RegExp(`V\\d\\w*${RegExp.escape(name)}$`).test(one),
  )
  return long.length === 1 ? schemas[long[0]!] : undefined
}

export function withEnumNumbers(
  value: unknown,
  given: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
): unknown {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (schema === undefined) return value
  if (Array.isArray(value)) return value.map((item) => withEnumNumbers(item, schema.items, schemas))
  if (typeof value === 'object' && value !== null) {
    const { properties = {}, additionalProperties } = typeOfAny(value, schemas) ?? schema
    const fields = Object.entries(value).map(([key, field]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
      return [key, withEnumNumbers(field, property, schemas)]
    })
    return Object.fromEntries(fields) as unknown // a key may be __proto__
  }
  if (typeof value !== 'string' || schema.enum === undefined || isNullValue(schema.enum))
    return value
  const place = schema.enum.indexOf(value)
  return place === -1 ? value : (schema.enumNumbers?.[place] ?? place)
}
