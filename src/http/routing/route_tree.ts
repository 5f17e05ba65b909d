// The methods as a tree by the segments of their paths.
import { uploadPrefixes } from '../../discovery/media_upload.ts'
import { prefixOf } from '../../api/method_path.ts'
import { segmentOf } from '../../discovery/path_template.ts'
import type { BoundMethod } from '../../api/service.ts'

/** A method is reached at its own path, and at others for its bytes. */
export type PathKind = 'resource' | 'upload' | 'download'

/** Of a tree that grows where requests go: what is not asked for costs nothing. */
export interface Node {
  /** Entries below it that are not handed to its children yet. */
  waiting: Entry[]
  readonly literals: Map<string, Node>
  param: Node | undefined
  /** Entries whose path ends here, by verb. */
  readonly ends: Map<string, Entry[]>
  /** Entries that take any number of segments from here on, by verb. */
  readonly wildcards: Map<string, Entry[]>
}

export interface Entry {
  readonly bound: BoundMethod
  readonly pathKind: PathKind
  /** What stands before the method's own path: path of rootUrl, /upload/ and the like, servicePath. */
  readonly prefix: string
  readonly shape: string
  /** Where in the shape the next segment begins: those before it led to the node where the entry lies. */
  offset: number
}

export function buildTree(methods: readonly BoundMethod[]): Node {
  return { ...newNode(), waiting: methods.flatMap(entriesOf) }
}

function entriesOf(bound: BoundMethod): Entry[] {
  const { uploads = [], hasDownloadPath } = bound.outline
  const entry = (pathKind: PathKind, path?: string): Entry => {
    const prefix = prefixOf(bound, path)
    return { bound, pathKind, prefix, shape: prefix + bound.outline.shape, offset: 0 }
  }
  return [
    entry('resource'),
    ...uploads.map((protocol) => entry('upload', uploadPrefixes[protocol])),
    ...(hasDownloadPath ? [entry('download', 'download/')] : []),
  ]
}

const newNode = (): Node => ({
  waiting: [],
  literals: new Map(),
  param: undefined,
  ends: new Map(),
  wildcards: new Map(),
})

/** Hands the entries that wait at a node one segment further. */
export function expand(node: Node): void {
  for (const entry of node.waiting) {
    const { bound, shape, offset } = entry
    const { verb = '' } = bound.outline
    if (offset > shape.length) {
      listIn(node.ends, verb).push(entry)
      continue
    }
    const slash = shape.indexOf('/', offset)
    const end = slash === -1 ? shape.length : slash
    const segment = segmentOf(shape.slice(offset, end))
    entry.offset = end + 1
    if (segment === 'rest') listIn(node.wildcards, verb).push(entry)
    else if (segment === 'one') (node.param ??= newNode()).waiting.push(entry)
    else nodeIn(node.literals, segment.literal).waiting.push(entry)
  }
  node.waiting = []
}

function listIn(lists: Map<string, Entry[]>, verb: string): Entry[] {
  let list = lists.get(verb)
  if (list === undefined) lists.set(verb, (list = []))
  return list
}

function nodeIn(nodes: Map<string, Node>, literal: string): Node {
  let node = nodes.get(literal)
  if (node === undefined) nodes.set(literal, (node = newNode()))
  return node
}

/** Literal segments after the one of any length. */
export const tailOf = ({ shape, offset }: Entry): number => {
  const [, ...after] = shape.slice(offset - 1).split('/')
  return after.filter((text) => typeof segmentOf(text) === 'object').length
}
