// Files beside a document: read when the API is first called, and again when they have changed.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { DocumentError } from '../../discovery/read/load.ts'
import { keyOf } from '../../json_pointer.ts'
import { isJsonObject, type Json, type JsonObject } from '../json.ts'
import type { ApiModel } from '../model/api_model.ts'
import { defaultsIn, problemsOf, type OverlayKind } from './check_overlay.ts'
import {
  merged,
  noOverlay,
  type Default,
  type Overlay,
  type Problem,
  type Rule,
} from './overlay.ts'

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
      this.#ownOverlay ??= this.#own === undefined ? noOverlay : this.#read(this.#own, fitting)
      this.#overlay = merged(this.#ownOverlay, this.#read(this.#base, strictly(this.#warn)))
    } catch (error) {
      if (this.#stamp === undefined) throw error
      this.#warn(`${(error as Error).message}\nWhat was there before is used on.`)
    }
    this.#stamp = stamp
    return this.#overlay
  }

  #read(base: string, treat: Treatment): Overlay {
    const read = (kind: OverlayKind): JsonObject => {
      const path = `${base}.${kind}.json`
      if (statSync(path, { throwIfNoEntry: false }) === undefined) return {}
      const file = parsed(path)
      return treat(file, problemsOf(kind, file, this.#model), path)
    }
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

/** What is left of a file with these problems. */
type Treatment = (file: Json, problems: readonly Problem[], path: string) => JsonObject

/** Of a recording's seeds, thousands may be odd in the same way. */
const MOST_TOLD = 20

/** Of a file that its user wrote for this document, all must be right. */
const strictly =
  (warn: (sentence: string) => void): Treatment =>
  (file, problems, path) => {
    const sentence = ({ pointer, message }: Problem) =>
      `${path}: ${pointer === '' ? '' : `${pointer}: `}${message}`
    const { odd = [], wrong = [] } = Object.groupBy(problems, ({ isWarning }) =>
      isWarning ? 'odd' : 'wrong',
    )
    if (wrong.length > 0) throw new DocumentError(wrong.map(sentence).join('\n'))
    if (odd.length > 0) warn(odd.slice(0, MOST_TOLD).map(sentence).join('\n'))
    return isJsonObject(file) ? file : {}
  }

/** Our data is of one revision of a document. What another does not have is passed over. */
function fitting(file: Json, problems: readonly Problem[]): JsonObject {
  if (!isJsonObject(file)) return {}
  for (const { pointer } of problems) {
    const path = pointer.split('/').slice(1).map(keyOf)
    const last = path.pop()
    let holder: Json | undefined = file
    for (const name of path) holder = (holder as JsonObject | undefined)?.[name]
    if (last !== undefined) delete (holder as JsonObject | undefined)?.[last]
  }
  return file
}

function parsed(path: string): Json {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Json
  } catch (error) {
    throw new DocumentError(`${path}: not JSON: ${(error as Error).message}`)
  }
}
