// Which method a request is for. The rules, independent of the order documents are loaded in (discovery.md §1 and §5):
// a literal :verb beats none; then segment by segment from the left, literal text beats any one segment, which beats any
// number of segments; then a longer literal tail beats a shorter one. What is left is a tie.
import { uploadPrefixes } from '../discovery/media_upload.ts'
import type { Segment } from '../discovery/path_template.ts'
import type { BoundMethod } from './service.ts'

export interface Match {
  /** The methods that fit best: more than one if nothing in the path tells them apart. None if the path is unknown. */
  readonly methods: readonly {
    readonly bound: BoundMethod
    /** Raw values of the path's variables. */
    readonly values: readonly string[]
    readonly door: Door
  }[]
  /** HTTP methods the path is known for, if the request's is not among them. */
  readonly allowed: readonly string[]
}

/** A method is reached at its own path, and at others for its bytes. */
export type Door = 'resource' | 'upload' | 'download'

export interface Matcher {
  /** `path`: raw, without its first slash. `rootHost`: only methods of that host; undefined: of all. */
  match(httpMethod: string, path: string, rootHost: string | undefined): Match
}

interface Node {
  readonly literals: Map<string, Node>
  one: Node | undefined
  /** Methods whose path ends here, by verb. */
  readonly ends: Map<string, Entry[]>
  /** Methods that take any number of segments from here on, longest literal tail first. */
  readonly rests: Entry[]
}

interface Entry {
  readonly bound: BoundMethod
  readonly door: Door
  /** What stands before the method's own path: path of rootUrl, /upload/ and the like, servicePath. */
  readonly prefix: string
  /** Literal segments after the one of any length. */
  readonly tail: number
}

export function matcherOf(methods: readonly BoundMethod[]): Matcher {
  const byHost = Map.groupBy(methods, ({ service }) => service.rootHost)
  const httpMethods = [...new Set(methods.map(({ outline }) => outline.httpMethod))].toSorted()
  // One tree a host, made when it is first asked for: what others serve costs a lookup nothing.
  const trees = new Map<string | undefined, Node>()
  const treeOf = (rootHost: string | undefined): Node => {
    let tree = trees.get(rootHost)
    if (tree === undefined) {
      tree = treeWith(rootHost === undefined ? methods : (byHost.get(rootHost) ?? []))
      trees.set(rootHost, tree)
    }
    return tree
  }
  return {
    match(httpMethod, path, rootHost) {
      const foundFor = (name: string) =>
        find(treeOf(rootHost), path, ({ bound }) => bound.outline.httpMethod === name)
      const found = foundFor(httpMethod)
      if (found.length > 0) return { methods: found, allowed: [] }
      return { methods: [], allowed: httpMethods.filter((name) => foundFor(name).length > 0) }
    },
  }
}

function treeWith(methods: readonly BoundMethod[]): Node {
  const root = newNode()
  for (const bound of methods) for (const entrance of entrancesOf(bound)) add(root, bound, entrance)
  return root
}

/** What stands before a method's own path. The routes that a module adds begin at the root of the API's host. */
export const prefixOf = (
  { service: { rootPath, outline }, route }: BoundMethod,
  door = '',
): string => (route === undefined ? rootPath.slice(1) + door + outline.servicePath : door)

/** A method's path from the root of its API's host, as a template without its first slash. */
export const fullPathOf = (bound: BoundMethod): string => prefixOf(bound) + bound.outline.path

type Entrance = Pick<Entry, 'door' | 'prefix'>

function entrancesOf(bound: BoundMethod): Entrance[] {
  const { uploads = [], hasDownloadPath } = bound.outline
  const entrance = (door: Door, path?: string) => ({ door, prefix: prefixOf(bound, path) })
  return [
    entrance('resource'),
    ...uploads.map((protocol) => entrance('upload', uploadPrefixes[protocol])),
    ...(hasDownloadPath ? [entrance('download', 'download/')] : []),
  ]
}

