// An emulator in this process, as the judge of recordings plays to it.
import type { Schema } from '../../discovery/document.ts'
import type { Service, BoundMethod } from '../../api/service.ts'
import type { App } from '../../http/app.ts'
import { percentDecoded } from '../../http/routing/percent_decoded.ts'
import type { Engine } from '../../resources/engine.ts'
import { isJsonObject, textOf, type Json, type JsonObject } from '../../resources/json.ts'
import type { AnswerForm } from '../../resources/model/answer_form.ts'
import { behaviorOf } from '../../resources/model/field.ts'
import { nameOf } from '../../resources/model/collection.ts'
import type { RecordedCall } from './recording.ts'

export interface OwnAnswer {
  readonly status: number
  /** JSON, or a text that is none. */
  readonly body: unknown
  /** Method that answered, '' if none did. */
  readonly method: string
  readonly origin: string
  /** Where an upload goes on. */
  readonly location?: string | undefined
}

/** The emulator that is judged. */
export interface Subject {
  /** Whether the API is served. */
  serves(api: string): boolean
  /** A fresh state: nothing that an earlier sequence did is there. */
  reset(): Promise<void>
  /** `takesTime`: an operation that it starts is done when it is asked for, not at once. */
  call(call: RecordedCall, takesTime: boolean): Promise<OwnAnswer>
  /** Ends all operations that run. */
  finish(api: string): Promise<void>
  /** Full names of all resources that are there. */
  names(api: string): Promise<ReadonlySet<string>>
  /** The resource a call is about, and those it is in which something must have made. */
  target(call: RecordedCall): Target | undefined
  /** Puts a resource there as if it had been there before. */
  plant(api: string, name: string, resource: JsonObject): Promise<void>
  /** The request message without what only the server sets. */
  settable(call: RecordedCall): unknown
  /** The number of a project. */
  projectNumber(id: string): string
  /** The id in an answer that holds one resource, or in the request that makes it. */
  idsIn(call: RecordedCall): readonly string[]
  /** The resource in an answer, and its type. */
  resourceIn(
    call: RecordedCall,
    answer: unknown,
  ): { readonly type: string; readonly resource: JsonObject } | undefined
}

export interface Target {
  readonly name: string
  readonly parents: readonly string[]
  readonly isOnMember: boolean
}

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
    resourceIn(call, answer) {
      const bound = boundOf(call)
      if (bound === undefined || !isJsonObject(answer)) return undefined
      const { model } = engine.apiOf(bound.service.source)
      const { answer: form, collection } = model.method(bound.method)
      const { type } = collection
      const held = heldIn(answer, form)
      if (!isJsonObject(held) || type === undefined) return undefined
      // Enums by name, numbers as the document has them, whatever the client asked for.
      const resource = bound.service.reader.read({ $ref: type }, structuredClone(held)).value
      return isJsonObject(resource) ? { type, resource } : undefined
    },
    projectNumber: (id) => engine.projects.numberOf(id),
    finish: (api) => engine.finishOperations(byId.get(api)!.document),
    names: (api) => engine.names(byId.get(api)!.document),
    target(call) {
      const bound = boundOf(call)
      const params = bound && paramsOf(bound, call)
      if (bound === undefined || params === undefined) return undefined
      const model = engine.apiOf(bound.service.source).model
      const method = model.method(bound.method)
      const name = nameOf(method, engine.projects.inParams(params))
      const { isOnMember } = method
      return { name, isOnMember, parents: model.madeParents(name, method.collection.pattern) }
    },
    plant: (api, name, resource) => engine.plant(byId.get(api)!.document, name, resource),
    idsIn(call) {
      const bound = boundOf(call)
      if (bound === undefined || !isJsonObject(call.b)) return []
      const { idVariable } = engine
        .apiOf(bound.service.source)
        .model.method(bound.method).collection
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

/** The resource in an answer of the form. */
function heldIn(answer: JsonObject, form: AnswerForm): Json | undefined {
  if (form.kind === 'resource') return answer
  if (form.kind === 'wrapped') return answer[form.property]
  return form.kind === 'operation' ? answer['response'] : undefined
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
