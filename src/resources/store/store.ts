// Where resources are kept: by name, in forks that see through to what they were made of. A change is made of what was read,
// all of it in one step, or not at all.
import type { JsonObject } from '../json.ts'

export interface ResourceKey {
  /** The document's name, without version: a resource is the same through v1 and v2. */
  readonly api: string
  /** `projects/p/secrets/s`, without version; a slash within one segment is `%2F`. */
  readonly name: string
}

export interface Stored {
  readonly value: JsonObject
  /** Ids of the blobs that it refers to; they are kept as long as anything refers to them. */
  readonly blobs: readonly string[]
  /** Place in the order of creation, among all resources: larger than that of any that was there. */
  readonly sequence: number
}

/** A name as a reader has found it: what a change is checked against. */
export interface Seen {
  readonly key: ResourceKey
  /** Undefined: there is none of that name. */
  readonly stored: Stored | undefined
  /** How the store knows whether this is still so. */
  readonly mark: Mark
}

/** What a fork itself has written under a name, as the store has it. Readers hand it back as it is. */
export interface Mark {
  readonly key: string
  /** Changes with every write, also with a deletion; 0: nothing was written. */
  readonly version: number
}

/** A part of a list as a reader has found it. Readers hand it back as it is. */
export interface ListMark {
  readonly from: string
  readonly to: string
  readonly count: number
  readonly latest: number
}

/**
 * The first `limit` of many, behind a place. Resources that come or go while pages are read move no other: whoever goes on
 * behind the last of a page sees each that stays exactly once.
 */
export type Range =
  /** The members of one collection in order of creation, from behind a sequence. */
  | {
      readonly kind: 'created'
      readonly api: string
      /** `projects/p/secrets`. */
      readonly collection: string
      readonly after: number | undefined
      readonly limit: number
    }
  /** The members of one collection, or of all that fit where a segment of it is `-`, in order of name, from behind a name. */
  | {
      readonly kind: 'named'
      readonly api: string
      readonly collection: string
      readonly after: string | undefined
      readonly limit: number
    }
  /** All whose names start with `name` and a slash, at any depth, in order of name; of '', all of the API. */
  | {
      readonly kind: 'below'
      readonly api: string
      readonly name: string
      readonly after: string | undefined
      readonly limit: number
    }

export interface Listed {
  /** Each has `stored`. */
  readonly resources: readonly Seen[]
  /** What a change is checked against that must not miss a resource of the range. */
  readonly marks: readonly ListMark[]
  /** Whether there may be more behind the last. */
  readonly isLast: boolean
}

export interface Write {
  /** What is written over, as the writer has seen it: the write is refused if it is no longer so. */
  readonly over: Seen
  /** Undefined: the resource is deleted. A new resource gets its place in the order of creation, one that was there keeps it. */
  readonly value: JsonObject | undefined
  /** Ids of the blobs that the value refers to. */
  readonly blobs?: readonly string[]
}

export interface Change {
  readonly writes: readonly Write[]
  /** What must still be as it was seen, beside what is written over. */
  readonly seen: readonly Seen[]
  readonly lists: readonly ListMark[]
}

/** A resource of an export, or one that begins a fork. */
export interface Imported extends ResourceKey {
  readonly value: JsonObject
  readonly blobs?: readonly string[]
}

/**
 * `fork` is the name of a fork, '' that of the first, which is always there; another name that no fork has is refused with
 * NOT_FOUND. A database that cannot be used refuses with UNAVAILABLE, within seconds.
 */
export interface ResourceStore extends AsyncDisposable {
  /** For people: where it is. */
  readonly description: string
  /** What of the database's settings endangers resources, a sentence each. */
  readonly warnings: readonly string[]

  /** In the order of the keys, all as of one moment. */
  get(fork: string, keys: readonly ResourceKey[]): Promise<readonly Seen[]>
  list(fork: string, range: Range): Promise<Listed>
  /**
   * All of it or nothing: 'conflict' if anything seen is no longer so, or the fork was reset, restored or forked since. Done
   * means kept: it outlives this process.
   */
  commit(fork: string, change: Change): Promise<'done' | 'conflict'>

  forks(): Promise<readonly string[]>
  /** A fork that begins with what `from` holds now, and has its seed. Neither sees what the other writes from then on. */
  fork(name: string, from: string): Promise<'made' | 'exists'>
  /** False if there is none; '' cannot be removed, it is emptied and has no seed any more. */
  removeFork(name: string): Promise<boolean>
  /** Makes what the fork holds now its seed. */
  seal(fork: string): Promise<void>
  /** Back to the seed; of a fork without one, to nothing. */
  reset(fork: string): Promise<void>
  /** The fork holds these and nothing else from now on, created in this order; until then it is as it was. */
  replace(fork: string, resources: AsyncIterable<Imported>): Promise<void>

  snapshots(): Promise<readonly string[]>
  /** Keeps what the fork holds now under a name, in place of what was kept under it. */
  snapshot(fork: string, name: string): Promise<void>
  /** The fork holds what the snapshot does, of whichever fork it was taken. False if there is none of that name. */
  restore(fork: string, name: string): Promise<boolean>
  removeSnapshot(name: string): Promise<boolean>

  /** Keeps bytes, in parts as they come, and gives their id; without a resource that refers to them they stay a day. */
  putBlob(bytes: AsyncIterable<Uint8Array>): Promise<{ readonly id: string; readonly size: number }>
  /** Undefined if there is none of that id. */
  readBlob(id: string): Promise<Blob | undefined>
}

/** Bytes that are kept. */
export interface Blob {
  readonly size: number
  /** In parts, from `start` on and before `end`. */
  bytes(start: number, end: number): AsyncIterable<Uint8Array>
}
