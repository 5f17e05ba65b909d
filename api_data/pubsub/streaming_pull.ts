// StreamingPull: messages as they come, for as long as the client keeps the stream open.
import { SECOND } from '../cloudtasks/times.ts'
import { acknowledge, deliver, modifyDeadline, type Delivered } from './deliver.ts'
import { checkRange, invalid, missing } from './errors.ts'
import { MOST_AT_ONCE } from './pull.ts'
import type { PubSub } from './state.ts'
import type { Outstanding } from './streams.ts'
import { getSubscription, type KeptSubscription } from './subscription.ts'

/** The first one of a stream names the subscription and its limits; each may carry acknowledgements. */
interface StreamingPullRequest {
  readonly subscription?: string
  readonly streamAckDeadlineSeconds?: number
  /** int64 as text; 0: no limit */
  readonly maxOutstandingMessages?: string
  readonly maxOutstandingBytes?: string
  readonly ackIds?: readonly string[]
  readonly modifyDeadlineAckIds?: readonly string[]
  readonly modifyDeadlineSeconds?: readonly number[]
}

const MOST_MESSAGES = 1000

export async function* streamingPull(
  requests: AsyncIterable<object>,
  { signal }: { readonly signal: AbortSignal },
  state: PubSub,
): AsyncGenerator<object> {
  const incoming = requests[Symbol.asyncIterator]()
  const first = await incoming.next()
  if (first.done === true) throw invalid('The first request of the stream must be there.')
  const request = first.value as StreamingPullRequest
  const { subscription: name = '' } = request
  const kept = await state.change((own) => getSubscription(own, name))
  const current = readAgain(state, name, kept)
  const stream = new Stream(request, state.clock)
  using _ = state.streams.add(kept.queue, stream)
  using listener = state.arrivals.listen(kept.queue)
  stream.onFreed = () => listener.ring()
  const over = new AbortController()
  const ends = AbortSignal.any([signal, over.signal])
  let fault: unknown
  const reading = stream.read(incoming, state, name).catch((error: unknown) => (fault = error))
  void reading.then(() => over.abort())
  const subscriptionProperties = {
    messageOrderingEnabled: kept.subscription.enableMessageOrdering === true,
  }
  while (!ends.aborted) {
    const messages = stream.isFull ? [] : await deliver(state, await current(), stream.room())
    if (messages.length > 0) {
      for (const message of messages) stream.sent(message)
      yield { receivedMessages: messages.map(({ received }) => received), subscriptionProperties }
    } else await listener.wait(ends)
  }
  if (fault !== undefined) throw fault
}

/** The subscription as it was within the last second. Throws 404 when it is gone, or is another one of the name. */
function readAgain(
  state: PubSub,
  name: string,
  first: KeptSubscription,
): () => Promise<KeptSubscription> {
  let [kept, read] = [first, performance.now()]
  return async () => {
    if (performance.now() - read < 1000) return kept
    kept = await state.change((own) => getSubscription(own, name))
    read = performance.now()
    if (kept.queue !== first.queue) throw missing(name)
    return kept
  }
}

class Stream implements Outstanding {
  readonly #clock: PubSub['clock']
  readonly #name: string
  readonly #mostMessages: number
  readonly #mostSize: number
  readonly #outstanding = new Map<string, Pick<Delivered, 'until' | 'size'>>()
  #size = 0
  #deadline: number
  onFreed: () => void = () => {}

  constructor(request: StreamingPullRequest, clock: PubSub['clock']) {
    const { maxOutstandingMessages = '0', maxOutstandingBytes = '0' } = request
    this.#clock = clock
    this.#name = request.subscription ?? ''
    this.#mostMessages = limitOf(maxOutstandingMessages)
    this.#mostSize = limitOf(maxOutstandingBytes)
    this.#deadline = deadlineIn(request.streamAckDeadlineSeconds ?? 0)
  }

  get isFull(): boolean {
    const now = this.#clock.now()
    for (const [id, { until }] of this.#outstanding) if (until <= now) this.#forget(id)
    return this.#outstanding.size >= this.#mostMessages || this.#size >= this.#mostSize
  }

  room() {
    return {
      count: Math.min(this.#mostMessages - this.#outstanding.size, MOST_MESSAGES),
      size: Math.min(this.#mostSize - this.#size, MOST_AT_ONCE),
      deadline: this.#deadline,
    }
  }

  sent({ id, until, size }: Delivered): void {
    this.#forget(id)
    this.#outstanding.set(id, { until, size })
    this.#size += size
  }

  settled(id: string): void {
    if (this.#forget(id)) this.onFreed()
  }

  extended(id: string, until: number): void {
    const known = this.#outstanding.get(id)
    if (known !== undefined) this.#outstanding.set(id, { ...known, until })
  }

  /** Until the client ends its side. */
  async read(incoming: AsyncIterator<object>, state: PubSub, name: string): Promise<void> {
    for (;;) {
      const next = await incoming.next()
      if (next.done === true) return
      await this.#take(next.value, state, name)
    }
  }

  async #take(request: StreamingPullRequest, state: PubSub, name: string): Promise<void> {
    const { subscription, streamAckDeadlineSeconds: deadline = 0, ackIds = [] } = request
    if (subscription !== undefined && subscription !== this.#name)
      throw invalid('The subscription of a stream must be named in its first request alone.')
    if (deadline !== 0) this.#deadline = deadlineIn(deadline)
    const { modifyDeadlineAckIds: changed = [], modifyDeadlineSeconds: seconds = [] } = request
    if (changed.length !== seconds.length)
      throw invalid(
        'modify_deadline_seconds must have one entry for each of modify_deadline_ack_ids.',
      )
    if (ackIds.length > 0) await acknowledge(state, name, ackIds)
    for (const [i, ackId] of changed.entries())
      await modifyDeadline(state, name, [ackId], seconds[i] ?? 0)
  }

  #forget(id: string): boolean {
    const known = this.#outstanding.get(id)
    if (known === undefined) return false
    this.#size -= known.size
    return this.#outstanding.delete(id)
  }
}

function deadlineIn(seconds: number): number {
  checkRange('stream_ack_deadline_seconds', seconds, 10, 600)
  return seconds * SECOND
}

const limitOf = (text: string): number => (Number(text) > 0 ? Number(text) : Infinity)
