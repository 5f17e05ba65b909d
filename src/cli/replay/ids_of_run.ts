// Ids of a recording as those of this run: what our answers gave, and what clients chose where the recording hides it.
import { isJsonObject } from '../../resources/json.ts'
import type { RecordedCall, Sequence } from './recorded.ts'
import type { OwnAnswer, Subject } from './subject.ts'
import { fixedWords, Words } from './words.ts'

const ETAG = /abcdef0123A=?/g

/** The address without verb and query: where a resource and its policy are. */
const placeOf = (url: string): string => url.replace(/\?.*$/, '').replace(/:\w+$|\/iam$/, '')

export class IdsOfRun {
  readonly words: Words
  readonly #sequence: Sequence
  readonly #subject: Subject
  /** Ids of operations, by what they work on; the last one of an API by the API. */
  readonly #operations = new Map<string, string>()
  /** The last id that a collection gave, by its address, where recordings hide it. */
  readonly #made = new Map<string, string>()
  /** The last tag of each resource, by its address. */
  readonly #etags = new Map<string, string>()

  constructor(sequence: Sequence, subject: Subject) {
    this.#sequence = sequence
    this.#subject = subject
    const projectNumber = subject.projectNumber(fixedWords.projectId)
    this.words = new Words({ ...fixedWords, projectNumber })
  }

  /** The request as a client of ours would send it: with the tags, ids and times that our answers had. */
  ours(call: RecordedCall): RecordedCall {
    const etag = this.#etags.get(placeOf(call.u))
    const tagged = (text: string) => text.replaceAll(ETAG, etag ?? '')
    const u = this.words.ours(call.u)
    const body = JSON.stringify(withChosenId(call)) as string | undefined
    return {
      ...call,
      u: etag === undefined ? u.replaceAll(/([?&])etag=abcdef0123A(=|%3D)?/g, '$1') : tagged(u),
      b: body === undefined ? null : withoutEmptyTags(JSON.parse(tagged(this.words.ours(body)))),
    }
  }

  /** To be called before a call is played. */
  resolve(call: RecordedCall, index: number): void {
    const target = targetOf(call.r)
    const operation =
      (target && this.#operations.get(this.words.ours(target))) ?? this.#lastOf(call)
    if (operation !== undefined) this.words.set('operationID', operation)
    for (const [, name] of call.u.matchAll(/\$\{(\w+)\}/g))
      if (!Object.hasOwn(fixedWords, name!)) this.#resolveHidden(name!, call, index)
  }

  /** The operation that the API started last. */
  #lastOf({ api, class: kind }: RecordedCall): string | undefined {
    return kind === 'operation' ? this.#operations.get(api) : undefined
  }

  /** A name that stands in addresses only, for an id that the client chose: found where that resource is made. */
  #resolveHidden(name: string, call: RecordedCall, index: number): void {
    const prefix = call.u.slice(0, call.u.indexOf(`\${${name}}`)).replace(/\/$|\?.*$/, '')
    const made = this.#made.get(prefix)
    if (made !== undefined) return this.words.set(name, made)
    const ids = this.#sequence.calls.flatMap((other, at) =>
      other.m === 'POST' && other.s < 300 && other.u.replace(/\?.*$/, '') === prefix
        ? this.#chosenIds(other).map((id) => ({ id, at }))
        : [],
    )
    const answer = this.words.ours(JSON.stringify(call.r))
    const fits = ids.filter(({ id }) => answer.includes(id))
    const best =
      fits.findLast(({ at }) => at <= index) ??
      fits[0] ??
      ids.findLast(({ at }) => at <= index) ??
      ids[0]
    if (best !== undefined) this.words.set(name, best.id)
  }

  #chosenIds(call: RecordedCall): string[] {
    const said = this.#subject.idsIn(this.ours(call)).filter((id) => !id.startsWith('unknown-'))
    if (said.length > 0) return said
    const named = /"(?:name|target)":"[^"]*\/([^"/]*\$\{uniqueId\}[^"/]*)"/.exec(
      JSON.stringify(call.r),
    )?.[1]
    return named === undefined ? [] : [this.words.ours(named)]
  }

  /** To be called with each answer of ours. */
  learn(call: RecordedCall, { body, status, location }: OwnAnswer): void {
    this.words.learn(call.r, body)
    if (call.s < 300 && status < 300) this.words.learnIds(call.r, body)
    this.words.learnUpload(call.rh?.['location'] ?? call.rh?.['Location'], location)
    if (!isJsonObject(body)) return
    const { etag, name, id } = body
    if (typeof etag === 'string') this.#etags.set(placeOf(call.u), etag)
    const target = call.m === 'GET' ? undefined : targetOf(call.r)
    if (call.m !== 'GET' && typeof name === 'string' && isOperation(call.r))
      this.#operations.set(call.api, name.slice(name.lastIndexOf('/') + 1))
    if (target !== undefined && typeof name === 'string')
      this.#operations.set(this.words.ours(target), name.slice(name.lastIndexOf('/') + 1))
    if (call.m === 'POST' && typeof id === 'string' && hidesItsName(call.r))
      this.#made.set(call.u.replace(/\?.*$/, ''), id)
  }
}

/** What an operation works on. */
function targetOf(answer: unknown): string | undefined {
  if (!isJsonObject(answer)) return undefined
  const { metadata, targetLink } = answer
  const target = isJsonObject(metadata)
    ? (metadata['target'] ?? metadata['targetResourceName'])
    : targetLink
  return typeof target === 'string' ? target : undefined
}

const isOperation = (answer: unknown): boolean =>
  isJsonObject(answer) &&
  typeof answer['name'] === 'string' &&
  /(^|\/)operations\/[^/]+$|^\$\{operationID\}$/.test(answer['name'])

const hidesItsName = (answer: unknown): boolean =>
  isJsonObject(answer) && isHidden(answer['id']) && !('name' in answer) && !('selfLink' in answer)

/** The recorder put zeros in place of an id. */
const isHidden = (id: unknown): boolean => typeof id === 'string' && /^0+$/.test(id)

/** An id of the client's that the recorder hid in the body stands in the answer's name. */
function withChosenId({ m, b, r }: RecordedCall): unknown {
  if (m === 'GET' || !isJsonObject(b) || !isHidden(b['id'])) return b
  const name = isJsonObject(r) ? r['name'] : undefined
  return typeof name === 'string' ? { ...b, id: name.slice(name.lastIndexOf('/') + 1) } : b
}

function withoutEmptyTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyTags)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([key, field]) => key !== 'etag' || field !== '')
  return Object.fromEntries(entries.map(([key, field]) => [key, withoutEmptyTags(field)]))
}
