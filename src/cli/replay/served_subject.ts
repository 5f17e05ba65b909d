// An emulator in this process, as the judge of recordings plays to it.
import type { BoundMethod, Service } from '../../api/service.ts'
import type { Micros } from '../../clock.ts'
import type { App } from '../../http/app.ts'
import { messageReader, type MessageReader } from '../../discovery/schema/message.ts'
import { percentDecoded } from '../../http/routing/percent_decoded.ts'
import type { Parts } from '../../open_parts.ts'
import type { Engine } from '../../resources/engine.ts'
import { isJsonObject, textOf, type Json, type JsonObject } from '../../resources/json.ts'
import type { AnswerForm } from '../../resources/model/answer_form.ts'
import type { MethodModel } from '../../resources/model/api_model.ts'
import { nameOf } from '../../resources/model/collection.ts'
import { identifying, type Identify } from './identify.ts'
import { bytesOf, settable } from './messages.ts'
import type { RecordedCall } from './recorded.ts'
import type { OwnAnswer, Subject, Target } from './subject.ts'

/** When every sequence begins, and what passes before each call: figures must not hang on when and how fast they are taken. */
const BEGIN: Micros = Date.UTC(2026, 0, 1) * 1000
const SECONDS_A_CALL = 1

export class ServedSubject implements Subject, AsyncDisposable {
  readonly identify: Identify
  readonly #services: ReadonlyMap<string, Service>
  readonly #app: App
  readonly #engine: Engine

  readonly #parts: Parts
  readonly #readers = new Map<Service, MessageReader>()

  constructor(services: readonly Service[], app: App, parts: Parts) {
    this.identify = identifying(services)
    this.#services = new Map(services.map((service) => [service.id, service]))
    this.#app = app
    this.#parts = parts
    this.#engine = parts.engine
  }

  serves(api: string): boolean {
    return this.#services.has(api)
  }

  async reset(): Promise<void> {
    await this.#parts.control.reset('')
    const { clock } = this.#parts
    clock.freeze()
    clock.set(BEGIN)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve(this.#parts[Symbol.asyncDispose]())
  }

  async call(call: RecordedCall, takesTime: boolean): Promise<OwnAnswer> {
    this.#parts.clock.advance(SECONDS_A_CALL)
    this.#engine.pace = { polls: takesTime ? 1 : 0, delay: 0 }
    const { rootHost } = this.#services.get(call.api)!
    const path = call.u.replace(/^https?:\/\/[^/]+/, '')
    const { headers, status, ...response } = await this.#ask(call, `/${rootHost}${path}`)
    return {
      status,
      body: bodyOf(response.text),
      method: headers.get('x-emulator-method') ?? '',
      origin: headers.get('x-emulator-origin') ?? '',
      location: headers.get('location') ?? undefined,
    }
  }

  async #ask(call: RecordedCall, path: string) {
    const response = await this.#app.request(`http://localhost:5052${path}`, {
      method: call.m,
      headers: { 'content-type': 'application/json', ...call.h, host: 'localhost:5052' },
      ...(call.m !== 'GET' && { body: bytesOf(call, this.#boundOf(call)) }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  settable(call: RecordedCall): unknown {
    return settable(call.b, this.#boundOf(call))
  }

  resourceIn(call: RecordedCall, answer: unknown) {
    const bound = this.#boundOf(call)
    if (bound === undefined || !isJsonObject(answer)) return undefined
    const { answer: form, collection } = this.#modelOf(bound)
    const { type } = collection
    const held = heldIn(answer, form)
    if (!isJsonObject(held) || type === undefined) return undefined
    // Enums by name, numbers as the document has them, whatever the client asked for.
    const resource = this.#readerOf(bound).read({ $ref: type }, structuredClone(held)).value
    return isJsonObject(resource) ? { type, resource } : undefined
  }

  projectNumber(id: string): string {
    return this.#engine.projects.numberOf(id)
  }

  finish(api: string): Promise<void> {
    return this.#engine.finishOperations(this.#services.get(api)!.document)
  }

  names(api: string): Promise<ReadonlySet<string>> {
    return this.#engine.names(this.#services.get(api)!.document)
  }

  target(call: RecordedCall): Target | undefined {
    const bound = this.#boundOf(call)
    const params = bound && paramsOf(bound, call)
    if (bound === undefined || params === undefined) return undefined
    const method = this.#modelOf(bound)
    const name = nameOf(method, this.#engine.projects.inParams(params))
    const { model } = this.#engine.apiOf(bound.service.source)
    const parents = model.madeParents(name, method.collection.pattern)
    return { name, isOnMember: method.isOnMember, parents }
  }

  plant(api: string, name: string, resource: JsonObject): Promise<void> {
    return this.#engine.plant(this.#services.get(api)!.source, '', [{ name, resource }])
  }

  idsIn(call: RecordedCall): readonly string[] {
    const bound = this.#boundOf(call)
    if (bound === undefined || !isJsonObject(call.b)) return []
    const { idVariable = '' } = this.#modelOf(bound).collection
    const query = [...new URL(call.u).searchParams].filter(([name]) => /(Id|_id)$/.test(name))
    const messages = [call.b, ...Object.values(call.b).filter(isJsonObject)]
    const said = messages.flatMap((one) => [
      textOf(one[idVariable]),
      textOf(one['name'])?.split('/').at(-1),
    ])
    const ids = [...query.map(([, value]) => value), ...said]
    return ids.filter((id) => id !== undefined).slice(0, 1)
  }

  /** Without what the document does not know: it may be older than the answer. */
  #readerOf({ service }: BoundMethod): MessageReader {
    return this.#readers.getOrInsertComputed(service, () =>
      messageReader(service.document.schemas ?? {}, { keepUnknown: false }),
    )
  }

  #boundOf({ api, id }: RecordedCall): BoundMethod | undefined {
    return this.#services.get(api)?.methods.find(({ outline }) => outline.id === id)
  }

  #modelOf({ service, method }: BoundMethod): MethodModel {
    return this.#engine.apiOf(service.source).model.method(method)
  }
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
