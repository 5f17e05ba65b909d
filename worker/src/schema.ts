// Schemas of messages and results: JSON Schema by ajv, or anything with `parse` (zod and its kin).
import { Ajv, type AnySchemaObject } from 'ajv'

/** `parse` returns the value as the processor sees it, or throws an Error that says what is wrong. */
export interface Parser<T> {
  parse(value: unknown): T
}

/** A JSON Schema is a plain object, e.g. `{ type: 'object', required: ['name'] }`. */
export type Schema<T> = Parser<T> | AnySchemaObject

const ajv = new Ajv({ allErrors: true, strict: false, allowUnionTypes: true })
const parsers = new WeakMap<object, Parser<unknown>>()

/** The parser of a schema; made once for each. Throws for a JSON Schema that is none. */
export function parserOf<T>(schema: Schema<T>): Parser<T> {
  if (isParser(schema)) return schema
  const known = parsers.get(schema) ?? compiled(schema)
  parsers.set(schema, known)
  return known as Parser<T>
}

const isParser = <T>(schema: Schema<T>): schema is Parser<T> =>
  typeof (schema as Partial<Parser<T>>).parse === 'function'

function compiled(schema: AnySchemaObject): Parser<unknown> {
  const validate = ajv.compile(schema)
  return {
    parse(value) {
      if (validate(value)) return value
      throw new Error(ajv.errorsText(validate.errors, { dataVar: 'message' }))
    },
  }
}
