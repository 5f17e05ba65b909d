// Collections of a document: the resources that its methods make, read and change, told by the paths alone.
import type { RestDescription, RestMethod, Schema } from '../../discovery/document.ts'
import { methodsOf } from '../../discovery/read/methods.ts'
import type { KnownResource, KnownResources } from './resource_types.ts'
import { nameIn, resourcePathOf, type ResourcePath } from './resource_path.ts'

/** A method where it stands in the tree of names. */
export interface PlacedMethod extends ResourcePath {
  readonly method: RestMethod
  /** `setIamPolicy`: the last part of its id. */
  readonly word: string
  /** The verb is the last segment of the path: `instances/{instance}/restart`. */
  readonly hasPathVerb: boolean
}

export interface Collection {
  // `projects/*/secrets`
  readonly pattern: string
  /** Name of the schema of its resources; undefined where none is told. */
  readonly type: string | undefined
  readonly schema: Schema | undefined
  /** Methods of one resource, those with a custom verb included. */
  readonly onMember: readonly PlacedMethod[]
  /** Methods of the whole, those with a custom verb included. */
  readonly onAll: readonly PlacedMethod[]
  /** One of its methods creates a resource, and one reads it. */
  readonly isClosed: boolean
  /** Variable that holds the id in paths of one resource: `secretsId`, `bucket`. */
  readonly idVariable: string | undefined
  /** Resources hold their full name. */
  readonly hasFullNames: boolean
  /** What protos say of its resources. */
  readonly known: KnownResource | undefined
}

export interface Placed {
  /** By method id. */
  readonly methods: ReadonlyMap<string, PlacedMethod>
  readonly byPattern: ReadonlyMap<string, readonly PlacedMethod[]>
}

/** What a call is about, without version and verb. */
export function nameOf(
  { method, hasPathVerb }: PlacedMethod,
  params: Readonly<Record<string, unknown>>,
): string {
  const name = nameIn(method, params)
  return hasPathVerb ? name.slice(0, name.lastIndexOf('/')) : name
}

/** Reads paths only. */
export function placedMethodsOf(document: RestDescription): Placed {
  const methods = new Map<string, PlacedMethod>()
  const byPattern = new Map<string, PlacedMethod[]>()
  for (const { method } of methodsOf(document)) {
    const path = resourcePathOf(method)
    const word = method.id.slice(method.id.lastIndexOf('.') + 1)
    const placed = { ...path, method, word, hasPathVerb: false }
    byPattern.getOrInsertComputed(path.pattern, () => []).push(placed)
  }
  for (const placed of [...byPattern.values()].flat()) {
    const own = asVerb(placed, byPattern) ?? placed
    methods.set(own.method.id, own)
    if (own !== placed) byPattern.getOrInsertComputed(own.pattern, () => []).push(own)
  }
  return { methods, byPattern }
}

/** Older paths have verbs as their last segment: a POST to one resource, where nothing else has that path. */
function asVerb(
  placed: PlacedMethod,
  byPattern: ReadonlyMap<string, readonly PlacedMethod[]>,
): PlacedMethod | undefined {
  const { pattern, method, word, verb } = placed
  const slash = pattern.lastIndexOf('/')
  const parent = pattern.slice(0, Math.max(slash, 0))
  const isAlone = byPattern.get(pattern)?.length === 1 && !byPattern.has(`${pattern}/*`)
  if (method.httpMethod !== 'POST' || verb !== '' || !isAlone) return undefined
  if (pattern.slice(slash + 1) !== word || !parent.endsWith('*')) return undefined
  return { ...placed, pattern: parent, verb: word, hasPathVerb: true }
}

type Schemas = Readonly<Record<string, Schema>>

export function collectionAt(
  pattern: string,
  { byPattern }: Placed,
  schemas: Schemas,
  resources: KnownResources,
): Collection {
  const ofMember = pattern === '' ? '*' : `${pattern}/*`
  const onMember = byPattern.get(ofMember) ?? []
  const onAll = byPattern.get(pattern) ?? []
  const known = resources.get(ofMember)
  const type = typeOf(onMember, onAll, schemas, known)
  const isMaking = (placed: PlacedMethod) => makesOf(placed, type, schemas) !== undefined
  const member = onMember.find(isReading) ?? onMember.find(({ verb }) => verb === '') ?? onMember[0]
  return {
    pattern,
    type,
    schema: type === undefined ? undefined : schemas[type],
    onMember,
    onAll,
    isClosed:
      type !== undefined &&
      [...onAll, ...onMember].some(isMaking) &&
      (onMember.some(isReading) ||
        onAll.some(
          (placed) => isReading(placed) && itemsOf(placed.method, schemas)?.type === type,
        )),
    idVariable: variableOf(member),
    hasFullNames: hasFullNames(member, onAll),
    known,
  }
}

const isReading = ({ method, verb }: PlacedMethod): boolean =>
  method.httpMethod === 'GET' && verb === '' && method.response !== undefined

