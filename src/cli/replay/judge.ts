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
  /** Where an upload goes on. */
  readonly location?: string | undefined
}

/** The emulator that is judged. */
export interface Subject {
  /** Whether the API is served. */
  serves(api: string): boolean
  /** A fresh state: nothing that an earlier sequence did is there. */
  reset(): Promise<void>
  /** `takesTime`: an operation that it starts is done when it is asked for, not at once. */
  call(call: RecordedCall, takesTime: boolean): Promise<OwnAnswer>
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
  /** The request message without what only the server sets. */
  settable(call: RecordedCall): unknown
  /** The number of a project. */
  projectNumber(id: string): string
  /** The id in an answer that holds one resource, or in the request that makes it. */
  idsIn(call: RecordedCall): readonly string[]
}

export interface Verdict {
  readonly call: RecordedCall
  readonly own: OwnAnswer
  /** Hangs on what was there before, or on rights: not judged. */
  readonly skipped?: 'before' | 'rights' | 'unrecorded'
  readonly status: boolean
  readonly envelope?: string | true
  readonly shape?: string | true
  readonly message?: boolean
  readonly echoed?: Figure
  /** Paths of what was sent and is not answered. */
  readonly lost?: readonly string[]
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

/** What an operation works on. */
function targetOf(answer: unknown): string | undefined {
  if (!isJsonObject(answer)) return undefined
  const { metadata, targetLink } = answer
  const target = isJsonObject(metadata)
    ? (metadata['target'] ?? metadata['targetResourceName'])
    : targetLink
  return typeof target === 'string' ? target : undefined
}

/** Whether an operation was done when it was recorded. */
const isDone = (answer: unknown): boolean =>
  isJsonObject(answer) &&
  (answer['done'] === true || answer['status'] === 'DONE' || 'response' in answer)

/** The address without verb and query: where a resource and its policy are. */
const placeOf = (url: string): string => url.replace(/\?.*$/, '').replace(/:\w+$|\/iam$/, '')

/** An id of the client's that the recorder hid in the body stands in the answer's name. */
function withChosenId({ m, b, r }: RecordedCall): unknown {
  if (m === 'GET' || !isJsonObject(b) || !isHidden(b['id'])) return b
  const name = isJsonObject(r) ? r['name'] : undefined
  return typeof name === 'string' ? { ...b, id: name.slice(name.lastIndexOf('/') + 1) } : b
}

/** The recorder put zeros in place of an id. */
const isHidden = (id: unknown): boolean => typeof id === 'string' && /^0+$/.test(id)

function withoutEmptyTags(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyTags)
  if (!isJsonObject(value)) return value
  const entries = Object.entries(value).filter(([key, field]) => key !== 'etag' || field !== '')
  return Object.fromEntries(entries.map(([key, field]) => [key, withoutEmptyTags(field)]))
}

/** Not played: its address or its body is not in the recording. */
const unrecorded = (call: RecordedCall): Verdict => ({
  call,
  own: { status: 0, body: null, method: '', origin: '' },
  skipped: 'unrecorded',
  status: false,
  differences: [],
})

/** Where a leaf of a resource is: in the resource itself, or in a message that holds it. */
function placesOf(path: string): string[] {
  const within = path.replace(/^\/[^/]+/, '')
  return within.includes('/') ? [path, within] : [path]
}

class Player {
  readonly #words: Words
  readonly #sequence: Sequence
  readonly #subject: Subject
  readonly #seen = new Set<string>()
  /** Ids of operations, by what they work on. */
  readonly #operations = new Map<string, string>()
  /** The last id that a collection gave, where recordings hide it. */
  readonly #made = new Map<string, string>()
  /** The last tag of each resource, by its address. */
  readonly #etags = new Map<string, string>()
  /** What clients sent, by the path of the resource. */
  readonly #sent = new Map<string, unknown>()

