// Plays a recording to an emulator and notes how near each answer is to the recorded one: docs/replay.md.
import { isJsonObject, type JsonObject } from '../../resources/json.ts'
import { compared, type Comparison } from './compare.ts'
import { IdsOfRun } from './ids_of_run.ts'
import type { RecordedCall, Sequence } from './recorded.ts'
import type { OwnAnswer, Subject } from './subject.ts'
import { fixedWords } from './words.ts'

export interface Verdict extends Comparison {
  readonly call: RecordedCall
  readonly own: OwnAnswer
  /** Why it is not judged. */
  readonly skipped?: 'before' | 'rights' | 'unrecorded' | undefined
  /** Whether the status is the same. */
  readonly status: boolean
}

export type Note = (verdict: Verdict, sequence: Sequence) => void

export async function judge(
  sequences: readonly Sequence[],
  subject: Subject,
  note: Note,
): Promise<void> {
  for (const sequence of sequences) {
    await subject.reset()
    const player = new Player(sequence, subject)
    for (const [i, call] of sequence.calls.entries())
      if (subject.serves(call.api)) note(await player.play(call, i), sequence)
  }
}

class Player {
  readonly #sequence: Sequence
  readonly #subject: Subject
  readonly #ids: IdsOfRun
  /** All that was ever there. */
  readonly #seen = new Set<string>()
  /** What clients sent, by the address of the resource. */
  readonly #sent = new Map<string, unknown>()

  constructor(sequence: Sequence, subject: Subject) {
    this.#sequence = sequence
    this.#subject = subject
    this.#ids = new IdsOfRun(sequence, subject)
  }

  async play(call: RecordedCall, index: number): Promise<Verdict> {
    if (call.u === '' || call.bodyNotRecorded === true) return notPlayed(call, 'unrecorded')
    // A change that the recorder had no right to make is not made here either.
    if ((call.s === 403 && call.m !== 'GET') || call.s === 429 || call.s === 401)
      return notPlayed(call, 'rights')
    this.#ids.resolve(call, index)
    const asked = this.#ids.ours(call)
    const takesTime = !isDone(call.r)
    let own = await this.#subject.call(asked, takesTime)
    let skipped: Verdict['skipped'] = this.#isForeignPage(call, own) ? 'before' : undefined
    if ((own.status === 404 || own.status === 403) && call.s < 400) {
      const planted = await this.#plantBefore(call, asked, index)
      if (planted) own = await this.#subject.call(asked, takesTime)
      if (planted === 'target') skipped = 'before'
    }
    if (call.s === 403 && own.status < 400) skipped = 'rights'
    if (takesTime && !this.#isPolled(call, index)) await this.#subject.finish(call.api)
    this.#ids.learn(call, own)
    for (const name of await this.#subject.names(call.api)) this.#seen.add(`${call.api} ${name}`)
    return { ...this.#compared(call, own), call, own, skipped, status: call.s === own.status }
  }

  /** A page of a list that was there before: Google's token for it is none of ours. */
  #isForeignPage({ u, s }: RecordedCall, { status }: OwnAnswer): boolean {
    return s < 300 && status === 400 && /[?&]pageToken=./.test(u)
  }

  #isPolled({ api }: RecordedCall, index: number): boolean {
    return this.#sequence.calls
      .slice(index)
      .some((other) => other.class === 'operation' && other.api === api)
  }

  #compared(call: RecordedCall, own: OwnAnswer): Comparison {
    const { words } = this.#ids
    const place = words
      .ours(call.u)
      .replace(/[?:][^/]*$/, '')
      .replace(/^https?:\/\/[^/]+/, '')
    if (call.b !== null && call.m !== 'DELETE' && call.s < 400)
      this.#sent.set(place, sentBy(call.u, this.#subject.settable(call), this.#sent.get(place)))
    const sent = this.#sent.get(place)
    return compared({ call, own, sent, words, listsBefore: this.#listsBefore(call, own) })
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
      !target.isOnMember ||
      names.has(target.name) ||
      !this.#isFromBefore(call, target.name, index)
    )
      return planted
    const isRead = call.m === 'GET' && call.class !== 'iam' && isJsonObject(call.r)
    const recorded = isRead ? (this.#ids.words.oursIn(call.r) as JsonObject) : {}
    const resource = this.#subject.resourceIn(call, recorded)?.resource ?? recorded
    await this.#subject.plant(call.api, target.name, resource)
    return 'target'
  }

  /** Not if an earlier call of the sequence made it: in its collection, with its id in the request or the answer. */
  #isFromBefore({ api }: RecordedCall, name: string, index: number): boolean {
    if (this.#seen.has(`${api} ${name}`)) return false
    const slash = name.lastIndexOf('/')
    const id = name.slice(slash + 1)
    if (Object.values(fixedWords).includes(id)) return true
    const collection = name.slice(0, Math.max(slash, 0))
    return !this.#sequence.calls.slice(0, index).some((other) => {
      const isMaking = /POST|PUT/.test(other.m) && other.s < 300 && other.u !== ''
      if (!isMaking || other.api !== api) return false
      const ours = this.#ids.ours(other)
      const place = other.m === 'PUT' ? name : collection
      const said = JSON.stringify([ours.u, ours.b, this.#ids.words.oursIn(other.r)])
      return this.#subject.target(ours)?.name === place && said.includes(id)
    })
  }

  /** A list of what nobody made in this sequence, which we do not have. */
  #listsBefore(call: RecordedCall, { body }: OwnAnswer): boolean {
    if (call.m !== 'GET' || !isJsonObject(call.r) || !isJsonObject(body)) return false
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
}

/** What a change says of the resource: with a mask, the fields of it. */
function sentBy(url: string, body: unknown, before: unknown): unknown {
  const mask = /[?&]updateMask=([^&]+)/.exec(url)?.[1]
  if (mask === undefined || !isJsonObject(body)) return body
  const named = decodeURIComponent(mask)
    .split(',')
    .flatMap((path) => path.split('.').slice(0, 2))
  const names = new Set(
    named.map((name) => name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())),
  )
  const masked = Object.entries(body).filter(([name]) => names.has(name) || names.has('*'))
  return { ...(isJsonObject(before) && before), ...Object.fromEntries(masked) }
}

const notPlayed = (call: RecordedCall, skipped: Verdict['skipped']): Verdict => ({
  call,
  own: { status: 0, body: null, method: '', origin: '' },
  skipped,
  status: false,
  differences: [],
})

/** Whether an operation was done when it was recorded. */
const isDone = (answer: unknown): boolean =>
  isJsonObject(answer) &&
  (answer['done'] === true || answer['status'] === 'DONE' || 'response' in answer)
