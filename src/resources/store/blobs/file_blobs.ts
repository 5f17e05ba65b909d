// Blobs as files of a folder.
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, unavailable } from '../../../errors.ts'
import type { Blob } from '../store.ts'
import type { Blobs } from './blobs.ts'

/** Of a file that nothing refers to, yet or any more. */
const NEW = '.new'
const DAY = 86_400_000 // milliseconds

export class FileBlobs implements Blobs {
  readonly #folder: string
  readonly #isTemporary: boolean
  readonly #grace: number
  /** By id, what will be removed. */
  readonly #leaving = new Map<string, NodeJS.Timeout>()

  /** `isTemporary`: the folder goes when the store is closed. `grace`: seconds. */
  constructor(folder: string, isTemporary: boolean, grace: number) {
    this.#folder = folder
    this.#isTemporary = isTemporary
    this.#grace = grace
  }

  async put(
    bytes: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly id: string; readonly size: number }> {
    const id = randomBytes(12).toString('hex')
    const path = this.#pathOf(id) + NEW
    try {
      await mkdir(this.#folder, { recursive: true })
      return { id, size: await writeAll(path, bytes) }
    } catch (error) {
      await rm(path, { force: true }).catch(() => {})
      throw this.#faultOf(error)
    }
  }

  async read(id: string): Promise<Blob | undefined> {
    if (!isId(id)) return undefined
    for (const path of [this.#pathOf(id), this.#pathOf(id) + NEW]) {
      const found = await stat(path).catch(ifMissing)
      if (found !== undefined) return blobAt(this.#pathOf(id), found.size)
    }
    return undefined
  }

  async keep(ids: readonly string[]): Promise<void> {
    for (const id of ids.filter(isId)) {
      const path = this.#pathOf(id)
      try {
        await rename(path + NEW, path).catch(ifMissing) // kept before
      } catch (error) {
        throw this.#faultOf(error)
      }
    }
  }

  async remove(id: string): Promise<void> {
    if (!isId(id)) return
    // A name under which it goes even if this process is killed before.
    await rename(this.#pathOf(id), this.#pathOf(id) + NEW).catch(ifMissing)
    if (this.#grace === 0) return this.#drop(id)
    const timer = setTimeout(() => void this.#drop(id).catch(() => {}), this.#grace * 1000)
    this.#leaving.set(id, timer.unref())
  }

  async #drop(id: string): Promise<void> {
    clearTimeout(this.#leaving.get(id))
    this.#leaving.delete(id)
    await rm(this.#pathOf(id) + NEW, { force: true })
  }

  /** Removes what was put a day ago and never kept. */
  async sweep(): Promise<void> {
    const names = (await readdir(this.#folder).catch(ifMissing)) ?? []
    for (const name of names.filter((one) => one.endsWith(NEW))) {
      const path = join(this.#folder, name)
      const found = await stat(path).catch(ifMissing)
      if (found !== undefined && Date.now() - found.mtimeMs > DAY) await rm(path, { force: true })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#leaving.keys()].map((id) => this.#drop(id)))
    if (this.#isTemporary) await rm(this.#folder, { recursive: true, force: true })
  }

  #pathOf(id: string): string {
    return join(this.#folder, id)
  }

  #faultOf(error: unknown): unknown {
    if (error instanceof ApiError || !(error instanceof Error) || !('code' in error)) return error
    return unavailable(
      `resource store: cannot write into ${this.#folder} (${error.message})`,
      error,
    )
  }
}

/** On the disk when it is done, as the resources are that will refer to it. */
async function writeAll(path: string, bytes: AsyncIterable<Uint8Array>): Promise<number> {
  await using file = await open(path, 'wx')
  let size = 0
  for await (const part of bytes) {
    await file.writeFile(part)
    size += part.length
  }
  await file.datasync()
  return size
}

/** An import may name anything. */
const isId = (text: string): boolean => /^[0-9a-f]{24}$/.test(text)

const blobAt = (path: string, size: number): Blob => ({
  size,
  async *bytes(start, end) {
    if (start === end) return
    const file = await openUnderEitherName(path)
    yield* file.createReadStream({ start, end: end - 1 })
  },
})

/** What comes to be referred to, or is no more, changes its name meanwhile. An open file can be read to its end. */
async function openUnderEitherName(path: string): Promise<FileHandle> {
  const file = (await open(path).catch(ifMissing)) ?? (await open(path + NEW).catch(ifMissing))
  return file ?? open(path)
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