  constructor(sequence: Sequence, subject: Subject) {
    this.#sequence = sequence
    this.#subject = subject
    this.#words = new Words({
      ...fixedWords,
      projectNumber: subject.projectNumber(fixedWords.projectId),
    })
  }

  async play(call: RecordedCall, index: number): Promise<Verdict> {
    if (call.u === '' || call.bodyNotRecorded === true) return unrecorded(call)
    this.#resolveHidden(call, index)
    this.#resolveOperation(call)
    const asked = this.#ours(call)
    // A change that the recorder had no right to make is not made here either.
    if (call.s === 403 && call.m !== 'GET')
      return {
        call,
        own: { status: 403, body: null, method: '', origin: '' },
        skipped: 'rights',
        status: true,
        differences: [],
      }
    const takesTime =
      !isDone(call.r) &&
      this.#sequence.calls
        .slice(index)
        .some(({ api, class: kind }) => kind === 'operation' && api === call.api)
    let own = await this.#subject.call(asked, takesTime)
    let skipped: Verdict['skipped']
    if ((own.status === 404 || own.status === 403) && call.s < 400) {
      const planted = await this.#plantBefore(call, asked, index)
      if (planted) own = await this.#subject.call(asked, takesTime)
      if (planted === 'target') skipped = 'before'
    }
    if (call.s === 403 && own.status < 400) skipped = 'rights'
    this.#words.learn(call.r, own.body)
    if (call.s < 300 && own.status < 300) this.#words.learnIds(call.r, own.body)
    this.#words.learnUpload(call.rh?.['location'], own.location)
    const target = call.m === 'GET' ? undefined : targetOf(call.r)
    const operation = isJsonObject(own.body) ? own.body['name'] : undefined
    if (
      call.m === 'POST' &&
      own.status < 300 &&
      isJsonObject(call.r) &&
      isHidden(call.r['id']) &&
      isJsonObject(own.body) &&
      typeof own.body['id'] === 'string' &&
      !('name' in call.r) &&
      !('selfLink' in call.r)
    )
      this.#made.set(call.u.replace(/\?.*$/, ''), own.body['id'])
    if (target !== undefined && typeof operation === 'string')
      this.#operations.set(
        this.#words.ours(target),
        operation.slice(operation.lastIndexOf('/') + 1),
      )
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

  /** All operations of a log have one name: what they work on tells them apart. */
  #resolveOperation({ r }: RecordedCall): void {
    const target = targetOf(r)
    const id = target === undefined ? undefined : this.#operations.get(this.#words.ours(target))
    if (id !== undefined) this.#words.set('operationID', id)
  }

  /** A name that stands in addresses only, for an id that the client chose: found where that resource is made. */
  #resolveHidden(call: RecordedCall, index: number): void {
    const hidden = /[?&]\w+I[dD]=\$\{(\w+)\}/.exec(call.u)?.[1]
    if (hidden !== undefined && !this.#words.knows(hidden)) {
      const id = /"(?:name|target)":"[^"]*\/([^"/]*\$\{uniqueId\}[^"/]*)"/.exec(
        JSON.stringify(call.r),
      )?.[1]
      if (id !== undefined) this.#words.set(hidden, this.#words.ours(id))
    }
    for (const [, name] of call.u.matchAll(/\$\{(\w+)\}/g)) {
      if (Object.hasOwn(fixedWords, name!)) continue
      const prefix = call.u.slice(0, call.u.indexOf(`\${${name}}`)).replace(/\/$/, '')
      const makers = this.#sequence.calls
        .map((other, i) => ({ other, i }))
        .filter(
          ({ other }) =>
            other.m === 'POST' && other.s < 300 && other.u.replace(/\?.*$/, '') === prefix,
        )
      const made = this.#made.get(prefix)
      if (made !== undefined) {
        this.#words.set(name!, made)
        continue
      }
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

  /** Not if an earlier call of the sequence made it: in its collection, with its id in the request or the answer. */
  #isFromBefore(call: RecordedCall, name: string, index: number): boolean {
    if (this.#seen.has(`${call.api} ${name}`)) return false
    const slash = name.lastIndexOf('/')
    const id = name.slice(slash + 1)
    if (Object.values(fixedWords).includes(id)) return true
    const collection = name.slice(0, Math.max(slash, 0))
    return !this.#sequence.calls.slice(0, index).some((other) => {
      if (other.api !== call.api || other.u === '' || !/POST|PUT/.test(other.m) || other.s >= 300)
        return false
      const ours = this.#ours(other)
      const target = this.#subject.target(ours)
      const place = other.m === 'PUT' ? name : collection
      return (
        target?.name === place &&
        JSON.stringify([ours.u, ours.b, this.#words.oursIn(other.r)]).includes(id)
      )
    })
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
    if (call.b !== null && call.m !== 'DELETE') this.#sent.set(path, this.#subject.settable(call))
    const echo = this.#echoed(call, path, found)
    const ours = leavesOf(own.body).length
    const theirs = leavesOf(call.r).length
    const faulty = found.filter(({ own: value }) => value !== undefined).length
    const lacking = found.filter(({ recorded }) => recorded !== undefined).length
    return {
      ...base,
      differences: found,
      ...(this.#listsBefore(call, own) ? {} : { shape: shapeFault(call.r, own.body) ?? true }),
      echoed: echo,
      lost: echo.lost,
      leaves: { right: ours - faulty, of: ours },
      complete: { right: theirs - lacking, of: theirs },
    }
  }

  /** A list of what nobody made in this sequence, which we do not have. */
  #listsBefore(call: RecordedCall, own: OwnAnswer): boolean {
    if (call.m !== 'GET' || !isJsonObject(call.r) || !isJsonObject(own.body)) return false
    const body = own.body
    const isLacking = Object.entries(call.r).some(
      ([key, value]) => Array.isArray(value) && value.length > 0 && body[key] === undefined,
    )
    const place = call.u.replace(/\?.*$/, '')
    return (
      isLacking &&
      !this.#sequence.calls.some(
        ({ m, u, s }) => m === 'POST' && s < 300 && u.replace(/\?.*$/, '') === place,
      )
    )
  }

  /** Leaves that the client sent and Google answered as they were. */
  #echoed(
    call: RecordedCall,
    path: string,
    found: readonly LeafDifference[],
  ): Figure & { readonly lost: readonly string[] } {
    const sent = new Set(
      leavesOf(this.#sent.get(path)).flatMap(({ path: leaf, value }) =>
        placesOf(leaf).map((place) => `${place}=${JSON.stringify(value)}`),
      ),
    )
    const isSent = ({ path: leaf, value }: { path: string; value: unknown }) =>
      !leaf.startsWith('/metadata/') &&
      placesOf(leaf).some((place) => sent.has(`${place}=${JSON.stringify(value)}`))
    const wrong = new Set(found.map(({ path: leaf }) => leaf))
    const echoed = leavesOf(call.r).filter(isSent)
    const lost = echoed.map(({ path: leaf }) => leaf).filter((leaf) => wrong.has(leaf))
    return { right: echoed.length - lost.length, of: echoed.length, lost }
  }
}
