// The resources that the server keeps for an API, as its handlers read and change them.
import type { Media, StoredBytes } from './media.ts'
import type { LoadedDocument } from '../discovery/read/read_document.ts'
import type { AnyMethods, MethodTypes } from './method_types.ts'

/** Bytes of a resource, as it refers to them. */
export interface KeptMedia {
  readonly contentType: string
  /** Key of the bytes in the store. */
  readonly blob: string
}

/** Bytes that have just been kept. */
export interface Uploaded extends KeptMedia {
  readonly size: number
  readonly md5: Buffer
  readonly sha256: Buffer
}

/** A resource by its name, as it is kept. */
export interface KeptResource<R extends object> {
  readonly name: string
  /** Not to be changed: another is put in its place. */
  readonly resource: Readonly<R>
  readonly media?: KeptMedia | undefined
}

/** A request for a method, as a handler makes one. */
export interface MethodRequest<M extends MethodTypes> {
  readonly params: M['params']
  readonly body?: M['body']
  /** Paths of the fields that a PATCH clears. */
  readonly nulls?: readonly (readonly string[])[]
  /** What is uploaded with it: what `keep` gave. */
  readonly media?: Uploaded | undefined
  /** The resource, by default, or its bytes. */
  readonly alt?: 'json' | 'media'
}

/** `Id` as the generated types describe it; any method where they do not. */
type MethodOf<Methods, Id extends keyof Methods> = Methods[Id] extends MethodTypes
  ? Methods[Id]
  : MethodTypes

/**
 * All of an API's resources as of one moment, and changes of them that are kept together when the work has ended. Names are
 * those of the document's paths, without version: `projects/p/secrets/s`, `b/bucket/o/a%2Fb`; a slash within one segment is `%2F`.
 */
export interface ResourceTransaction<Methods = AnyMethods> {
  /** What the server does for a method that has no handler; handlers are passed over. Throws as the method would. */
  invoke<Id extends keyof Methods & string>(
    id: Id,
    request: MethodRequest<MethodOf<Methods, Id>>,
  ): Promise<MethodOf<Methods, Id>['response']>
  get<R extends object>(name: string): Promise<KeptResource<R> | undefined>
  /** The members of one collection (`projects/p/secrets`), in order of creation; the first `limit` of them. */
  list<R extends object>(
    collection: string,
    options?: { readonly limit?: number },
  ): Promise<readonly KeptResource<R>[]>
  /** Makes a resource, or puts it in the place of the one that has the name, bytes included. */
  put(name: string, resource: object, media?: KeptMedia): void
  /** With all that is in it: members of its collections, its policy. */
  delete(name: string): Promise<void>
}

/** The resources of one API, for its handlers. */
export interface Resources<Methods = AnyMethods> {
  /**
   * `work` reads and changes resources; all of it is kept, or nothing if it throws. It runs again if somebody else changed
   * meanwhile what it read, so it does nothing else that lasts.
   */
  transaction<T>(work: (resources: ResourceTransaction<Methods>) => Promise<T>): Promise<T>
  /** Keeps bytes for a resource to refer to, before the transaction that makes it do so; without one they are gone in a day. */
  keep(
    bytes: Media | AsyncIterable<Uint8Array>,
    options?: { readonly contentType?: string },
  ): Promise<Uploaded>
  /** Bytes that a resource refers to, for `media(…)`. */
  read(media: KeptMedia): Promise<StoredBytes>
}

/** The resources as the handler of one method has them. */
export interface CallResources<
  M extends MethodTypes,
  Methods = AnyMethods,
> extends Resources<Methods> {
  /** What the server does for this call where the method has no handler: the same, or with other parameters or another message. */
  default(changed?: {
    readonly params?: Partial<M['params']>
    readonly body?: M['body']
  }): Promise<M['response']>
}

/** Where a request comes from, as far as its resources depend on it. */
export interface Caller {
  /** A header, by name in lower case. */
  readonly header: (name: string) => string | undefined
}

/** Gives requests the resources of a document's API. */
export type ResourceSource = (source: LoadedDocument, caller: Caller) => Resources
