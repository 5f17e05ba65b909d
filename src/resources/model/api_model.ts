// What a document says of its resources. Each part is read from it when it is first asked for.
import type { RestDescription, RestMethod, Schema } from '../../discovery/document.ts'
import { snakeCase } from '../../discovery/schema/message.ts'
import { answerFormOf, type AnswerForm } from './answer_form.ts'
import {
  collectionAt,
  itemsOf,
  placedMethodsOf,
  type Collection,
  type Items,
  type Placed,
  type PlacedMethod,
} from './collection.ts'
import { kindOf } from './kind.ts'
import { singularOf } from './resource_path.ts'
import {
  knownResourcesOf,
  resourceNamed,
  type KnownResource,
  type KnownResources,
} from './resource_types.ts'
import { classOf, isOperation, type MethodClass } from './method_class.ts'

export interface MethodModel extends PlacedMethod {
  readonly class: MethodClass
  /** The collection that the path is of, or that its resource is in. */
  readonly collection: Collection
  /** The path ends in the id of one resource. */
  readonly isOnMember: boolean
  readonly answer: AnswerForm
}

/** These exist without being made, unless protos say that they are resources of the API. */
const CONTAINERS = new Set([
  'projects',
  'locations',
  'regions',
  'zones',
  'organizations',
  'folders',
  'billingAccounts',
  'global',
  'users',
])

export class ApiModel {
  readonly document: RestDescription
  readonly schemas: Readonly<Record<string, Schema>>
  #placed: Placed | undefined
  readonly #collections = new Map<string, Collection>()
  readonly #methods = new Map<string, MethodModel>()
  #operationPatterns: readonly string[] | undefined

  constructor(document: RestDescription) {
    this.document = document
    this.schemas = document.schemas ?? {}
  }

  get #resources(): KnownResources {
    return (this.#knownResources ??= knownResourcesOf(this.document))
  }
  #knownResources: KnownResources | undefined

  /** What protos say of the resource of this name. */
  resourceNamed(name: string): KnownResource | undefined {
    return resourceNamed(name, this.#resources)
  }

  get placed(): Placed {
    return (this.#placed ??= placedMethodsOf(this.document))
  }

  collection(pattern: string): Collection {
    return this.#collections.getOrInsertComputed(pattern, () =>
      collectionAt(pattern, this.placed, this.schemas, this.#resources),
    )
  }

  method({ id }: RestMethod): MethodModel {
    return this.#methods.getOrInsertComputed(id, () => this.#methodOf(this.placed.methods.get(id)!))
  }

  #methodOf(placed: PlacedMethod): MethodModel {
    const isOnMember = placed.pattern.endsWith('*')
    const pattern = isOnMember ? placed.pattern.replace(/\/?\*$/, '') : placed.pattern
    const collection = this.collection(pattern)
    const siblings = this.placed.byPattern.get(placed.pattern) ?? []
    return {
      ...placed,
      class: classOf(placed, collection, siblings, this.schemas),
      collection,
      isOnMember,
      answer: answerFormOf(placed.method, collection.type, this.schemas),
    }
  }

  /** Whether a resource of this collection exists only if something made it. */
  isMade({ pattern, isClosed, known }: Collection): boolean {
    const slash = pattern.lastIndexOf('/')
    // `zones` of a lake are resources; a project is one of an API of its own, and exists whatever that has made.
    const isOwn = known !== undefined && slash !== -1
    return isClosed && (isOwn || !CONTAINERS.has(pattern.slice(slash + 1)))
  }

  /** Whether it holds projects, locations and the like that no method of the API makes. */
  isPlace({ pattern, isClosed }: Collection): boolean {
    return !isClosed && CONTAINERS.has(pattern.slice(pattern.lastIndexOf('/') + 1))
  }

  /** Names of the containers of `name` that something must have made, outermost first. */
  madeParents(name: string, pattern: string): string[] {
    const segments = name.split('/')
    const parts = [...pattern.split('/'), '*']
    return segments.slice(0, -1).flatMap((segment, i) => {
      if (parts[i] !== '*' || segment === '-') return []
      const isMade = this.isMade(this.collection(parts.slice(0, i).join('/')))
      return isMade ? [segments.slice(0, i + 1).join('/')] : []
    })
  }

  /** Patterns of the names of operations that one can ask for: `projects/*\/locations/*\/operations`. */
  get operationPatterns(): readonly string[] {
    return (this.#operationPatterns ??= [...this.placed.byPattern.keys()]
      .filter((pattern) => pattern.endsWith('perations/*'))
      .map((pattern) => pattern.slice(0, -2))
      .filter((pattern) => isOperation(this.collection(pattern), this.schemas)))
  }

  /** Methods elsewhere that answer a resource of the collection: `addVersion` for versions. */
  makersOf({ type, pattern }: Collection): PlacedMethod[] {
    const parent = pattern.slice(0, pattern.lastIndexOf('/'))
    return (this.placed.byPattern.get(parent) ?? []).filter(
      ({ method }) => method.httpMethod === 'POST' && method.response?.$ref === type,
    )
  }

  /** The collection within a resource whose resources are of the type. */
  childOf({ pattern }: Collection, type: string): Collection | undefined {
    const prefix = `${pattern}/*/`
    const patterns = [...this.placed.byPattern.keys()]
      .filter((one) => one.startsWith(prefix))
      .map((one) => one.replace(/\/\*$/, ''))
      .filter((one) => !one.slice(prefix.length).includes('/'))
    return patterns.map((one) => this.collection(one)).find((child) => child.type === type)
  }

  itemsOf(method: RestMethod): Items | undefined {
    return itemsOf(method, this.schemas)
  }

  /** What one resource of each collection is called, in snake case: `secret_version`; containers among them. */
  get singulars(): ReadonlySet<string> {
    return (this.#singulars ??= new Set(
      [...this.placed.byPattern.keys(), ...CONTAINERS]
        .flatMap((pattern) => pattern.split('/'))
        .map((word) => snakeCase(singularOf(word))),
    ))
  }
  #singulars: ReadonlySet<string> | undefined

  /** Schemas whose messages are resources. */
  get resourceTypes(): ReadonlySet<string> {
    return (this.#resourceTypes ??= new Set(
      [...this.placed.byPattern.keys()]
        .filter((pattern) => pattern.endsWith('/*'))
        .flatMap((pattern) => this.collection(pattern.slice(0, -2)).type ?? []),
    ))
  }
  #resourceTypes: ReadonlySet<string> | undefined

  /** The schema called as the kind is, in any case. */
  typeNamed(kind: string): string | undefined {
    return Object.keys(this.schemas).find((name) => name.toLowerCase() === kind.toLowerCase())
  }

  /** The schema that protos call so, `google.cloud.run.v2.Execution`. */
  schemaOf(typeName: string): { readonly id: string; readonly schema: Schema } | undefined {
    const found = Object.entries(this.schemas).find(([, schema]) => schema.typeName === typeName)
    return found && { id: found[0], schema: found[1] }
  }

  schema(type: string | undefined): Schema | undefined {
    return type === undefined ? undefined : this.schemas[type]
  }

  /** Older than protobuf's JSON: messages name their kind, or errors have no status. Zero values are answered. */
  get isApiary(): boolean {
    return (this.#isApiary ??=
      this.document.parameters?.['$.xgafv'] === undefined ||
      Object.values(this.schemas).some((schema) => kindOf(schema) !== undefined))
  }
  #isApiary: boolean | undefined
}
