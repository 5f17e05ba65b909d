// What a recording tells beyond the document: fields that servers fill in, what was there before, how errors are worded.
import { isJsonObject, type Json, type JsonObject } from '../../resources/json.ts'
import type { Verdict } from '../replay/judge.ts'
import type { Subject } from '../replay/subject.ts'
import { templateOf } from './template.ts'

/** How often a field that we lack had a value, of how many resources that could have had it. */
interface Seen {
  of: number
  readonly values: Map<string, number>
}

export interface Proposal {
  /** By type, then by path. */
  readonly defaults: Readonly<Record<string, JsonObject>>
  /** By full name. */
  readonly seed: Readonly<Record<string, JsonObject>>
  /** Texts of a 404, by the last word of the collection. */
  readonly notFound: Readonly<Record<string, { readonly message: string }>>
}

/** A value must have been seen so often, and in such a share of the resources. */
const LEAST = 2
const SHARE = 0.9

export class Learner {
  readonly #subject: Subject
  readonly #fields = new Map<string, Map<string, Seen>>()
  readonly #seeds = new Map<string, Map<string, JsonObject>>()
  readonly #texts = new Map<string, Map<string, Map<string, number>>>()

  constructor(subject: Subject) {
    this.#subject = subject
  }

  note(verdict: Verdict): void {
    const { call, own, skipped } = verdict
    if (skipped === 'before') return this.#noteSeed(verdict)
    if (skipped !== undefined) return
    if (call.s === 404 && own.status === 404) return this.#noteText(verdict)
    if (call.s >= 300 || own.status >= 300) return
    const theirs = this.#subject.resourceIn(call, call.r)
    const ours = this.#subject.resourceIn(call, own.body)
    if (call.class === 'operation' || theirs === undefined || ours === undefined) return
    const fields = this.#fields.getOrInsertComputed(`${call.api} ${theirs.type}`, () => new Map())
    noteMissing(fields, theirs.resource, ours.resource, '')
  }

  #noteSeed({ call }: Verdict): void {
    const theirs = this.#subject.resourceIn(call, call.r)
    const target = this.#subject.target(call)
    if (theirs === undefined || target === undefined || call.m !== 'GET') return
    const seeds = this.#seeds.getOrInsertComputed(call.api, () => new Map())
    if (!seeds.has(target.name)) seeds.set(target.name, theirs.resource)
  }

  #noteText({ call, message }: Verdict): void {
    const target = this.#subject.target(call)
    const error = isJsonObject(call.r) ? call.r['error'] : undefined
    const text = isJsonObject(error) ? error['message'] : undefined
    if (message !== false || target === undefined || typeof text !== 'string') return
    const kind = target.name.split('/').at(-2) ?? '*'
    const worded = text
      .replaceAll(target.name, '{name}')
      .replaceAll(target.name.slice(target.name.lastIndexOf('/') + 1), '{id}')
    if (worded.includes('${')) return
    const words = this.#texts.getOrInsertComputed(call.api, () => new Map())
    const texts = words.getOrInsertComputed(kind, () => new Map<string, number>())
    texts.set(worded, (texts.get(worded) ?? 0) + 1)
  }

  /** By `name:version`. */
  get proposals(): ReadonlyMap<string, Proposal> {
    const apis = new Set([...this.#fields.keys()].map((key) => key.split(' ')[0]!))
    for (const api of [...this.#seeds.keys(), ...this.#texts.keys()]) apis.add(api)
    return new Map([...apis].toSorted().map((api) => [api, this.#proposalOf(api)]))
  }

  #proposalOf(api: string): Proposal {
    const defaults = [...this.#fields].flatMap(([key, fields]) => {
      if (!key.startsWith(`${api} `)) return []
      const values = [...fields].flatMap(([path, seen]) => {
        const value = agreed(seen)
        return value === undefined ? [] : [[path, value] as const]
      })
      return values.length === 0 ? [] : [[key.split(' ')[1]!, Object.fromEntries(values)] as const]
    })
    const texts = [...(this.#texts.get(api) ?? [])].map(([kind, counts]) => {
      const [message] = [...counts].toSorted((a, b) => b[1] - a[1])[0]!
      return [kind, { message }] as const
    })
    return {
      defaults: Object.fromEntries(defaults),
      seed: Object.fromEntries(this.#seeds.get(api) ?? []),
      notFound: Object.fromEntries(texts),
    }
  }
}

/** Fields that theirs has and ours has not, and how many could have had them. */
function noteMissing(
  fields: Map<string, Seen>,
  theirs: JsonObject,
  ours: JsonObject,
  path: string,
): void {
  const own = new Set(Object.keys(ours))
  for (const [name, value] of Object.entries(theirs)) {
    const at = path === '' ? name : `${path}.${name}`
    if (!own.has(name)) {
      const seen = fields.getOrInsertComputed(at, () => ({ of: 0, values: new Map() }))
      const text = JSON.stringify(templateOf(value))
      seen.values.set(text, (seen.values.get(text) ?? 0) + 1)
    } else noteWithin(fields, value, ours[name]!, at)
  }
  for (const [at, seen] of fields) {
    const parent = at.includes('.') ? at.slice(0, at.lastIndexOf('.')) : ''
    if (parent === path) seen.of += 1
  }
}

function noteWithin(fields: Map<string, Seen>, theirs: Json, ours: Json, path: string): void {
  if (isJsonObject(theirs) && isJsonObject(ours)) return noteMissing(fields, theirs, ours, path)
  if (!Array.isArray(theirs) || !Array.isArray(ours)) return
  for (const [i, item] of theirs.entries()) {
    const own = ours[i]
    if (isJsonObject(item) && isJsonObject(own)) noteMissing(fields, item, own, `${path}[]`)
  }
}

/** The value that nearly all have. */
function agreed({ of, values }: Seen): Json | undefined {
  const [best] = [...values].toSorted((a, b) => b[1] - a[1])
  if (best === undefined || best[1] < LEAST || best[1] < of * SHARE) return undefined
  const value = JSON.parse(best[0]) as Json
  return JSON.stringify(value).includes('${') ? undefined : value
}
