// The folder of uploads: a subfolder for each, so that one that takes several requests outlives the server.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { HttpResponse } from '../response.ts'
import { onDisk } from '../../disk_fault.ts'

/** Milliseconds after which an upload that was begun is forgotten, as at Google: a week. */
const LIFETIME = 7 * 86_400_000
/** Milliseconds between looks for uploads that were never finished. */
const SWEEP_INTERVAL = 3_600_000

/** How an upload in several requests began: with all that its method is to be called with but the bytes. */
export interface UploadStart {
  /** `drive:v3` */
  readonly api: string
  /** `drive.files.create` */
  readonly method: string
  readonly httpMethod: string
  readonly message: { readonly base64: string; readonly contentType?: string | undefined }
  readonly contentType: string
  /** Bytes that will come in all, if the client knows. */
  readonly length?: number | undefined
}

/** An upload that a request goes on with. */
export interface BegunUpload {
  readonly upload: Upload
  readonly start: UploadStart
}

/** An answer that can be given again. */
export type StoredAnswer = HttpResponse & { readonly body: string | null }

export class UploadFolder {
  readonly #path: string
  readonly #now: () => number
  #sweepAt = 0

  /** `now`: milliseconds since the epoch. Nothing is made before it is needed. */
  constructor(path: string, now: () => number) {
    this.#path = path
    this.#now = now
  }

  async add(start?: UploadStart): Promise<Upload> {
    await this.sweep()
    const id = randomUUID()
    const upload = new Upload(id, join(this.#path, id))
    await upload.onDisk(() => mkdir(upload.path, { recursive: true }))
    if (start !== undefined) await upload.write('start', start)
    return upload
  }

  /** The upload that was begun with this id, unless it is over or too old. */
  async find(id: string): Promise<BegunUpload | undefined> {
    if (!/^[\da-f-]{36}$/.test(id)) return undefined // no way out of the folder
    const upload = new Upload(id, join(this.#path, id))
    if (await this.#isOld(upload.path)) return undefined
    const start = await upload.read<UploadStart>('start')
    return start && { upload, start }
  }

  /** Removes what is too old, at most once in a while. */
  async sweep(): Promise<void> {
    if (this.#now() < this.#sweepAt) return
    this.#sweepAt = this.#now() + SWEEP_INTERVAL
    for (const name of await readdir(this.#path).catch(() => [])) {
      const path = join(this.#path, name)
      if (await this.#isOld(path)) await rm(path, { recursive: true, force: true })
    }
  }

  async #isOld(path: string): Promise<boolean> {
    // A server that was killed may have left a folder without a start.
    const born = await stat(join(path, 'start.json')).catch(() => stat(path).catch(() => undefined))
    return born !== undefined && this.#now() - born.mtimeMs > LIFETIME
  }
}

export class Upload {
  readonly id: string
  readonly path: string
  /** The file of the bytes. */
  readonly bytes: string

  constructor(id: string, path: string) {
    this.id = id
    this.path = path
    this.bytes = join(path, 'bytes')
  }

  /** Does `work`, which reads or writes what is here. Throws 503 where the disk is at fault. */
  onDisk<T>(work: () => Promise<T>): Promise<T> {
    return onDisk(`upload ${this.path} cannot be kept`, work)
  }

  /** Bytes that are here. */
  async received(): Promise<number> {
    return await stat(this.bytes).then(
      ({ size }) => size,
      () => 0,
    )
  }

  /** The answer to the whole upload, once there is one. */
  answer = (): Promise<StoredAnswer | undefined> => this.read<StoredAnswer>('answer')

  /** From now on only the answer is kept. */
  async settle(answer: StoredAnswer): Promise<void> {
    await this.write('answer', answer)
    await rm(this.bytes, { force: true })
  }

  remove = (): Promise<void> => rm(this.path, { recursive: true, force: true })

  async read<T>(name: string): Promise<T | undefined> {
    const path = join(this.path, `${name}.json`)
    const text = await this.onDisk(() => readFile(path, 'utf8').catch(ifMissing))
    return text === undefined ? undefined : (parsed(text) as T | undefined)
  }

  /** Whole or not at all, whenever the server is killed. */
  async write(name: string, value: unknown): Promise<void> {
    const path = join(this.path, `${name}.json`)
    await this.onDisk(async () => {
      await writeFile(`${path}.new`, JSON.stringify(value), { flush: true })
      await rename(`${path}.new`, path)
    })
  }
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

/** A machine that lost its power may leave a file without its content: then it is as if it were not there. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
