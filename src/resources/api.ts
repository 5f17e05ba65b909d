// One document as the engine serves it: its model, the files beside it, and what each of its methods does.
import type { RestMethod } from '../discovery/document.ts'
import type { Behavior } from './context.ts'
import { behaviorFor } from './methods/behaviors.ts'
import type { ApiModel, MethodModel } from './model/api_model.ts'
import type { Overlay } from './overlay/overlay.ts'
import { ruleBehavior } from './overlay/rules.ts'
import { shownFields } from './resource/shown_fields.ts'
import { traitsOf, type Traits } from './traits/traits.ts'

/** Where an answer of the engine comes from; `mock`: only its form is known. */
export type EngineOrigin = 'stateful' | 'rule' | 'seed' | 'mock'

export interface Chosen {
  readonly method: MethodModel
  readonly behavior: Behavior
  readonly origin: EngineOrigin
  /** What the files said when it was chosen. */
  readonly overlay: Overlay
  readonly traits: Traits
  /** What is answered where the client says nothing of it; undefined: all. */
  readonly fields: string | undefined
}

export class Api {
  readonly model: ApiModel
  /** Of the document. */
  readonly path: string
  readonly #overlay: { readonly current: Overlay }
  /** By method id, as long as the files are the same. */
  readonly #chosen = new Map<
    string,
    { readonly overlay: Overlay; readonly chosen: Chosen | undefined }
  >()

  constructor(model: ApiModel, path: string, overlay: { readonly current: Overlay }) {
    this.model = model
    this.path = path
    this.#overlay = overlay
  }

  get overlay(): Overlay {
    return this.#overlay.current
  }

  /** Undefined where neither the document nor a rule tells what the method does. */
  choose(method: RestMethod): Chosen | undefined {
    const { overlay } = this
    const before = this.#chosen.get(method.id)
    if (before?.overlay === overlay) return before.chosen
    const chosen = this.#choose(method, overlay)
    this.#chosen.set(method.id, { overlay, chosen })
    return chosen
  }

  #choose(method: RestMethod, overlay: Overlay): Chosen | undefined {
    const placed = this.model.method(method)
    const traits = { ...traitsOf(this.model.document.name), ...overlay.traits }
    const rule = overlay.rules[method.id]
    const told = rule && ruleBehavior(rule, placed, this.model)
    const fields = shownFields(placed, this.model, traits)
    if (told !== undefined)
      return { method: placed, behavior: told, origin: 'rule', overlay, traits, fields }
    const found = behaviorFor(placed, this.model)
    if (found === undefined) return undefined
    const origin = originOf(placed, found.isFormOnly, overlay)
    return { method: placed, behavior: found.behavior, origin, overlay, traits, fields }
  }
}

function originOf(
  { class: kind, collection }: MethodModel,
  isFormOnly: boolean,
  { seed }: Overlay,
): EngineOrigin {
  if (isFormOnly) return 'mock'
  const pattern = `${collection.pattern}/`
  const isSeeded = () => Object.keys(seed).some((name) => shapeOf(name, pattern) === pattern)
  return kind.startsWith('seed.') && isSeeded() ? 'seed' : 'stateful'
}

/** A name's collection with `*` where the pattern has it. */
function shapeOf(name: string, pattern: string): string {
  const parts = pattern.split('/')
  const own = name.split('/').slice(0, -1)
  return `${own.map((part, i) => (parts[i] === '*' ? '*' : part)).join('/')}/`
}
