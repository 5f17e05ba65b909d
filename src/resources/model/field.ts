// What a document says of a field beside its type: mostly in the first words of its description.
import type { Schema } from '../../discovery/document.ts'

export interface FieldBehavior {
  /** The server sets it; what a client sends is passed over. */
  readonly outputOnly: boolean
  /** The client sets it, and it is in no answer. */
  readonly inputOnly: boolean
  readonly required: boolean
  readonly immutable: boolean
  /** The name of the resource. */
  readonly identifier: boolean
}

const behaviors = new WeakMap<Schema, FieldBehavior>()

export function behaviorOf(property: Schema): FieldBehavior {
  let behavior = behaviors.get(property)
  if (behavior === undefined) behaviors.set(property, (behavior = readBehavior(property)))
  return behavior
}

// `[Output Only]`, `Output only.`, `@OutputOnly`; several may follow each other: "Required. Immutable. The …".
const PREFIX =
  /^\W*(output[ _-]?only|input[ _-]?only|required|optional|immutable|identifier|unordered list|deprecated)\b[\].:,]?\s*/i

// "The time … was created on the server (output only).", "The creator of the event. Read-only.", "This field is read-only."
const SENTENCE =
  /\((?:output|read)[ -]only\)|(?:^|[.!?)]\s+)(?:this (?:field|property|value) is )?(?:output|read)[ -]only\.(?=\s|$)/i

function readBehavior({
  description = '',
  readOnly = false,
  fieldBehavior = [],
}: Schema): FieldBehavior {
  const said = new Set<string>()
  let rest = description
  for (let match = PREFIX.exec(rest); match !== null; match = PREFIX.exec(rest)) {
    said.add(match[1]!.toLowerCase().replaceAll(/[ _-]/g, ''))
    rest = rest.slice(match[0].length)
  }
  // Prose that starts "Required if …" or "Output only when …" says less.
  const isCondition = /^(if|when|for|unless|in|on)\b/i.test(rest)
  const declared = (behavior: string) => fieldBehavior.includes(behavior)
  return {
    outputOnly:
      readOnly ||
      declared('OUTPUT_ONLY') ||
      (said.has('outputonly') && !isCondition) ||
      SENTENCE.test(description),
    inputOnly: declared('INPUT_ONLY') || (said.has('inputonly') && !isCondition),
    required: declared('REQUIRED') || (said.has('required') && !isCondition),
    immutable: declared('IMMUTABLE') || (said.has('immutable') && !isCondition),
    identifier: declared('IDENTIFIER') || said.has('identifier'),
  }
}

/** Whether a schema has the field, and only the server sets it. */
export const isOutputOnly = (name: string, schema: Schema | undefined): boolean =>
  Object.hasOwn(schema?.properties ?? {}, name) && behaviorOf(schema!.properties![name]!).outputOnly

/** Whether a field of an answer says what was asked for, and not only which resource it is about. */
export const isContent = (name: string): boolean => !/^(name|kind|etag|nextPageToken)$/.test(name)

/** A 64-bit integer, which JSON has as a string. */
export const isLong = ({ format }: Schema): boolean => format === 'int64' || format === 'uint64'

/** "The unique, stable numeric ID": in a field whose type is text. */
export const isNumericInProse = ({ description = '' }: Schema = {}): boolean =>
  /\b(numeric|number(ed)?|integer)\b/i.test(description)
