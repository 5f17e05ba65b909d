// What the generated types say of a method, and what of it its handler sees.
import type { MediaAnswer } from './media.ts'

/** A method as the generated types describe it. */
export interface MethodTypes {
  params: object
  body: unknown
  response: unknown
  /** Bytes that go beside the JSON, where the document allows them. */
  media?: MediaWay
}

type MediaWay = 'upload' | 'download'

/** What the server takes every method for. */
export type AnyMethod = MethodTypes & { media: MediaWay }

/** Methods by id, where nothing is generated of their document. */
export type AnyMethods = Readonly<Record<string, AnyMethod>>

export type WayOf<M extends MethodTypes> = M extends { media: infer Way } ? Way : never

/** What a handler answers. */
export type Answered<M extends MethodTypes> =
  | M['response']
  | ('download' extends WayOf<M> ? MediaAnswer : never)
  /** Messages that come one after the other; ended when the client goes away. */
  | AsyncIterable<StreamedOf<M['response']>>

/** Some documents describe a stream by its message, others by a list of them. */
type StreamedOf<Response> = Response extends readonly (infer Message)[] ? Message : Response
