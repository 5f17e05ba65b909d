// Plays a recording to an emulator and notes how near each answer is to the recorded one. docs/replay.md defines the figures.
import { isJsonObject, type JsonObject } from '../../resources/json.ts'
import {
  differences,
  envelopeFault,
  leavesOf,
  messageOf,
  shapeFault,
  type Figure,
  type LeafDifference,
} from './compare.ts'
import type { RecordedCall, Sequence } from './recording.ts'
import { fixedWords, Words } from './words.ts'

export interface OwnAnswer {
  readonly status: number
  /** JSON, or undefined. */
  readonly body: unknown
  /** Method that answered, '' if none did. */
  readonly method: string
  readonly origin: string
}

/** The emulator that is judged. */
export interface Subject {
  /** Whether the API is served. */
  serves(api: string): boolean
  /** A fresh state: nothing that an earlier sequence did is there. */
  reset(): Promise<void>
  call(call: RecordedCall): Promise<OwnAnswer>
  /** Full names of all resources that are there. */
  names(api: string): Promise<ReadonlySet<string>>
  /** The resource a call is about, and those it is in which something must have made. */
  target(
    call: RecordedCall,
  ):
    | { readonly name: string; readonly parents: readonly string[]; readonly isOnMember: boolean }
    | undefined
  /** Puts a resource there as if it had been there before. */
  plant(api: string, name: string, resource: JsonObject): Promise<void>
  /** The number of a project. */
  projectNumber(id: string): string
  /** The id in an answer that holds one resource, or in the request that makes it. */
  idsIn(call: RecordedCall): readonly string[]
}

export interface Verdict {
  readonly call: RecordedCall
  readonly own: OwnAnswer
  /** Hangs on what was there before, or on rights: not judged. */
  readonly skipped?: 'before' | 'rights'
  readonly status: boolean
  readonly envelope?: string | true
  readonly shape?: string | true
  readonly message?: boolean
  readonly echoed?: Figure
  /** Of ours. */
  readonly leaves?: Figure
  /** Of theirs. */
  readonly complete?: Figure
  readonly differences: readonly LeafDifference[]
}

export async function judge(
  sequences: readonly Sequence[],
  subject: Subject,
  note: (verdict: Verdict, sequence: Sequence) => void,
): Promise<void> {
  for (const sequence of sequences) {
    await subject.reset()
    const player = new Player(sequence, subject)
    for (const [i, call] of sequence.calls.entries())
      if (subject.serves(call.api)) note(await player.play(call, i), sequence)
  }
}

const ETAG = /abcdef0123A=?/g

/** The address without verb and query: where a resource and its policy are. */
const placeOf = (url: string): string => url.replace(/\?.*$/, '').replace(/:\w+$|\/iam$/, '')

/** An id of the client's that the recorder hid in the body stands in the answer's name. */
function withChosenId({ m, b, r }: RecordedCall): unknown {
  if (m === 'GET' || !isJsonObject(b) || !/^0+$/.test(String(b['id']))) return b
  const name = isJsonObject(r) ? r['name'] : undefined
  return typeof name === 'string' ? { ...b, id: name.slice(name.lastIndexOf('/') + 1) } : b
}

function withoutEmptyTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyTags)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([key, field]) => key !== 'etag' || field !== '')
  return Object.fromEntries(entries.map(([key, field]) => [key, withoutEmptyTags(field)]))
}

class Player {
  readonly #words: Words
  readonly #sequence: Sequence
  readonly #subject: Subject
  readonly #seen = new Set<string>()
  /** The last tag of each resource, by its address. */
  readonly #etags = new Map<string, string>()
  /** What clients sent, by the path of the resource. */
  readonly #sent = new Map<string, unknown>()

  constructor(sequence: Sequence, subject: Subject) {
    this.#sequence = sequence
    this.#subject = subject
    this.#words = new Words({ ...fixedWords, projectNumber: subject.projectNumber(fixedWords.projectId) })
  }

