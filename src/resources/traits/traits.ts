// How an API speaks where its document does not say: a table of exceptions by the API's name.
import type { Status } from '../../errors.ts'
import known from './known.json' with { type: 'json' }

export interface Refusal {
  /** In braces: {name}, {id}, {kind}, {Type}, {Word}, {project}, {dotted}, {object}. */
  readonly message: string
  readonly status?: Status
  readonly reason?: string
  /** Of a google.rpc.ResourceInfo in the details, in the same braces. It is there where protos say the type of the resource. */
  readonly description?: string
}

export interface IdTrait {
  /** What a client's {id} becomes. */
  readonly template?: string
  /** Field that holds the whole id. */
  readonly field?: string
  /** Field of the request that the id is in, and where in it. */
  readonly from?: string
  readonly pattern?: string
  /** An id that stands for the one that was made last. */
  readonly newest?: string
  /** Field of the container with ids by other names for them. */
  readonly aliases?: string
}

export interface Traits {
  /** Members of an error besides code and message: `status`, the list `errors`, or both. */
  readonly envelope?: 'status' | 'errors' | 'both'
  /** Of the types in operations, by the first letters of the type; `*`: of all others. */
  readonly package?: Readonly<Record<string, string>>
  /** Types in operations are called as their schemas, prefix included. */
  readonly keepsTypeNames?: boolean
  /** What the operation of a delete answers, if it is not told by a `deleteTime`; `type`: a resource without fields. */
  readonly deleteAnswers?: 'resource' | 'empty' | 'type'
  /** Fields that the server leaves out, by type. */
  readonly unset?: Readonly<Record<string, readonly string[]>>
  /** What `selfLink` begins with, version included. */
  readonly selfLink?: string
  /** Metadata of operations are the resource. */
  readonly metadata?: 'resource'
  /** Operations that run say `done: false`. */
  readonly saysNotDone?: boolean
  /** Resources are named by their id alone. */
  readonly shortNames?: boolean
  /** A list of nothing is `[]`, not left out. */
  readonly answersEmptyLists?: boolean
  /** Fields that are answered where a client does not name those it wants, by type; of other types all are. */
  readonly shown?: Readonly<Record<string, readonly string[]>>
  /** Fields whose values are kept in capitals, by type. */
  readonly upperCase?: Readonly<Record<string, readonly string[]>>
  /** A method without a response answers `{}`. */
  readonly answersEmpty?: boolean
  /** By the last word of the collection; `*`: of all others. */
  readonly ids?: Readonly<Record<string, IdTrait>>
  readonly notFound?: Readonly<Record<string, Refusal>>
}

const { $source: _, ...traits } = known
const table = traits as Readonly<Record<string, Traits>>

export const traitsOf = (api: string): Traits => (Object.hasOwn(table, api) ? table[api]! : {})