function add(root: Node, bound: BoundMethod, { door, prefix }: Entrance): void {
  const { template } = bound
  const segments = prefixed(prefix, template.segments)
  let node = root
  for (const [i, segment] of segments.entries()) {
    if (segment === 'rest') {
      const tail = segments.slice(i + 1).filter((after) => typeof after === 'object').length
      insertByTail(node.rests, { bound, door, prefix, tail })
      return
    }
    node = step(node, segment)
  }
  const ends = node.ends.get(template.verb) ?? []
  ends.push({ bound, door, prefix, tail: 0 })
  node.ends.set(template.verb, ends)
}

/** The prefix ends with a slash, or runs into the first segment. */
export function prefixed(prefix: string, segments: readonly Segment[]): Segment[] {
  const before = prefix.split('/')
  const glue = before.pop() ?? ''
  const [first, ...others] = segments
  const joined =
    glue !== '' && typeof first === 'object' ? { literal: glue + first.literal } : first!
  return [...before.map((literal) => ({ literal })), joined, ...others]
}

function step(node: Node, segment: Exclude<Segment, 'rest'>): Node {
  if (segment === 'one') return (node.one ??= newNode())
  let next = node.literals.get(segment.literal)
  if (next === undefined) {
    next = newNode()
    node.literals.set(segment.literal, next)
  }
  return next
}

function insertByTail(entries: Entry[], entry: Entry): void {
  const at = entries.findIndex(({ tail }) => tail < entry.tail)
  entries.splice(at === -1 ? entries.length : at, 0, entry)
}

const newNode = (): Node => ({ literals: new Map(), one: undefined, ends: new Map(), rests: [] })

type Found = Match['methods']

function find(root: Node, path: string, wanted: (entry: Entry) => boolean): Found {
  const segments = path.split('/')
  const colon = path.lastIndexOf(':')
  if (colon > path.lastIndexOf('/')) {
    const verb = path.slice(colon + 1)
    const bare = path.slice(0, colon).split('/')
    const withVerb = walk(root, bare, 0, (node) => node.ends.get(verb), path, wanted, verb)
    if (withVerb.length > 0) return withVerb
  }
  return walk(root, segments, 0, (node) => node.ends.get(''), path, wanted, '')
}

/** Depth first, most specific child first, so that the first methods met are the best. */
function walk(
  node: Node,
  segments: readonly string[],
  at: number,
  endsOf: (node: Node) => Entry[] | undefined,
  path: string,
  wanted: (entry: Entry) => boolean,
  verb: string,
): Found {
  if (at === segments.length) {
    const ends = endsOf(node)
    return ends === undefined ? [] : matching(ends, path, wanted)
  }
  const segment = segments[at]!
  const literal = node.literals.get(segment)
  if (literal !== undefined) {
    const found = walk(literal, segments, at + 1, endsOf, path, wanted, verb)
    if (found.length > 0) return found
  }
  if (node.one !== undefined && segment !== '') {
    const found = walk(node.one, segments, at + 1, endsOf, path, wanted, verb)
    if (found.length > 0) return found
  }
  return longestTail(
    node.rests.filter(({ bound }) => bound.template.verb === verb),
    path,
    wanted,
  )
}

function longestTail(
  rests: readonly Entry[],
  path: string,
  wanted: (entry: Entry) => boolean,
): Found {
  let from = 0
  while (from < rests.length) {
    const { tail } = rests[from]!
    const to = rests.findIndex((entry) => entry.tail < tail)
    const end = to === -1 ? rests.length : to
    const found = matching(rests.slice(from, end), path, wanted)
    if (found.length > 0) return found
    from = end
  }
  return []
}

function matching(
  entries: readonly Entry[],
  path: string,
  wanted: (entry: Entry) => boolean,
): Found {
  return entries.flatMap((entry) => {
    if (!wanted(entry) || !path.startsWith(entry.prefix)) return []
    const values = entry.bound.template.match(path.slice(entry.prefix.length))
    return values === undefined ? [] : [{ bound: entry.bound, values, door: entry.door }]
  })
}
