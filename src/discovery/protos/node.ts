// Protos as the JSON form of protobufjs has them, in which all forms of descriptors are read for what they add to documents.

export interface ProtoNode extends WithOptions {
  readonly nested?: Readonly<Record<string, ProtoNode>>
  readonly fields?: Readonly<Record<string, ProtoField>>
  readonly oneofs?: Readonly<Record<string, { readonly oneof: readonly string[] }>>
  readonly values?: Readonly<Record<string, number>>
  readonly methods?: Readonly<Record<string, ProtoMethod>>
}

export interface ProtoField extends WithOptions {
  readonly type: string
}

export type ProtoMethod = WithOptions

/** By the name of an option, or of a part of it: `(google.api.resource).type`. Of what is set several times, the last. */
export type Options = Readonly<Record<string, unknown>>

/** Whole options, each time they are set. Not in the JSON of npm clients, but for methods. */
type ParsedOptions = readonly Options[]

/** With all that calls need, as npm clients ship it: a namespace, message, enum, service or extension. */
export interface JsonNode extends ProtoNode {
  readonly nested?: Readonly<Record<string, JsonNode>>
  readonly fields?: Readonly<Record<string, JsonField>>
  readonly methods?: Readonly<Record<string, JsonMethod>>
  /** The message that an extension extends. */
  readonly extend?: string
}

export interface JsonField extends ProtoField {
  readonly id: number
  readonly rule?: string
  readonly keyType?: string
}

export interface JsonMethod extends ProtoMethod {
  readonly requestType: string
  readonly responseType: string
  readonly requestStream?: boolean
  readonly responseStream?: boolean
}

interface WithOptions {
  readonly options?: Options
  readonly parsedOptions?: ParsedOptions
}

interface Found {
  /** An object, where the option is a message. */
  readonly values: readonly unknown[]
  /** Whether these are all: the JSON of npm clients has the last value of each part. */
  readonly isWhole: boolean
}

/** The values of an option, `google.api.resource`. */
export function optionOf({ options = {}, parsedOptions }: WithOptions, name: string): Found {
  const key = `(${name})`
  const whole = [parsedOptions ?? []]
    .flat()
    .flatMap((each) => (key in each ? [each[key]].flat() : []))
  if (whole.length > 0) return { values: whole, isWhole: true }
  if (key in options) return { values: [options[key]].flat(), isWhole: false }
  const parts = Object.entries(options).filter(([part]) => part.startsWith(`${key}.`))
  if (parts.length === 0) return { values: [], isWhole: true }
  const value = parts.map(([part, each]) => [part.slice(key.length + 1), each] as const)
  return { values: [Object.fromEntries(value)], isWhole: false }
}

/** Of a document, while protos add to it. */
export type Writable<T> = { -readonly [Key in keyof T]: T[Key] }
