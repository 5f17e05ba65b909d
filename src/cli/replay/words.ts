// Texts of a recording as ours: ids that the recorder or Google made up stand for ids of this run.
import { isJsonObject, type Json } from '../../resources/json.ts'

const PLACEHOLDER = /\$\{(\w+)\}/g

/** What the recorder put in place of times, tags and numbers: it says that there is one. */
const CONSTANTS: readonly (readonly [RegExp, RegExp])[] = [
  [/^2024-\d\d-01T12:34:56\.123456Z$/, /^(\d{4}-\d\d-\d\dT[\d:.]+Z|\d{10,})$/],
  [/^"?abcdef0123A=?"?$/, /^.+$/],
  [/^0?123456789abcdef$/, /^.+$/],
  [/^171197489\d(000)?$/, /^\d+$/],
  [/^(user|test)@(google|example)\.com$/, /^[^@]+@[^@]+$/],
  [/^(0{6,}|1{6,}|8{6,}|12345678901234|123456789|1234567890|123)$/, /^.+$/],
]

/** Base64, in which a slash parts nothing. */
const TAG = /[\w+/]{6,}={1,2}/g

export class Words {
  readonly #known = new Map<string, string>()

  constructor(known: Readonly<Record<string, string>>) {
    for (const [name, text] of Object.entries(known)) this.#known.set(name, text)
  }

  knows(name: string): boolean {
    return this.#known.has(name)
  }

  set(name: string, text: string): void {
    this.#known.set(name, text)
  }

  /** Ids that the recording has and this run has not. */
  readonly #renamed = new Map<string, string>()

  /** A recorded text as we would write it; a name that nothing is known of stays as a word. */
  ours(text: string): string {
    const known = text.replaceAll(
      PLACEHOLDER,
      (_, name: string) => this.#known.get(name) ?? `unknown-${name.toLowerCase()}`,
    )
    if (this.#renamed.size === 0) return known
    const tagged = known.replaceAll(TAG, (tag) => this.#renamed.get(tag) ?? tag)
    return tagged.replaceAll(/[\w.~%@=+-]+/g, (word) => this.#renamed.get(word) ?? word)
  }

  oursIn(value: unknown): unknown {
    return JSON.parse(this.ours(JSON.stringify(value))) as unknown
  }

  /** Whether our text is the recorded one, as far as the recorder let it stand. */
  isSame(recorded: Json, own: Json): boolean {
    if (isEmpty(recorded) && isEmpty(own)) return Array.isArray(recorded) === Array.isArray(own)
    if (typeof recorded !== 'string' || typeof own !== 'string') {
      if (typeof recorded === 'number' && typeof own === 'number')
        return recorded === own || isConstant(String(recorded))
      return recorded === own
    }
    if (recorded === own || this.ours(recorded) === own) return true
    if (isTime(recorded) && isTime(own)) return true
    const constant = CONSTANTS.find(([theirs]) => theirs.test(recorded))
    if (constant !== undefined) return constant[1].test(own)
    return this.#pattern(recorded).test(own)
  }

  /** Notes what names of the recording are here: `${tagKeyID}` is 281476…. */
  learn(recorded: unknown, own: unknown, at = ''): void {
    if (Array.isArray(recorded) && Array.isArray(own))
      for (const [i, item] of recorded.entries()) this.learn(item, own[i])
    else if (isJsonObject(recorded) && isJsonObject(own))
      for (const [key, value] of Object.entries(recorded)) this.learn(value, own[key], key)
    else if (typeof recorded === 'string' && typeof own === 'string')
      this.#learnText(recorded, own, at === 'name')
  }

  /** `isName`: what stands for a container elsewhere is a resource that was made here. */
  /** Notes the ids that an answer gives to what was made: they are others here. */
  learnIds(recorded: unknown, own: unknown): void {
    if (!isJsonObject(recorded) || !isJsonObject(own)) return
    for (const [key, value] of Object.entries(recorded)) {
      const ours = own[key]
      if (isJsonObject(value)) this.learnIds(value, ours)
      if (
        !/^(name|id|\w+Id|nextPageToken|etag)$/.test(key) ||
        typeof value !== 'string' ||
        typeof ours !== 'string'
      )
        continue
      const partsOf = (text: string) => (key === 'etag' ? [text] : text.split('/'))
      const theirs = partsOf(value)
      const parts = partsOf(ours)
      if (theirs.length !== parts.length) continue
      for (const [i, word] of theirs.entries())
        if (
          word !== parts[i] &&
          word.length > 3 &&
          /[\d_A-Z-]/.test(word) &&
          !word.includes('$') &&
          (theirs[i - 1] === 'projects' || !isConstant(word))
        )
          this.#renamed.set(word, parts[i]!)
    }
  }

  /** The address of an upload that begins. */
  learnUpload(recorded: string | undefined, own: string | undefined): void {
    const [theirs, ours] = [recorded, own].map(
      (url) => /[?&]upload_id=([^&]+)/.exec(url ?? '')?.[1],
    )
    if (theirs !== undefined && ours !== undefined) this.#renamed.set(theirs, ours)
  }

  #learnText(recorded: string, own: string, isName: boolean): void {
    const folder = isName
      ? /^folders\/\$\{folderID\}$/.test(recorded) && /^folders\/(\d+)$/.exec(own)
      : null
    if (folder) this.#known.set('folderID', folder[1]!)
    const names = [...recorded.matchAll(PLACEHOLDER)].map(([, name]) => name!)
    if (!names.some((name) => !FIXED.has(name))) return
    const values = this.#pattern(recorded).exec(own)?.slice(1)
    for (const [i, name] of names.entries())
      if (!FIXED.has(name) && values?.[i] !== undefined) this.#known.set(name, values[i])
  }

  #pattern(recorded: string): RegExp {
    const parts = recorded.split(/(\$\{\w+\})/).map((part) => {
      const name = /^\$\{(\w+)\}$/.exec(part)?.[1]
      if (name === undefined) return RegExp.escape(part)
      if (name === 'projectId' || name === 'projectNumber')
        return `(${RegExp.escape(this.#known.get('projectId')!)}|${this.#known.get('projectNumber')})`
      if (FIXED.has(name)) return `(${RegExp.escape(this.#known.get(name)!)})`
      return '([^/:"]+)'
    })
    return new RegExp(`^${parts.join('')}$`)
  }
}

/** Any time stands for any: it is now that the emulator is asked. */
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text)

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

const isConstant = (text: string): boolean => CONSTANTS.some(([theirs]) => theirs.test(text))

/** Names of what is the same in all of a recording. */
const FIXED = new Set([
  'projectId',
  'projectNumber',
  'organizationID',
  'folderID',
  'billingAccountID',
  'uniqueId',
])

export const fixedWords = {
  projectId: 'example-project',
  projectNumber: '123456789012',
  organizationID: '123450001',
  folderID: '123450002',
  billingAccountID: '123456-777777-000001',
  uniqueId: 'uniqueid',
}
