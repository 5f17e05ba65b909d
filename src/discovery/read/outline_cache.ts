// Outlines of documents that were checked once, on disk, so that a start with hundreds of documents parses none of them.
import { hash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { extname, join, resolve } from 'node:path'
import type { Outline } from './outline.ts'

/** By the key of a document's contents. */
export type Outlines = ReadonlyMap<string, Outline>

/** A file whose contents are known as long as its stamp is the same. */
export interface KnownFile {
  readonly stamp: string
  /** Of its contents. */
  readonly key: string
  /** Bytes. */
  readonly size: number
}

export interface Kept {
  /** Of documents without problems. */
  readonly outlines: Outlines
  /** By name. */
  readonly files: ReadonlyMap<string, KnownFile>
}

export interface OutlineCache extends Kept {
  /** Makes these the only ones. Several processes may: the last one's are kept, whole. Throws if that is not possible. */
  save(kept: Kept): Promise<void>
}

/** `folder`: of the caches, one file for each `apiData`. What cannot be read is as if it were not there. */
export function openOutlineCache(
  folder: string,
  apiData: string,
  warn: (sentence: string) => void,
): OutlineCache {
  const path = join(folder, `outlines-${digest(resolve(apiData)).slice(0, 16)}.json`)
  return {
    ...read(path, warn),
    async save({ outlines, files }) {
      const body = JSON.stringify({ outlines: [...outlines], files: [...files] })
      const head: Head = { maker: makerOf(), digest: digest(body) }
      const own = `${path}.${randomUUID()}`
      await mkdir(folder, { recursive: true })
      try {
        await writeFile(own, `${JSON.stringify(head)}\n${body}`)
        await rename(own, path)
      } catch (error) {
        await rm(own, { force: true })
        throw error
      }
    },
  }
}

/** First line of the file. */
interface Head {
  readonly maker: string
  /** Of all after the first line. */
  readonly digest: string
}

interface Body {
  readonly outlines: [string, Outline][]
  readonly files: [string, KnownFile][]
}

const nothing: Kept = { outlines: new Map(), files: new Map() }

function read(path: string, warn: (sentence: string) => void): Kept {
  try {
    const text = readFileSync(path, 'utf8')
    const end = text.indexOf('\n')
    const head = JSON.parse(text.slice(0, end)) as Head
    if (head.maker !== makerOf()) return nothing
    const body = text.slice(end + 1)
    if (head.digest !== digest(body)) throw new Error('it is damaged')
    const { outlines, files } = JSON.parse(body) as Body
    return { outlines: new Map(outlines), files: new Map(files) }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return nothing
    warn(
      `the cache ${path} cannot be read (${(error as Error).message}); all documents are checked anew`,
    )
    return nothing
  }
}

const digest = (text: string): string => hash('blake2b512', text, 'base64url')

let maker: string | undefined

/** Another version of the code that reads documents has a cache of its own. */
function makerOf(): string {
  if (maker === undefined) {
    const folder = join(import.meta.dirname, '..')
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    const sources = files.filter((file) => file.endsWith(extname(import.meta.filename)))
    const texts = sources.map((file) => readFileSync(join(folder, file), 'utf8'))
    maker = digest(texts.toSorted().join('\0'))
  }
  return maker
}
