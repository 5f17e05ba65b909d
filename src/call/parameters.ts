// Path and query strings as typed parameters, or the faults in them.
import type { RestMethod, Schema } from '../discovery/document.ts'
import { snakeCase } from '../discovery/schema/message.ts'
import { compilePattern } from '../discovery/schema/pattern.ts'
import { scalarOf } from '../discovery/schema/scalar.ts'
import { fieldTypeOf } from '../api/type_urls.ts'
import type { BoundMethod, Service } from '../api/service.ts'
import { MOST_FAULTS, shortened, type Fault } from './issues.ts'
import { isSystemParameter } from '../discovery/system_parameter_names.ts'
import { queryFieldOf, wholeMessageOf } from './body_wildcard.ts'

export interface Decoded {
  readonly params: Readonly<Record<string, unknown>>
  /** Fields of the request message that the query sets. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly faults: readonly Fault[]
}

export interface ParameterDecoder {
  /** `values`: raw values of the path's variables, in the template's order. */
  decode(values: readonly string[], query: URLSearchParams): Decoded
}

interface Parameter {
  readonly name: string
  readonly schema: Schema
  /** The value, or the fault. */
  readonly read: (text: string) => { readonly value: unknown } | { readonly fault: Fault }
}

export function parameterDecoder(bound: BoundMethod): ParameterDecoder {
  const { method, service, template } = bound
  const message = wholeMessageOf(bound)
  const own = Object.entries(method.parameters ?? {}).map(([name, schema]) =>
    parameterOf(name, schema, service),
  )
  const byName = new Map(own.map((parameter) => [parameter.name, parameter]))
  const queryParameters = own.filter(({ schema }) => schema.location !== 'path')
  // v2 services know a parameter by its proto name as well.
  const protoNames = new Map(
    service.style === 'v2'
      ? queryParameters.map(({ name }) => [name, snakeCase(name)] as const)
      : [],
  )
  const known = new Set([...queryParameters.map(({ name }) => name), ...protoNames.values()])
  const isKnown = (name: string) =>
    known.has(name) ||
    isSystemParameter(name) ||
    Object.hasOwn(service.document.parameters ?? {}, name)
  return {
    decode(values, query) {
      const params: Record<string, unknown> = {}
      const fields: Record<string, unknown> = {}
      const faults: Fault[] = []
      const take = (
        { name, schema, read }: Parameter,
        texts: readonly string[],
        into: Record<string, unknown> = params,
      ) => {
        const taken: unknown[] = []
        for (const text of schema.repeated ? texts : texts.slice(0, 1)) {
          const result = read(text)
          if ('value' in result) taken.push(result.value)
          else if (faults.push(result.fault) >= MOST_FAULTS) break
        }
        into[name] = schema.repeated ? taken : taken[0]
      }
      for (const [i, variable] of template.variables.entries())
        take(byName.get(variable.name)!, [percentDecoded(values[i]!, variable.reserved)])
      for (const parameter of queryParameters) {
        const texts = valuesOf(query, parameter.name, protoNames.get(parameter.name))
        if (texts.length > 0) take(parameter, texts)
        else if (parameter.schema.required)
          faults.push({ kind: 'missing parameter', name: parameter.name })
        else applyDefault(params, parameter)
      }
      if (service.style === 'v2')
        for (const name of new Set(query.keys())) {
          if (isKnown(name) || faults.length >= MOST_FAULTS) continue
          const field = queryFieldOf(name, message)
          if (field !== undefined)
            take(parameterOf(field.name, field.schema, service), query.getAll(name), fields)
          else if (!service.ignoresUnknown)
            faults.push(unknownParameter(name, method, service.document.schemas))
        }
      return { params, fields, faults: faults.slice(0, MOST_FAULTS) }
    },
  }
}

function valuesOf(query: URLSearchParams, name: string, protoName: string | undefined): string[] {
  const values = query.getAll(name)
  return values.length > 0 || protoName === undefined ? values : query.getAll(protoName)
}

