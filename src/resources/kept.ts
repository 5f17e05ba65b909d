// What is kept: of a resource, of an operation that runs, and what a method writes.
import type { Micros } from '../clock.ts'
import type { JsonObject } from './json.ts'
import type { KeptMedia } from '../api/resources.ts'

/** What is kept of a resource. */
export interface Kept {
  readonly resource: JsonObject
  /** What a client sent beside it, for methods that read it back. */
  readonly inputs?: JsonObject
  /** It was there from the start, and is deleted. */
  readonly isGone?: boolean
  /** Bytes that were uploaded with it. */
  readonly media?: KeptMedia
  /** Of an operation that runs. */
  readonly pending?: Pending
}

export interface Held extends Kept {
  /** Full name, without version. */
  readonly name: string
  /** Place in the order of creation. */
  readonly sequence: number
}

/** What is kept of an operation that runs. */
export interface Pending {
  readonly polls: number
  readonly until: Micros
  /** The operation as it is when it is done. */
  readonly done: JsonObject
  readonly writes: readonly Write[]
}

export type Write =
  | { readonly name: string; readonly pattern: string; readonly kept: Kept }
  | { readonly name: string; readonly kept?: undefined }
