// A method of a document as it is bound: tens of thousands of them cost little until they are called.
import type { RestMethod } from '../discovery/document.ts'
import type { MethodOutline } from '../discovery/read/outline.ts'
import { parsePathTemplate, type PathTemplate } from '../discovery/path_template.ts'
import type { Handler } from './handlers.ts'
import type { AnyMethod } from './method_types.ts'
import type { Behavior } from './behavior.ts'
import type { Fallback } from './fallback.ts'
import type { BoundMethod, Service } from './service.ts'

/** A class, because its getters are shared. */
export class DocumentMethod implements BoundMethod {
  readonly service: Service
  readonly outline: MethodOutline
  readonly handler: Handler<AnyMethod, unknown> | undefined
  private readonly read: () => RestMethod
  private readonly fallback: Fallback | undefined
  private parsed: PathTemplate | undefined
  private found: { readonly behavior: Behavior | undefined } | undefined

  constructor(
    service: Service,
    outline: MethodOutline,
    read: () => RestMethod,
    handler: Handler<AnyMethod, unknown> | undefined,
    fallback: Fallback | undefined,
  ) {
    this.service = service
    this.outline = outline
    this.read = read
    this.handler = handler
    this.fallback = fallback
  }

  get behavior(): Behavior | undefined {
    this.found ??= {
      behavior:
        this.handler === undefined
          ? this.fallback?.answer(this)
          : {
              origin: 'handler',
              handler: this.handler,
              begin: this.service.module?.uploadStarts?.[this.outline.id],
            },
    }
    return this.found.behavior
  }

  get method(): RestMethod {
    return this.read()
  }

  get template(): PathTemplate {
    const { path, patterns } = this.outline
    return (this.parsed ??= parsePathTemplate(path, (name) => patterns?.[name]))
  }
}
