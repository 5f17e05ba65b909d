// Path and query strings as typed parameters, or the issues in them.
import type { RestMethod, Schema } from '../discovery/document.ts'
import { snakeCase } from '../discovery/schema/message.ts'
import { compilePattern } from '../discovery/schema/pattern.ts'
import { scalarOf } from '../discovery/schema/scalar.ts'
import { fieldTypeOf } from '../api/type_urls.ts'
import type { BoundMethod, Service } from '../api/service.ts'
import type { QueryTexts } from './call.ts'
import { MOST_ISSUES, shortened, type Issue } from './issues.ts'
import { isSystemParameter } from '../discovery/system_parameter_names.ts'
import { queryFieldOf, wholeMessageOf } from './body_wildcard.ts'

export interface Decoded {
  readonly params: Readonly<Record<string, unknown>>
  /** Fields of the request message that the query sets; undefined: none. */
  readonly fields: Readonly<Record<string, unknown>> | undefined
  readonly issues: readonly Issue[]
}

export interface ParameterDecoder {
  /** `values`: of the path's variables, in the template's order. */
  decode(values: readonly string[], query: QueryTexts): Decoded
}

interface Parameter {
  readonly name: string
  readonly schema: Schema
  /** The value, or the issue. */
  readonly read: (text: string) => { readonly value: unknown } | { readonly issue: Issue }
}

export function parameterDecoder(bound: BoundMethod): ParameterDecoder {
  const { method, service, template } = bound
  const own = Object.entries(method.parameters ?? {}).map(([name, schema]) =>
    parameterOf(name, schema, service),
  )
  const byName = new Map(own.map((parameter) => [parameter.name, parameter]))
  const inPath = template.variables.map(({ name }) => byName.get(name)!)
  const inQuery = own
    .filter(({ schema }) => schema.location !== 'path')
    .map((parameter) => ({
      ...parameter,
      // v2 services know a parameter by its proto name as well.
      protoName: service.errorFormat === 'v2' ? snakeCase(parameter.name) : parameter.name,
      ...defaultOf(parameter),
    }))
  const readOthers =
    service.errorFormat === 'v2' ? otherTextsReader(bound, inQuery) : () => undefined
  return {
    decode(values, query) {
      const params: Record<string, unknown> = {}
      const issues: Issue[] = []
      for (const [i, parameter] of inPath.entries()) takeText(parameter, values[i]!, params, issues)
      for (const parameter of inQuery) {
        const { name, protoName, schema } = parameter
        const texts = query.size === 0 ? undefined : (query.get(name) ?? query.get(protoName))
        if (texts !== undefined) takeTexts(parameter, texts, params, issues)
        else if (schema.required) issues.push({ kind: 'missing parameter', name })
        else if ('default' in parameter) params[name] = copyOf(parameter.default)
      }
      const fields = query.size === 0 ? undefined : readOthers(query, issues)
      return {
        params,
        fields,
        issues: issues.length > MOST_ISSUES ? issues.slice(0, MOST_ISSUES) : issues,
      }
    },
  }
}

/** Reads what no parameter of the method is: a field of its message, or an issue. */
function otherTextsReader(
  bound: BoundMethod,
  known: readonly { readonly name: string; readonly protoName: string }[],
) {
  const { method, service } = bound
  const message = wholeMessageOf(bound)
  const names = new Set(known.flatMap(({ name, protoName }) => [name, protoName]))
  const isKnown = (name: string) =>
    names.has(name) ||
    isSystemParameter(name) ||
    Object.hasOwn(service.document.parameters ?? {}, name)
  return (query: QueryTexts, issues: Issue[]): Record<string, unknown> | undefined => {
    let fields: Record<string, unknown> | undefined
    for (const [name, texts] of query) {
      if (issues.length >= MOST_ISSUES) break
      if (isKnown(name)) continue
      const field = queryFieldOf(name, message)
      if (field !== undefined)
        takeTexts(parameterOf(field.name, field.schema, service), texts, (fields ??= {}), issues)
      else if (!service.ignoresUnknown)
        issues.push(unknownParameter(name, method, service.document.schemas))
    }
    return fields
  }
}

function takeText(
  { name, schema, read }: Parameter,
  text: string,
  into: Record<string, unknown>,
  issues: Issue[],
): void {
  const result = read(text)
  if ('issue' in result) issues.push(result.issue)
  else into[name] = schema.repeated ? [result.value] : result.value
}

/** Of a parameter that is given more than once but is not repeated, the first value counts. */
function takeTexts(
  parameter: Parameter,
  texts: readonly string[],
  into: Record<string, unknown>,
  issues: Issue[],
): void {
  if (!parameter.schema.repeated) return takeText(parameter, texts[0]!, into, issues)
  const taken: unknown[] = []
  for (const text of texts) {
    const result = parameter.read(text)
    if ('value' in result) taken.push(result.value)
    else if (issues.push(result.issue) >= MOST_ISSUES) break
  }
  into[parameter.name] = taken
}

function parameterOf(name: string, schema: Schema, service: Service): Parameter {
  const scalar = scalarOf(schema)
  // v1 services are no readers of protobuf's JSON: they take words, and no numbers for them.
  const isStrict = service.errorFormat === 'v1'
  const pattern = schema.pattern === undefined ? undefined : compilePattern(schema.pattern)
  const isInRange = rangeOf(schema)
  const refused = (message: string) => ({
    issue: { kind: 'refused parameter', name, message } as const,
  })
  return {
    name,
    schema,
    read(text) {
      const value = isStrict && !isWord(schema, text) ? undefined : scalar.fromText(text)
      const shown = shortened(text)
      if (value === undefined)
        return {
          issue: {
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

/** Whether a text is one of the words of an enum or a boolean, in any case; so is any text for another type. */
function isWord({ type, enum: names }: Schema, text: string): boolean {
  if (names === undefined) return type !== 'boolean' || /^(true|false)$/i.test(text)
  return names.some((name) => name.toUpperCase() === text.toUpperCase())
}

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
function defaultOf({ schema, read }: Parameter): { readonly default?: unknown } {
  if (schema.default === undefined) return {}
  const result = read(schema.default)
  const value = 'value' in result ? result.value : schema.default
  return { default: schema.repeated ? [value] : value }
}

/** A handler may change what it is given. */
const copyOf = (value: unknown): unknown => (Array.isArray(value) ? [...value] : value)

function unknownParameter(
  name: string,
  method: RestMethod,
  schemas: Readonly<Record<string, Schema>> = {},
): Issue {
  const request = method.request?.$ref === undefined ? method.request : schemas[method.request.$ref]
  const field = Object.hasOwn(request?.properties ?? {}, name)
    ? request!.properties![name]
    : undefined
  const isMessage = field !== undefined && (field.$ref !== undefined || field.type === 'object')
  const kind = isMessage ? 'message parameter' : 'unknown parameter'
  return { kind, name: shortened(name) }
}
