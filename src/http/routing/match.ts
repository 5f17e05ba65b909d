// Which method a request is for. The rules, independent of the order documents are loaded in (docs/google_rest.md#paths):
// a literal :verb beats none; then segment by segment from the left, literal text beats any one segment, which beats any
// number of segments; then a longer literal tail beats a shorter one. What is left is a tie.
import { expand, buildTree, tailOf, type PathKind, type Entry, type Node } from './route_tree.ts'
import type { BoundMethod } from '../../api/service.ts'

export interface Match {
  /** The methods that fit best: more than one if nothing in the path tells them apart. None if the path is unknown. */
  readonly methods: readonly {
    readonly bound: BoundMethod
    /** Raw values of the path's variables. */
    readonly values: readonly string[]
    readonly pathKind: PathKind
  }[]
  /** HTTP methods the path is known for, if the request's is not among them. */
  readonly allowed: readonly string[]
}

export interface Matcher {
  /** `path`: raw, without its first slash. `rootHost`: only methods of that host; undefined: of all. */
  match(httpMethod: string, path: string, rootHost: string | undefined): Match
}

export function matcherOf(methods: readonly BoundMethod[]): Matcher {
  const byHost = Map.groupBy(methods, ({ service }) => service.rootHost)
  // One tree a host, made when it is first asked for, and one of all for requests without a host.
  const trees = new Map<string | undefined, Node>()
  const treeOf = (rootHost: string | undefined): Node => {
    let tree = trees.get(rootHost)
    if (tree === undefined) {
      const own = rootHost === undefined ? methods : (byHost.get(rootHost) ?? [])
      tree = buildTree(own)
      trees.set(rootHost, tree)
    }
    return tree
  }
  return { match: (httpMethod, path, rootHost) => find(treeOf(rootHost), path, httpMethod) }
}

type Found = Match['methods']

const NONE: Found = []
const NO_METHODS: readonly string[] = []

interface Search {
  readonly httpMethod: string
  readonly path: string
  /** Without the verb. */
  readonly segments: readonly string[]
  readonly verb: string
  /** Entries on the way that are of another HTTP method. */
  readonly others: Entry[]
}

function find(root: Node, path: string, httpMethod: string): Match {
  const others: Entry[] = []
  const colon = path.lastIndexOf(':')
  const search = (bare: string, verb: string): Found =>
    walk(root, 0, { httpMethod, path, segments: bare.split('/'), verb, others })
  const withVerb =
    colon > path.lastIndexOf('/') ? search(path.slice(0, colon), path.slice(colon + 1)) : NONE
  const methods = withVerb.length > 0 ? withVerb : search(path, '')
  if (methods.length > 0) return { methods, allowed: NO_METHODS }
  // Google's transcoder passes over empty segments at the end (/v4/spreadsheets/x/).
  const trimmed = withoutLastSlashes(path)
  if (trimmed !== path) return find(root, trimmed, httpMethod)
  return { methods: [], allowed: allowedBy(others, path) }
}

export function withoutLastSlashes(path: string): string {
  let end = path.length
  while (path[end - 1] === '/') end -= 1
  return path.slice(0, end)
}

/** Depth first, most specific child first, so that the first methods met are the best. */
function walk(node: Node, depth: number, search: Search): Found {
  if (node.waiting.length > 0) expand(node)
  const { segments, verb } = search
  if (depth === segments.length) return matching(node.ends.get(verb), search)
  const segment = segments[depth]!
  const literal = node.literals.get(segment)
  if (literal !== undefined) {
    const found = walk(literal, depth + 1, search)
    if (found.length > 0) return found
  }
  if (node.param !== undefined && segment !== '') {
    const found = walk(node.param, depth + 1, search)
    if (found.length > 0) return found
  }
  return longestTail(node.wildcards.get(verb), search)
}

function longestTail(rests: readonly Entry[] | undefined, search: Search): Found {
  if (rests === undefined) return NONE
  const byTail = Map.groupBy(rests, tailOf)
  for (const tail of [...byTail.keys()].toSorted((a, b) => b - a)) {
    const found = matching(byTail.get(tail), search)
    if (found.length > 0) return found
  }
  return []
}

function matching(entries: readonly Entry[] = NO_ENTRIES, search: Search): Found {
  const { httpMethod, path, others } = search
  const found: Found[number][] = []
  for (const entry of entries) {
    const { bound, pathKind } = entry
    if (bound.outline.httpMethod !== httpMethod) others.push(entry)
    else {
      const values = valuesIn(entry, path)
      if (values !== undefined) found.push({ bound, values, pathKind })
    }
  }
  return found
}

const NO_ENTRIES: readonly Entry[] = []

function valuesIn({ bound, prefix }: Entry, path: string): string[] | undefined {
  return path.startsWith(prefix) ? bound.template.match(path.slice(prefix.length)) : undefined
}

function allowedBy(entries: readonly Entry[], path: string): string[] {
  const allowed = new Set<string>()
  for (const entry of entries) {
    const { httpMethod } = entry.bound.outline
    if (!allowed.has(httpMethod) && valuesIn(entry, path) !== undefined) allowed.add(httpMethod)
  }
  return [...allowed].toSorted()
}
