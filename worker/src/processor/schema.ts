// Schemas of messages and results: JSON Schema by ajv, or anything with `parse` (zod and its kin).
import { createRequire } from 'node:module'
import type { Ajv, AnySchemaObject } from 'ajv'

/** `parse` returns the value as the processor sees it, or throws an Error that says what is wrong. */
export interface Parser<T> {
  parse(value: unknown): T
}

/** A JSON Schema is a plain object, e.g. `{ type: 'object', required: ['name'] }`. */
export type Schema<T> = Parser<T> | AnySchemaObject

/** Loaded with the first JSON Schema: many workers have none. */
let ajv: Ajv | undefined

function openAjv(): Ajv {
  const loaded = createRequire(import.meta.url)('ajv') as { readonly Ajv: typeof Ajv }
  return new loaded.Ajv({ allErrors: true, strict: false, allowUnionTypes: true })
}

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
  const own = (ajv ??= openAjv())
  const validate = own.compile(schema)
  return {
    parse(value) {
      if (validate(value)) return value
      throw new Error(own.errorsText(validate.errors, { dataVar: 'message' }))
    },
  }
}
