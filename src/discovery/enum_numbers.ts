// An answer with its enums as numbers, which clients ask for by `$alt=json;enum-encoding=int`.
import type { Schema } from './document.ts'
import { isNullValue } from './scalar.ts'

/**
 * A number is the place of a name in the document's list: the numbers of the proto file are in no document. A name that is
 * not in the list stays.
 */
export function withEnumNumbers(
  value: unknown,
  given: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
): unknown {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (schema === undefined) return value
  if (Array.isArray(value)) return value.map((item) => withEnumNumbers(item, schema.items, schemas))
  if (typeof value === 'object' && value !== null) {
    const { properties = {}, additionalProperties } = schema
    const fields = Object.entries(value).map(([key, field]) => {
      const property = Object.hasOwn(properties, key) ? properties[key] : additionalProperties
      return [key, withEnumNumbers(field, property, schemas)]
    })
    return Object.fromEntries(fields) as unknown // a key may be __proto__
  }
  if (typeof value !== 'string' || schema.enum === undefined || isNullValue(schema.enum))
    return value
  const place = schema.enum.indexOf(value)
  return place === -1 ? value : place
}
