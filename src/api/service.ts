// A document bound to its handlers: what the server serves.
import type { RestDescription, RestMethod } from '../discovery/document.ts'
import type { Validators } from '../discovery/schema/json_schema.ts'
import type { MessageReader } from '../discovery/schema/message.ts'
import type { MethodOutline, Outline } from '../discovery/read/outline.ts'
import type { PathTemplate } from '../discovery/path_template.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import type { Handler, HandlerModule } from './handlers.ts'
import type { AnyMethod } from './method_types.ts'
import type { Behavior, Origin } from './behavior.ts'
import type { RawHandler } from './raw.ts'
import type { Caller, Resources } from './resources.ts'
import type { Envelope, ErrorFormat } from './error_format.ts'

export interface Service {
  readonly source: LoadedDocument
  /** Enough to route requests and to list the API. */
  readonly outline: Outline
  /** All of it: read on first use, as are the properties made from it. */
  readonly document: RestDescription
  /** `taskqueue:v1beta2` */
  readonly id: string
  readonly errorFormat: ErrorFormat
  /** Names of parameters and fields that the document lacks are passed over, not refused. */
  readonly ignoresUnknown: boolean
  /** Its messages name their kind: "bigquery#table". */
  readonly namesKinds: boolean
  /** Members of its errors. */
  readonly envelope: Envelope
  /** Whether it is among the APIs that people are shown. */
  readonly isListed: boolean
  /** Host of the document's rootUrl: how a client addresses this API among others. */
  readonly rootHost: string
  /** Path of the document's rootUrl: `/`, in all documents of Google's. */
  readonly rootPath: string
  /** What methods without a handler do, if they are not told apart. */
  readonly unbound: Origin
  readonly methods: readonly BoundMethod[]
  /** What the module adds: aliases of methods, and routes of its own. Asked where no document has a method. */
  readonly routes: readonly BoundMethod[]
  readonly validators: Validators
  readonly reader: MessageReader
  readonly module: HandlerModule | undefined
  /** What the module's `open` made. */
  state: unknown
  /** The resources that the server keeps for this API, as a request from there has them. */
  readonly resourcesFor: (caller: Caller) => Resources
}

export interface BoundMethod {
  readonly service: Service
  /** Enough to route requests and to list the method. */
  readonly outline: MethodOutline
  /** All of it: has the document read. */
  readonly method: RestMethod
  readonly template: PathTemplate
  readonly handler: Handler<AnyMethod, unknown> | undefined
  /** What answers: its handler, else what the server gives methods without one. May have the document read. */
  readonly behavior: Behavior | undefined
  /** `GET /b/{bucket}/o`, if it is one that the module adds. */
  readonly route?: string
  /** Answers instead of `handler`: the route is no method's. */
  readonly raw?: RawHandler<unknown>
}

export type BoundRoute = BoundMethod & { readonly raw: RawHandler<unknown> }