/** `v1/{+name}` has the full name; `v2/{+sinkName}` has it, too, but its resources are named as clients name them. */
function hasFullNames(member: PlacedMethod | undefined, onAll: readonly PlacedMethod[]): boolean {
  if (member === undefined) return onAll.some(({ method }) => method.path.includes('{+'))
  return member.isWhole && !/\{\+\w+Name\}/.test(member.method.path)
}

/** As the path has it where it names the variable, else as the flat path has it. */
function variableOf(member: PlacedMethod | undefined): string | undefined {
  if (member === undefined || member.isWhole) return member?.lastVariable
  return /\{\+?([^{}]+)\}(:\w+)?$/.exec(member.method.path)?.[1] ?? member.lastVariable
}

/** What GET answers, else what protos say, else what is listed, else what POST takes. */
function typeOf(
  onMember: readonly PlacedMethod[],
  onAll: readonly PlacedMethod[],
  schemas: Schemas,
  known: KnownResource | undefined,
): string | undefined {
  const plain = (httpMethod: string) => (placed: PlacedMethod) =>
    placed.method.httpMethod === httpMethod && placed.verb === ''
  const read = onMember.find((placed) => plain('GET')(placed) && !isDownload(placed))
  if (read?.method.response?.$ref !== undefined) return read.method.response.$ref
  if (known?.schema !== undefined) return known.schema
  const lists = onAll.filter(plain('GET'))
  for (const placed of lists) {
    if (isWritten(placed, onAll)) return placed.method.response?.$ref
    const items = itemsOf(placed.method, schemas)
    if (items !== undefined) return items.type
  }
  const settings = lists.find(({ method }) => method.response?.$ref !== undefined)
  if (onMember.length === 0 && settings !== undefined) return settings.method.response?.$ref
  const taking = [
    ...onMember.filter(plain('PATCH')),
    ...onMember.filter(plain('PUT')),
    ...onAll.filter(plain('POST')),
  ]
  return taking.find(({ method }) => method.request?.$ref !== undefined)?.method.request?.$ref
}

/** Settings, which may hold a list of something, and are no list of it: another method of the path takes them as a whole. */
export const isWritten = (
  { method: { response } }: PlacedMethod,
  siblings: readonly PlacedMethod[],
): boolean =>
  response?.$ref !== undefined &&
  siblings.some(
    ({ method, verb }) =>
      verb === '' && /PATCH|PUT/.test(method.httpMethod) && method.request?.$ref === response.$ref,
  )

const isDownload = ({ method }: PlacedMethod): boolean => method.response?.$ref === 'HttpBody'

export interface Items {
  /** Fields of them, where they are no resources but what is shown of one. */
  readonly fields?: Readonly<Record<string, Schema>>
  /** Property of the answer that holds the resources. */
  readonly property: string
  /** Undefined for fields of a resource. */
  readonly type: string | undefined
}

/** The resources in the answer of a list. */
export function itemsOf(method: RestMethod, schemas: Schemas): Items | undefined {
  const name = method.response?.$ref ?? ''
  const properties = schemas[name]?.properties
  if (properties === undefined) return undefined
  const lists = Object.entries(properties).flatMap(([property, { type, items }]): Items[] => {
    if (type !== 'array' || items === undefined) return []
    if (items.$ref !== undefined) return [{ property, type: items.$ref }]
    // What is listed without a schema of its own is a part of the resource: `DatasetList`.
    return items.properties === undefined || !name.includes('List')
      ? []
      : [{ property, type: undefined, fields: items.properties }]
  })
  // What the path is called, before reports that go with it.
  const plural = /([A-Za-z]\w*)(?::\w+)?$/.exec(method.path)?.[1]
  return (
    lists.find(({ property }) => property === plural) ??
    lists.find(({ property }) => property === 'items') ??
    lists[0]
  )
}

export type Making = { readonly wrapper: string | undefined }

/** How a method takes the resource that it makes; undefined if it makes none. */
export function makesOf(
  { method, verb, word, pattern }: PlacedMethod,
  type: string | undefined,
  schemas: Schemas,
): Making | undefined {
  if (type === undefined || verb !== '') return undefined
  const isPut = method.httpMethod === 'PUT' && /^(create|insert)/.test(word)
  if (!isPut && (method.httpMethod !== 'POST' || pattern.endsWith('*'))) return undefined
  return takesOf(method, type, schemas)
}

/** How a request holds a resource: it is one, or has exactly one property that is. */
export function takesOf(
  { request }: RestMethod,
  type: string,
  schemas: Schemas,
): Making | undefined {
  if (request?.$ref === type) return { wrapper: undefined }
  const holding = Object.entries(schemas[request?.$ref ?? '']?.properties ?? {}).filter(
    ([, { $ref }]) => $ref === type,
  )
  return holding.length === 1 ? { wrapper: holding[0]![0] } : undefined
}