  async play(call: RecordedCall, index: number): Promise<Verdict> {
    this.#resolveHidden(call, index)
    const asked = this.#ours(call)
    let own = await this.#subject.call(asked)
    let skipped: Verdict['skipped']
    if ((own.status === 404 || own.status === 403) && call.s < 400) {
      const planted = await this.#plantBefore(call, asked, index)
      if (planted) own = await this.#subject.call(asked)
      if (planted === 'target') skipped = 'before'
    }
    if (call.s === 403 && own.status < 400) skipped = 'rights'
    this.#words.learn(call.r, own.body)
    const etag = isJsonObject(own.body) ? own.body['etag'] : undefined
    if (typeof etag === 'string') this.#etags.set(placeOf(call.u), etag)
    for (const name of await this.#subject.names(call.api)) this.#seen.add(`${call.api} ${name}`)
    return this.#verdict(call, own, skipped)
  }

  /** The request as a client of ours would send it: with the tags, ids and times that our answers had. */
  #ours(call: RecordedCall): RecordedCall {
    const etag = this.#etags.get(placeOf(call.u))
    const withEtag = (text: string) => text.replaceAll(ETAG, etag ?? '')
    const u = this.#words.ours(call.u)
    const body = JSON.stringify(withChosenId(call)) as string | undefined
    return {
      ...call,
      u: etag === undefined ? u.replaceAll(/([?&])etag=abcdef0123A(=|%3D)?/g, '$1') : withEtag(u),
      b: body === undefined ? null : withoutEmptyTags(JSON.parse(withEtag(this.#words.ours(body)))),
    }
  }

  /** A name that stands in addresses only, for an id that the client chose: found where that resource is made. */
  #resolveHidden(call: RecordedCall, index: number): void {
    for (const [, name] of call.u.matchAll(/\$\{(\w+)\}/g)) {
      if (Object.hasOwn(fixedWords, name!)) continue
      const prefix = call.u.slice(0, call.u.indexOf(`\${${name}}`)).replace(/\/$/, '')
      const makers = this.#sequence.calls
        .map((other, i) => ({ other, i }))
        .filter(
          ({ other }) =>
            other.m === 'POST' && other.s < 300 && other.u.replace(/\?.*$/, '') === prefix,
        )
      const ids = makers.flatMap(({ other, i }) =>
        this.#subject.idsIn(this.#ours(other)).map((id) => ({ id, i })),
      )
      if (ids.length === 0) continue
      const answer = this.#words.ours(JSON.stringify(call.r))
      const fits = ids.filter(({ id }) => answer.includes(id))
      const best =
        fits.findLast(({ i }) => i <= index) ??
        fits[0] ??
        ids.findLast(({ i }) => i <= index) ??
        ids[0]
      this.#words.set(name!, best!.id)
    }
  }

  /** What Google found without anybody having made it in this sequence was there before. */
  async #plantBefore(
    call: RecordedCall,
    asked: RecordedCall,
    index: number,
  ): Promise<'parent' | 'target' | undefined> {
    const target = this.#subject.target(asked)
    if (target === undefined) return undefined
    const names = await this.#subject.names(call.api)
    let planted: 'parent' | 'target' | undefined
    for (const parent of target.parents)
      if (!names.has(parent) && this.#isFromBefore(call, parent, index)) {
        await this.#subject.plant(call.api, parent, {})
        planted = 'parent'
      }
    if (
      target.isOnMember &&
      !names.has(target.name) &&
      this.#isFromBefore(call, target.name, index)
    ) {
      const resource =
        call.m === 'GET' && call.class !== 'iam' && isJsonObject(call.r)
          ? this.#words.oursIn(call.r)
          : {}
      await this.#subject.plant(call.api, target.name, resource as JsonObject)
      planted = 'target'
    }
    return planted
  }

  #isFromBefore(call: RecordedCall, name: string, index: number): boolean {
    if (this.#seen.has(`${call.api} ${name}`)) return false
    const id = name.slice(name.lastIndexOf('/') + 1)
    if (Object.values(fixedWords).includes(id)) return true
    return !this.#sequence.calls
      .slice(0, index)
      .some(
        ({ m, s, u, b, r }) =>
          /POST|PUT/.test(m) && s < 300 && this.#words.ours(JSON.stringify([u, b, r])).includes(id),
      )
  }

  #verdict(call: RecordedCall, own: OwnAnswer, skipped: Verdict['skipped']): Verdict {
    const base = { call, own, ...(skipped && { skipped }), status: call.s === own.status }
    const path = this.#words
      .ours(call.u)
      .replace(/[?:][^/]*$/, '')
      .replace(/^https?:\/\/[^/]+/, '')
    if (call.s >= 400 || own.status >= 400) {
      if (call.s < 400 || own.status < 400 || !isJsonObject(call.r))
        return { ...base, differences: [] }
      const message = messageOf(call.r)
      return {
        ...base,
        differences: [],
        envelope: envelopeFault(call.r, own.body) ?? true,
        ...(message !== undefined && {
          message: this.#words.isSame(message, messageOf(own.body) ?? ''),
        }),
      }
    }
    const found = differences(call.r, own.body, this.#words)
    if (call.b !== null && call.m !== 'DELETE') this.#sent.set(path, call.b)
    const echo = this.#echoed(call, path, found)
    const ours = leavesOf(own.body).length
    const theirs = leavesOf(call.r).length
    const faulty = found.filter(({ own: value }) => value !== undefined).length
    const lacking = found.filter(({ recorded }) => recorded !== undefined).length
    return {
      ...base,
      differences: found,
      shape: shapeFault(call.r, own.body) ?? true,
      echoed: echo,
      leaves: { right: ours - faulty, of: ours },
      complete: { right: theirs - lacking, of: theirs },
    }
  }

  /** Leaves that the client sent and Google answered as they were. */
  #echoed(call: RecordedCall, path: string, found: readonly LeafDifference[]): Figure {
    const sent = new Set(
      leavesOf(this.#sent.get(path)).map(
        ({ path: leaf, value }) => `${leaf.split('/').at(-1)}=${JSON.stringify(value)}`,
      ),
    )
    const isSent = ({ path: leaf, value }: { path: string; value: unknown }) =>
      sent.has(`${leaf.split('/').at(-1)}=${JSON.stringify(value)}`)
    const wrong = new Set(found.map(({ path: leaf }) => leaf))
    const echoed = leavesOf(call.r).filter(isSent)
    return { right: echoed.filter(({ path: leaf }) => !wrong.has(leaf)).length, of: echoed.length }
  }
}
