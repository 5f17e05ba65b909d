// What a method of the engine works with: one call, and the resources of its API.
import type { Uploaded } from '../api/resources.ts'
import type { Micros } from '../clock.ts'
import type { JsonObject } from './json.ts'
import type { ApiModel, MethodModel } from './model/api_model.ts'
import type { Overlay } from './overlay/overlay.ts'
import type { Ids } from './resource/ids.ts'
import type { ResourceView } from './resource_view.ts'
import type { Traits } from './traits/traits.ts'

export interface Context {
  readonly model: ApiModel
  /** Of the document. */
  readonly path: string
  readonly method: MethodModel
  readonly params: Readonly<Record<string, unknown>>
  /** What the call's path names, without version and verb; its containers by the names they are kept under. */
  readonly name: string
  /** What was uploaded with the call. */
  readonly uploaded: Uploaded | undefined
  /** The request message; empty for a method that takes none. */
  readonly body: JsonObject
  /** A client asks, not a handler, which may set what only the server sets. */
  readonly isClients: boolean
  readonly view: ResourceView
  readonly traits: Traits
  /** What files beside the document add to it. */
  readonly overlay: Overlay
  readonly now: Micros
  readonly ids: Ids
  /** The number of a project. */
  readonly projectNumber: (id: string) => string
  /** Paths in the message of fields that the client sent as null. */
  readonly nulls: readonly (readonly string[])[]
  /** A header of the request. */
  readonly header: (name: string) => string | undefined
  /** Of these permissions, those that the caller has on the resource of that name. */
  readonly granted: (name: string, permissions: readonly string[]) => Promise<readonly string[]>
  /** Called with the name of the operation that the method starts. */
  readonly noteOperation: (name: string) => void
}

/** Answers a call, or throws an ApiError. It may run again, on another view, if others changed what it read. */
export type Behavior = (context: Context) => Promise<unknown>
