// The protos beside a document, whatever form they have. What reads a form is loaded where such a file lies.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, extname } from 'node:path'
import { checkOpens } from '../../disk_fault.ts'
import type { ProtoNode } from './node.ts'

export interface ProtoOptions {
  /** Folders in which sources find their imports. */
  readonly protoPath: readonly string[]
  /** Has what cannot be read. */
  readonly warn: (sentence: string) => void
}

interface Form {
  readonly suffix: string
  readonly read: (path: string, options: ProtoOptions) => ProtoNode
}

/** Those that say all come before the JSON of npm clients, which has one pattern of a resource and one behavior of a field. */
const FORMS: readonly Form[] = [
  {
    suffix: '.binpb',
    read: (path) =>
      (load('file_set') as typeof import('./file_set.ts')).readFileSet(readFileSync(path)),
  },
  { suffix: '.protos', read: readSources },
  { suffix: '.proto', read: readSources },
  {
    suffix: '.protos.json',
    read: (path) => JSON.parse(readFileSync(path, 'utf8')) as ProtoNode,
  },
]

/**
 * `document`: path of `NAME_VERSION.api`. Undefined where none lie beside it, or none that can be read. Throws 503 where no file
 * can be opened now.
 */
export function protosBeside(document: string, options: ProtoOptions): ProtoNode | undefined {
  const base = document.replace(/\.api$/, '')
  for (const { suffix, read } of FORMS) {
    const path = base + suffix
    if (!existsSync(path)) continue
    checkOpens(`${basename(path)} cannot be read`, path)
    try {
      return read(path, options)
    } catch (error) {
      const why = (error as Error).message
      options.warn(`${basename(path)}: ${why}; REST knows nothing of what it says`)
    }
  }
  return undefined
}

function readSources(path: string, { protoPath }: ProtoOptions): ProtoNode {
  const { protoFilesIn, readProtos } = load('proto_sources') as typeof import('./proto_sources.ts')
  return readProtos(protoFilesIn(path), [path, ...protoPath])
}

/** At once, as a document is read in the middle of a call. Its libraries cost what no other server should pay. */
const load = (module: string): unknown => require(`./${module}${extname(import.meta.filename)}`)

const require = createRequire(import.meta.url)
