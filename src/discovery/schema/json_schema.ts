// Discovery schemas as validators: JSON Schema for ajv, with the scalar types as a keyword of our own.
import type { Ajv } from 'ajv'
import { createRequire } from 'node:module'
import { checkOpens } from '../../disk_fault.ts'
import type { Schema } from '../document.ts'
import { compilePattern } from './pattern.ts'
import { scalarOf } from './scalar.ts'

/** What ajv finds wrong; described here, so that who reads our declarations needs none of ajv's. */
export interface ErrorObject {
  readonly keyword: string
  /** JSON pointer. */
  readonly instancePath: string
  readonly params: Readonly<Record<string, unknown>>
  readonly parentSchema?: Readonly<Record<string, unknown>>
  readonly data?: unknown
}

/** True if nothing is wrong with the value. */
export interface Validate {
  (value: unknown): boolean
  errors?: readonly ErrorObject[] | null
}

export interface Validators {
  /** Checks a value in canonical form, up to the first error; compiled on first use. `errors` are of its last call. */
  of(schema: Schema): Validate
  /**
   * Finds all errors. Not for values of a size that a stranger chose: ajv copies the errors so far with each new one.
   */
  thoroughOf(schema: Schema): Validate
}

/** Validators for the schemas of one document. Errors carry the Discovery schema as `parentSchema.discovery`. */
export function validatorsOf(schemas: Readonly<Record<string, Schema>>): Validators {
  return { of: compilerOf(schemas, false), thoroughOf: compilerOf(schemas, true) }
}

function compilerOf(schemas: Readonly<Record<string, Schema>>, allErrors: boolean) {
  const compiled = new Map<Schema, Validate>()
  let ajv: Ajv | undefined
  return (schema: Schema): Validate => {
    let validate = compiled.get(schema)
    if (validate === undefined) {
      ajv ??= ajvFor(schemas, allErrors)
      validate =
        schema.$ref === undefined
          ? ajv.compile(jsonSchemaOf(schema))
          : ajv.getSchema(referenceTo(schema.$ref))!
      compiled.set(schema, validate)
    }
    return validate
  }
}

const require = createRequire(import.meta.url)

/** Sixty modules, which a start does without. Throws 503 where they cannot be read now; the next call tries again. */
function loadAjv(): typeof import('ajv') {
  checkOpens('The message cannot be checked', import.meta.filename)
  return require('ajv') as typeof import('ajv')
}

function ajvFor(schemas: Readonly<Record<string, Schema>>, allErrors: boolean): Ajv {
  const { Ajv: Validator } = loadAjv()
  const ajv = new Validator({
    allErrors,
    verbose: true,
    strict: false,
    // We write the schemas ourselves; checking them costs ten times the compilation.
    meta: false,
    validateSchema: false,
    logger: false,
    // Compiling is what a first call waits for: a third of the time without these, and calls cost the same.
    inlineRefs: false,
    code: { optimize: false },
    // A property may be called constructor.
    ownProperties: true,
  })
  ajv.addKeyword({
    keyword: 'scalar',
    errors: false,
    compile: (schema: Schema) => {
      const scalar = scalarOf(schema)
      const pattern = schema.pattern === undefined ? undefined : compilePattern(schema.pattern)
      return (value: unknown) =>
        Object.is(scalar.fromJson(value), value) && (pattern?.matches(String(value)) ?? true)
    },
  })
  for (const [name, schema] of Object.entries(schemas))
    ajv.addSchema(jsonSchemaOf(schema), referenceTo(name))
  return ajv
}

const referenceTo = (name: string): string => `schema:${encodeURIComponent(name)}`

type JsonSchema = Record<string, unknown>

function jsonSchemaOf(schema: Schema): JsonSchema {
  if (schema.$ref !== undefined) return { $ref: referenceTo(schema.$ref) }
  switch (schema.type) {
    case undefined:
    case 'any':
      // Some documents leave the type of an object out.
      return schema.properties ? objectSchemaOf(schema) : {}
    case 'object':
      return objectSchemaOf(schema)
    case 'array':
      return { type: 'array', items: jsonSchemaOf(schema.items ?? {}), discovery: schema }
    default:
      return { scalar: schema, discovery: schema }
  }
}

function objectSchemaOf(schema: Schema): JsonSchema {
  return {
    type: 'object',
    ...(schema.properties && {
      properties: Object.fromEntries(
        Object.entries(schema.properties).map(([name, property]) => [name, jsonSchemaOf(property)]),
      ),
    }),
    // Among `properties` ajv passes over this name.
    ...(Object.hasOwn(schema.properties ?? {}, '__proto__') && {
      patternProperties: { '^__proto__$': jsonSchemaOf(schema.properties!['__proto__']!) },
    }),
    // A message without fields says so by an empty table; an object without a table may hold anything.
    additionalProperties: schema.additionalProperties
      ? jsonSchemaOf(schema.additionalProperties)
      : schema.properties === undefined,
    discovery: schema,
  }
}
