// An emulator in this process, as the judge of recordings plays to it.
import type { Schema } from '../../discovery/document.ts'
import type { Service, BoundMethod } from '../../api/service.ts'
import type { App } from '../../http/app.ts'
import { percentDecoded } from '../../call/parameters.ts'
import type { Engine } from '../../resources/engine.ts'
import { isJsonObject, textOf, type JsonObject } from '../../resources/json.ts'
import { behaviorOf } from '../../resources/model/field.ts'
import { nameIn } from '../../resources/model/resource_path.ts'
import type { OwnAnswer, Subject } from './judge.ts'
import type { RecordedCall } from './recording.ts'

export function subjectOf(services: readonly Service[], app: App, engine: Engine): Subject {
  const byId = new Map(services.map((service) => [service.id, service]))

  function boundOf({ api, id }: RecordedCall): BoundMethod | undefined {
    return byId.get(api)?.methods.find(({ outline }) => outline.id === id)
  }

  return {
    serves: (api) => byId.has(api),
    async reset() {
      engine.clear()
    },
    async call(call, takesTime): Promise<OwnAnswer> {
      engine.pace = { polls: takesTime ? 1 : 0, delay: 0 }
      const service = byId.get(call.api)!
      const path = call.u.replace(/^https?:\/\/[^/]+/, '')
      const response = await app.request(`http://localhost:5052/${service.rootHost}${path}`, {
        method: call.m,
        headers: { 'content-type': 'application/json', ...call.h, host: 'localhost:5052' },
        ...(call.m !== 'GET' && { body: bytesOf(call, boundOf(call)) }),
      })
      const text = await response.text()
      return {
        status: response.status,
        body: bodyOf(text),
        method: response.headers.get('x-emulator-method') ?? '',
        origin: response.headers.get('x-emulator-origin') ?? '',
        location: response.headers.get('location') ?? undefined,
      }
    },
    settable: (call) => settable(call.b, boundOf(call)),
    projectNumber: (id) => engine.projects.numberOf(id),
    names: (api) => engine.names(byId.get(api)!.document),
    target(call) {
      const bound = boundOf(call)
      const params = bound && paramsOf(bound, call)
      if (bound === undefined || params === undefined) return undefined
      const model = engine.modelOf(bound.service.document)
      const method = model.method(bound.method)
      const name = nameIn(bound.method, engine.projects.inParams(params))
      const { isOnMember } = method
      return { name, isOnMember, parents: model.madeParents(name, method.collection.pattern) }
    },
    plant: (api, name, resource) => engine.plant(byId.get(api)!.document, name, resource),
    idsIn(call) {
      const bound = boundOf(call)
      if (bound === undefined || !isJsonObject(call.b)) return []
      const { idVariable } = engine.modelOf(bound.service.document).method(bound.method).collection
      const texts = [call.b, ...Object.values(call.b).filter(isJsonObject)].flatMap(
        (one: JsonObject) => [
          textOf(one[idVariable ?? '']),
          textOf(one['name'])?.split('/').at(-1),
        ],
      )
      const query = new URL(call.u).searchParams
      const chosen = [...query].filter(([name]) => /(Id|_id)$/.test(name)).map(([, value]) => value)
      return [...chosen, ...texts].filter((text) => text !== undefined).slice(0, 1)
    },
  }
}

function bytesOf(call: RecordedCall, bound: BoundMethod | undefined): string | Buffer | null {
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

function settable(body: unknown, bound: BoundMethod | undefined): unknown {
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

function bodyOf(text: string): unknown {
  if (text === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

function paramsOf(bound: BoundMethod, { u }: RecordedCall): Record<string, unknown> | undefined {
  const { pathname: whole, searchParams } = new URL(u)
  const pathname = whole.replace(/^\/(resumable\/)?(upload|download)\//, '/').replace(/\/+$/, '')
  const prefix = `/${bound.service.outline.servicePath}`
  const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname.slice(1)
  const values = bound.template.match(path)
  if (values === undefined) return undefined
  const own = bound.template.variables.map(({ name, reserved }, i) => [
    name,
    percentDecoded(values[i]!, reserved),
  ])
  return { ...Object.fromEntries(searchParams), ...Object.fromEntries(own) }
}
