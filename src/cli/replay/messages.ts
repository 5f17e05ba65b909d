// Messages of recorded requests as they are sent to the emulator.
import type { BoundMethod } from '../../api/service.ts'
import type { Schema } from '../../discovery/document.ts'
import { isJsonObject } from '../../resources/json.ts'
import { behaviorOf } from '../../resources/model/field.ts'
import type { RecordedCall } from './recorded.ts'

export function bytesOf(
  call: RecordedCall,
  bound: BoundMethod | undefined,
): string | Buffer | null {
  if (call.bt === undefined) return call.b === null ? null : JSON.stringify(sendable(call.b, bound))
  const encoded = /^base64:(.*)$/s.exec(call.bt)?.[1]
  return encoded === undefined ? call.bt : Buffer.from(encoded, 'base64')
}

/** The recorder wrote every time as RFC 3339, also where the field is milliseconds. */
function sendable(body: unknown, bound: BoundMethod | undefined): unknown {
  const schemas = bound?.service.document.schemas ?? {}
  const request = bound?.method.request
  return request === undefined ? body : withMilliseconds(body, request, schemas)
}

function withMilliseconds(
  value: unknown,
  given: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
): unknown {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (Array.isArray(value))
    return value.map((item) => withMilliseconds(item, schema?.items, schemas))
  if (isJsonObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [
        key,
        withMilliseconds(field, schema?.properties?.[key] ?? schema?.additionalProperties, schemas),
      ]),
    )
  const isTime =
    typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && schema?.format === 'int64'
  return isTime ? String(Date.parse(value)) : value
}

export function settable(body: unknown, bound: BoundMethod | undefined): unknown {
  const schemas = bound?.service.document.schemas ?? {}
  return withoutOutput(body, bound?.method.request, schemas)
}

function withoutOutput(
  value: unknown,
  given: Schema | undefined,
  schemas: Readonly<Record<string, Schema>>,
): unknown {
  const schema = given?.$ref === undefined ? given : schemas[given.$ref]
  if (Array.isArray(value)) return value.map((item) => withoutOutput(item, schema?.items, schemas))
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value).flatMap(([key, field]) => {
    const property = schema?.properties?.[key]
    if (property !== undefined && behaviorOf(property).outputOnly) return []
    return [[key, withoutOutput(field, property, schemas)] as const]
  })
  return Object.fromEntries(fields)
}
