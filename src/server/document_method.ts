// A method of a document as it is bound: tens of thousands of them cost little until they are called.
import type { RestMethod } from '../discovery/document.ts'
import type { MethodOutline } from '../discovery/outline.ts'
import { parsePathTemplate, type PathTemplate } from '../discovery/path_template.ts'
import type { AnyMethod, Handler } from '../handlers.ts'
import type { BoundMethod, Service } from './service.ts'

/** A class, because its getters are shared. */
export class DocumentMethod implements BoundMethod {
  readonly service: Service
  readonly outline: MethodOutline
  readonly handler: Handler<AnyMethod, unknown> | undefined
  private readonly read: () => RestMethod
  private parsed: PathTemplate | undefined

  constructor(
    service: Service,
    outline: MethodOutline,
    read: () => RestMethod,
    handler: Handler<AnyMethod, unknown> | undefined,
  ) {
    this.service = service
    this.outline = outline
    this.read = read
    this.handler = handler
  }

  get method(): RestMethod {
    return this.read()
  }

  get template(): PathTemplate {
    const { path, patterns } = this.outline
    return (this.parsed ??= parsePathTemplate(path, (name) => patterns?.[name]))
  }
}
