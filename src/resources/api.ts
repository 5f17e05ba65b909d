// One document as the engine serves it: its model, the files beside it, and what each of its methods does.
import type { RestMethod } from '../discovery/document.ts'
import type { Behavior } from './context.ts'
import { behaviorFor } from './methods/behaviors.ts'
import type { ApiModel, MethodModel } from './model/api_model.ts'
import type { Overlay } from './overlay/overlay.ts'
import { ruleBehavior } from './overlay/rules.ts'
import { traitsOf, type Traits } from './traits/traits.ts'

/** Where an answer of the engine comes from; `mock`: only its form is known. */
export type EngineOrigin = 'stateful' | 'rule' | 'seed' | 'mock'

export interface Chosen {
  readonly method: MethodModel
  readonly behavior: Behavior
  readonly origin: EngineOrigin
}

export class Api {
  readonly model: ApiModel
  readonly #overlay: { readonly current: Overlay }
  /** By method id, as long as the files are the same. */
  readonly #chosen = new Map<
    string,
    { readonly overlay: Overlay; readonly chosen: Chosen | undefined }
  >()

  constructor(model: ApiModel, overlay: { readonly current: Overlay }) {
    this.model = model
    this.#overlay = overlay
  }

  get overlay(): Overlay {
    return this.#overlay.current
  }

  get traits(): Traits {
    return { ...traitsOf(this.model.document.name), ...this.overlay.traits }
  }

  /** Undefined where neither the document nor a rule tells what the method does. */
  choose(method: RestMethod): Chosen | undefined {
    const { overlay } = this
    const before = this.#chosen.get(method.id)
    if (before?.overlay === overlay) return before.chosen
    const chosen = this.#choose(method)
    this.#chosen.set(method.id, { overlay, chosen })
    return chosen
  }

  #choose(method: RestMethod): Chosen | undefined {
    const placed = this.model.method(method)
    const rule = this.overlay.rules[method.id]
    const told = rule && ruleBehavior(rule, placed, this.model)
    if (told !== undefined) return { method: placed, behavior: told, origin: 'rule' }
    const found = behaviorFor(placed, this.model)
    if (found === undefined) return undefined
    return {
      method: placed,
      behavior: found.behavior,
      origin: this.#originOf(placed, found.isFormOnly),
    }
  }

  #originOf({ class: kind, collection }: MethodModel, isFormOnly: boolean): EngineOrigin {
    if (isFormOnly) return 'mock'
    const pattern = `${collection.pattern}/`
    const isSeeded = () =>
      Object.keys(this.overlay.seed).some((name) => shapeOf(name, pattern) === pattern)
    return kind.startsWith('seed.') && isSeeded() ? 'seed' : 'stateful'
  }
}

/** A name's collection with `*` where the pattern has it. */
function shapeOf(name: string, pattern: string): string {
  const parts = pattern.split('/')
  const own = name.split('/').slice(0, -1)
  return `${own.map((part, i) => (parts[i] === '*' ? '*' : part)).join('/')}/`
}