function parameterOf(name: string, schema: Schema, service: Service): Parameter {
  const scalar = scalarOf(schema)
  // v1 services are no readers of protobuf's JSON: they take words as the document has them.
  const isStrict = service.style === 'v1'
  const pattern = schema.pattern === undefined ? undefined : compilePattern(schema.pattern)
  const isInRange = rangeOf(schema)
  const refused = (message: string) => ({
    fault: { kind: 'refused parameter', name, message } as const,
  })
  return {
    name,
    schema,
    read(text) {
      const value = isStrict && !isWord(schema, text) ? undefined : scalar.fromText(text)
      const shown = shortened(text)
      if (value === undefined)
        return {
          fault: {
            kind: 'bad parameter',
            name,
            value: shown,
            typeName: schema.enum ? fieldTypeOf(name, service) : scalar.typeName,
            message: schema.enum
              ? `Invalid string value: '${shown}'. Allowed values: [${schema.enum.join(', ')}]`
              : `Invalid ${scalar.words} value: '${shown}'.`,
          },
        }
      if (!isInRange(value as number | string))
        return refused(
          `Invalid value '${shown}'. Values must be within the range: [${schema.minimum ?? '-Infinity'}, ${schema.maximum ?? 'Infinity'}]`,
        )
      if (pattern?.matches(text) === false)
        return refused(
          `Invalid value '${shown}'. Values must match the following regular expression: '${schema.pattern}'`,
        )
      return { value }
    },
  }
}

/** Whether a text is one of the words of an enum or a boolean; so is any text for another type. */
const isWord = ({ type, enum: names }: Schema, text: string): boolean =>
  names?.includes(text) ?? (type !== 'boolean' || /^(true|false)$/i.test(text))

/** Bounds are decimal strings, and may be beyond what a double can tell apart. */
function rangeOf({ type, format, minimum, maximum }: Schema): (value: number | string) => boolean {
  if (minimum === undefined && maximum === undefined) return () => true
  const is64 = format === 'int64' || format === 'uint64'
  if (!is64 && type !== 'integer' && type !== 'number') return () => true
  const numeric = is64 ? integerOf : Number
  const least = numeric(minimum ?? '-Infinity')
  const most = numeric(maximum ?? 'Infinity')
  return (value) => numeric(value) >= least && numeric(value) <= most
}

const integerOf = (text: number | string): bigint | number =>
  /^[+-]?\d+$/.test(`${text}`) ? BigInt(`${text}`.replace('+', '')) : Number(text)

/** Documents write every default as a string, whatever the type. */
function applyDefault(params: Record<string, unknown>, { name, schema, read }: Parameter): void {
  if (schema.default === undefined) return
  const result = read(schema.default)
  const value = 'value' in result ? result.value : schema.default
  params[name] = schema.repeated ? [value] : value
}

/** In a value that may span segments, an encoded slash stays encoded, so that it cannot be taken for a separator. */
export function percentDecoded(raw: string, reserved: boolean): string {
  const text = reserved ? raw.replaceAll(/%2f/gi, (slash) => `%25${slash.slice(1)}`) : raw
  try {
    return decodeURIComponent(text)
  } catch {
    return raw // not UTF-8, or a lone %: kept as it came
  }
}

function unknownParameter(
  name: string,
  method: RestMethod,
  schemas: Readonly<Record<string, Schema>> = {},
): Fault {
  const request = method.request?.$ref === undefined ? method.request : schemas[method.request.$ref]
  const field = Object.hasOwn(request?.properties ?? {}, name)
    ? request!.properties![name]
    : undefined
  const isMessage = field !== undefined && (field.$ref !== undefined || field.type === 'object')
  const kind = isMessage ? 'message parameter' : 'unknown parameter'
  return { kind, name: shortened(name) }
}
