// Whether what clients saw of resources can be explained by each resource changing one step at a time: linearizability, for
// each resource by itself. The search is that of G. Lowe, "Testing for linearizability" (2017): the sets of operations in flight
// that may have been done by now, each with the value they leave.
import type { ResourceOperation } from './operations.ts'

/** What is wrong, a sentence for each resource. */
export function checkResources(operations: readonly ResourceOperation[]): string[] {
  const faults: string[] = []
  for (const [resource, own] of Map.groupBy(operations, (one) => one.resource)) {
    const fault = faultOf(own)
    if (fault !== undefined) faults.push(`${resource}: ${fault}`)
  }
  return faults
}

/** A way in which things may have gone so far. */
interface World {
  readonly value: Value
  /** Of the operations in flight, those that are done. */
  readonly done: ReadonlySet<ResourceOperation>
}

/** Undefined: there is no such resource. */
type Value = string | undefined

function faultOf(operations: readonly ResourceOperation[]): string | undefined {
  const inFlight = new Set<ResourceOperation>()
  let worlds: World[] = [{ value: undefined, done: new Set() }]
  for (const { operation, isEnd } of momentsOf(operations)) {
    if (!isEnd) {
      inFlight.add(operation)
      continue
    }
    const reachable = reach(worlds, inFlight)
    const left = reachable.filter(({ done }) => done.has(operation) || isOptional(operation))
    inFlight.delete(operation)
    worlds = distinct(left.map(({ value, done }) => ({ value, done: without(done, operation) })))
    if (worlds.length === 0) return describe(operation, reachable)
  }
  return undefined
}

/** Beginnings and ends in order of time; what may still be done after its end has none. */
function momentsOf(operations: readonly ResourceOperation[]) {
  const beginnings = operations.map((operation) => ({
    operation,
    isEnd: false,
    at: operation.sent,
  }))
  const ends = operations
    .filter(({ latest }) => latest < Infinity)
    .map((operation) => ({ operation, isEnd: true, at: operation.latest }))
  // At the same millisecond, one may have been before the other.
  return [...beginnings, ...ends].toSorted(
    (a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd),
  )
}

/** All worlds that some operations in flight lead to. */
function reach(worlds: readonly World[], inFlight: ReadonlySet<ResourceOperation>): World[] {
  const all = new Map(worlds.map((world) => [keyOf(world), world]))
  for (const { value, done } of all.values()) {
    for (const operation of inFlight) {
      if (done.has(operation)) continue
      const after = step(value, operation)
      if (after === 'impossible') continue
      const world = { value: after.value, done: new Set(done).add(operation) }
      const key = keyOf(world)
      if (!all.has(key)) all.set(key, world) // and visited by this loop
    }
  }
  return [...all.values()]
}

/** What an operation leaves that finds `value`. */
function step(value: Value, operation: ResourceOperation): { value: Value } | 'impossible' {
  const holds = (isPossible: boolean, after = value) =>
    isPossible ? { value: after } : 'impossible'
  const { outcome } = operation
  if (outcome === 'missing') return holds(value === undefined)
  if (outcome === 'exists') return holds(value !== undefined)
  if (operation.kind === 'get') return holds(typeof outcome === 'object' && value === outcome.value)
  if (operation.kind === 'put') return { value: operation.value }
  if (operation.kind === 'create') return holds(value === undefined, operation.value)
  const { over } = operation
  if (outcome === 'conflict') return holds(value !== undefined && value !== over)
  const isPossible = value !== undefined && (over === undefined || over === value)
  if (!isPossible) return 'impossible'
  return { value: operation.kind === 'patch' ? operation.value : undefined }
}

const isOptional = ({ outcome }: ResourceOperation): boolean => outcome === 'unknown'

const numbers = new WeakMap<ResourceOperation, number>()
let last = 0
function numberOf(operation: ResourceOperation): number {
  const known = numbers.get(operation)
  if (known !== undefined) return known
  last += 1
  numbers.set(operation, last)
  return last
}

const keyOf = ({ value, done }: World): string =>
  `${[...done]
    .map(numberOf)
    .toSorted((a, b) => a - b)
    .join()} ${value ?? ''}`

const distinct = (worlds: readonly World[]): World[] => [
  ...new Map(worlds.map((world) => [keyOf(world), world])).values(),
]

const without = (
  done: ReadonlySet<ResourceOperation>,
  operation: ResourceOperation,
): Set<ResourceOperation> => new Set([...done].filter((one) => one !== operation))

function describe(operation: ResourceOperation, worlds: readonly World[]): string {
  const { kind, outcome, client, sent, ended } = operation
  const values = [...new Set(worlds.map(({ value }) => value ?? 'nothing'))].join(' or ')
  const over = 'over' in operation && operation.over !== undefined ? ` over ${operation.over}` : ''
  const came = typeof outcome === 'object' ? outcome.value : outcome
  return `${kind}${over} by ${client} (${Math.round(sent)}–${Math.round(ended)} ms) came to ${came}, but there can only have been ${values}`
}
