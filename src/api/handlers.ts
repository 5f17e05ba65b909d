// What a handler module is made of: a table of handlers by method id, and the state they share.
import type { Clock } from '../clock.ts'
import type { SettingTable, ValuesOf } from '../setting.ts'
import type { RestMethod } from '../discovery/document.ts'
import type { Media } from './media.ts'
import type { AnyMethod, AnyMethods, Answered, MethodTypes, WayOf } from './method_types.ts'
import type { RawHandler } from './raw.ts'
import type { CallResources, Resources } from './resources.ts'

/** One request, decoded and valid. */
export interface Call<M extends MethodTypes = AnyMethod, Methods = AnyMethods> {
  /** Path and query parameters by name, typed, with the document's defaults filled in. */
  readonly params: M['params']
  /** The request message; `{}` where the client sent none. `undefined` for a method that takes none. */
  readonly body: M['body']
  /** Paths of the fields and map keys that the client sent as null: what a PATCH deletes. */
  readonly nulls: readonly (readonly string[])[]
  /** The method as its document describes it. */
  readonly method: RestMethod
  /** `http://localhost:5052`: the server as this client reaches it, without a slash at the end. */
  readonly baseUrl: string
  /** Aborted when the client has gone. */
  readonly signal: AbortSignal
  /** A header of the request, or metadata of a gRPC call, by name in any case. */
  readonly header: (name: string) => string | undefined
  /** Which fork of the state it is for: '' is the first. */
  readonly fork: string
  /** What the client uploaded, if it did. */
  readonly media: 'upload' extends WayOf<M> ? Media | undefined : undefined
  /** What the client wants: the resource, or its bytes, which the handler answers with `media(…)`. */
  readonly alt: 'download' extends WayOf<M> ? 'json' | 'media' : 'json'
  /** The resources that the server keeps for this API. */
  readonly resources: CallResources<M, Methods>
}

/** Answers a call, or throws an ApiError. */
export type Handler<M extends MethodTypes, State, Methods = AnyMethods> = (
  call: Call<M, Methods>,
  state: State,
) => Answered<M> | Promise<Answered<M>>

/** Handlers by method id. A method that is left out keeps resources, by what its document says. */
export type Handlers<Methods, State = undefined> = {
  readonly [Id in keyof Methods]?: Methods[Id] extends MethodTypes
    ? Handler<Methods[Id], State, Methods>
    : never
}

/**
 * More paths from the root of the API's host, by verb and template: `'GET /b/{bucket}/o'`, or `*` for any verb. The id of
 * a method makes it another path of that method; a function answers by itself. Methods of documents go before them.
 */
export type Routes<Methods, State = undefined> = {
  readonly [route: `${string} /${string}`]: (keyof Methods & string) | RawHandler<State, Methods>
}

/** What a handler module's `open` gets to make its state from. `Table`: the settings that the module declares. */
export interface Environment<Table = SettingTable> {
  readonly clock: Clock
  /** STORE_URL: where tasks and the like are kept. */
  readonly storeUrl: string
  /** Values of the settings that modules declare. */
  readonly settings: ValuesOf<Table>
  /**
   * The state that `open` makes: made on first ask, once for all modules of the server, and disposed of with it. Several
   * documents share a state by exporting one `open`, or by asking for it here.
   */
  readonly shared: <State>(
    open: (environment: Environment<never>) => State | Promise<State>,
  ) => Promise<State>
  /** The resources of the API of this name, for work that no call asks for. */
  readonly resources: (api: string) => Resources
  /** How clients on this machine reach the server: `http://127.0.0.1:5052`. To be asked once it listens. */
  readonly baseUrl: () => string
  /** Reports, to the person who started the server, what works but may surprise. */
  readonly warn: (sentence: string) => void
}

/** A table about an API's state for the index page. */
export interface Overview {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number)[])[]
}

/** What `api_data/<name>.ts` exports. `handlers` is all that is needed. */
export interface HandlerModule<State = unknown> {
  readonly handlers: Readonly<Record<string, Handler<AnyMethod, State>>>
  /** Makes the state that every handler gets. If it is disposable, it is disposed of when the server stops. */
  readonly open?: (environment: Environment<never>) => State | Promise<State>
  /** Empties the state, as nobody can who only makes it anew: what is in a database. */
  readonly reset?: (state: State) => Promise<void>
  /** By method id, what is asked when an upload in several requests begins: throws what the method would refuse. */
  readonly uploadStarts?: Readonly<Record<string, Handler<AnyMethod, State>>>
  /** Settings of its own, with a flag and a variable each. Modules may declare the same one. */
  readonly settings?: SettingTable
  /** What is wrong with the values of its settings together; undefined: nothing. */
  readonly settingsProblem?: (values: never) => string | undefined
  readonly routes?: Readonly<Record<string, string | RawHandler<State>>>
  readonly overview?: (state: State) => Overview | Promise<Overview>
  readonly rpcs?: Rpcs<State>
}

/** By `package.Service/Method`: rpcs that no method of the document is, such as streams from the client. */
export type Rpcs<State = undefined> = Readonly<Record<string, RpcHandler<State>>>

/**
 * Answers an rpc: one message, or those of a stream as an AsyncIterable. All messages are in the JSON form of proto3; an
 * rpc that is not streamed by the client has one request.
 */
export type RpcHandler<State> = (
  requests: AsyncIterable<JsonMessage>,
  call: Pick<Call, 'baseUrl' | 'signal' | 'header' | 'fork'>,
  state: State,
) => object | Promise<object> | AsyncIterable<object>

type JsonMessage = Readonly<Record<string, unknown>>
