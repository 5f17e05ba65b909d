// Files beside a document: read when the API is first called, and again when they have changed.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { DocumentError } from '../../discovery/read/load.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ApiModel } from '../model/api_model.ts'
import { defaultsIn, problemsOf, type OverlayKind } from './check_overlay.ts'
import { merged, noOverlay, type Default, type Overlay, type Rule } from './overlay.ts'

const KINDS = ['seed', 'rules', 'defaults', 'traits'] as const satisfies readonly OverlayKind[]

export class OverlayFiles {
  readonly #own: string | undefined
  readonly #base: string
  readonly #model: ApiModel
  readonly #warn: (sentence: string) => void
  #stamp: string | undefined
  #ownOverlay: Overlay | undefined
  #overlay: Overlay = noOverlay

  /** Paths without the ends, `api_data/redis_v1`; `own`: of the data that comes with us, which does not change. */
  constructor(
    own: string | undefined,
    base: string,
    model: ApiModel,
    warn: (sentence: string) => void,
  ) {
    this.#own = own
    this.#base = base
    this.#model = model
    this.#warn = warn
  }

  /**
   * What the files say now. Throws a DocumentError naming file and JSON pointer of each fault when they are first read;
   * of a change that is wrong it warns, and goes on with what was there.
   */
  get current(): Overlay {
    const stamp = KINDS.map((kind) => stampOf(`${this.#base}.${kind}.json`)).join()
    if (stamp === this.#stamp) return this.#overlay
    try {
      this.#ownOverlay ??= this.#own === undefined ? noOverlay : this.#read(this.#own)
      this.#overlay = merged(this.#ownOverlay, this.#read(this.#base))
    } catch (error) {
      if (this.#stamp === undefined) throw error
      this.#warn(`${(error as Error).message}\nWhat was there before is used on.`)
    }
    this.#stamp = stamp
    return this.#overlay
  }

  #read(base: string): Overlay {
    const read = (kind: OverlayKind) => readOne(`${base}.${kind}.json`, kind, this.#model)
    const defaults = Object.entries(read('defaults')).map(([type, entries]) => [
      type,
      defaultsIn(entries).map(({ entry }) => entry as unknown as Default),
    ])
    return {
      seed: read('seed') as Record<string, JsonObject>,
      rules: read('rules') as unknown as Record<string, Rule>,
      defaults: Object.fromEntries(defaults) as Record<string, Default[]>,
      traits: read('traits'),
    }
  }
}

/** Whether a document has any of these files beside it. */
export const hasOverlay = (path: string): boolean =>
  KINDS.some((kind) => existsSync(path.replace(/\.api$/, `.${kind}.json`)))

const stampOf = (path: string): string => {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats === undefined ? '-' : `${stats.mtimeMs}/${stats.size}`
}

function readOne(path: string, kind: OverlayKind, model: ApiModel): JsonObject {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return {}
  const file = parsed(path)
  const problems = problemsOf(kind, file, model)
  if (problems.length > 0)
    throw new DocumentError(
      problems
        .map(({ pointer, message }) => `${path}: ${pointer === '' ? '' : `${pointer}: `}${message}`)
        .join('\n'),
    )
  return isJsonObject(file) ? file : {}
}

function parsed(path: string): Json {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json
  } catch (error) {
    throw new DocumentError(`${path}: not JSON: ${(error as Error).message}`)
  }
}
