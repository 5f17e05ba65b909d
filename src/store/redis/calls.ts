// Calls scripts so that each call ends in time, and is not done after its caller has seen it fail.
import { Cluster, Redis } from 'ioredis'
import { unavailable } from '../../errors.ts'
import { silence } from './client.ts'
import type { Connection } from './connection.ts'
import { refusalIn } from './refusals.ts'
import { replicatedSend, TooFewReplicas } from './replicated.ts'
import { plainSend, type Script, type Send } from './scripts.ts'

/** Milliseconds after which Redis itself refuses a call; less than `silence`, to leave the answer time to come back. */
const lateAfter = silence - 500

interface CallsOptions<Name extends string> {
  readonly connection: Connection
  /** `task store: Redis at …`. */
  readonly place: string
  readonly scripts: Readonly<Record<Name, Script>>
  /** How many of them must have a change before it is answered. */
  readonly replicas: number
}

export class Calls<Name extends string> {
  readonly #connection: Connection
  readonly #place: string
  readonly #scripts: Readonly<Record<Name, Script>>
  readonly #send: Send
  /** Milliseconds by which Redis's clock is ahead of ours. */
  #ahead = 0

  constructor({ connection, place, scripts, replicas }: CallsOptions<Name>) {
    this.#connection = connection
    this.#place = place
    this.#scripts = scripts
    const { client } = connection
    this.#send =
      replicas === 0
        ? plainSend(client, Object.values<Script>(scripts))
        : replicatedSend(client, replicas)
  }

  /** Learns Redis's time. It matters only to be near; `script` corrects it. */
  async learnTime(): Promise<void> {
    const [seconds] = await this.command(() => this.#connection.client.time())
    this.#ahead = Number(seconds) * 1000 - performance.now()
  }

  command<Answer>(send: () => Promise<Answer>): Promise<Answer> {
    return this.#inTime(send())
  }

  /** `Answer` is what the .lua file says it returns. The first argument it gets, before `values`, is the deadline. */
  async script<Answer>(
    name: Name,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<Answer> {
    const send = (begun: number): Promise<unknown> => {
      const deadline = Math.round((begun + lateAfter + this.#ahead) * 1000)
      return this.#send(this.#scripts[name], [...keys, deadline, ...values])
    }
    let isAwaited = true
    try {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the Lua knows its answer
      return (await this.#inTime(this.#again(send, () => isAwaited))) as Answer
    } finally {
      isAwaited = false
    }
  }

  /** Some refusals come before anything is done, and a second try may pass. */
  async #again(
    send: (begun: number) => Promise<unknown>,
    isAwaited: () => boolean,
  ): Promise<unknown> {
    const begun = performance.now()
    try {
      return await send(begun)
    } catch (error) {
      if (!isReply(error)) throw error
      const [refusal, redisTime] = error.message.split(' ')
      if (refusal === 'MOVED' || refusal === 'ASK' || refusal === 'TRYAGAIN') {
        await this.#findNodes()
        return send(begun)
      }
      if (refusal !== 'LATE' || !isAwaited()) throw error
      const now = performance.now()
      // In time by our clock: one of the clocks was set, or this node's differs. Else one of us was busy.
      if (now - begun <= lateAfter) this.#ahead = Number(redisTime) / 1000 - now
      return send(now)
    }
  }

  /** The client does so by itself only if all that it sent at once was to be elsewhere. */
  async #findNodes(): Promise<void> {
    const { client } = this.#connection
    if (!(client instanceof Cluster)) return
    await new Promise<void>((resolve) => client.refreshSlotsCache(() => resolve()))
  }

  /** An answer of many megabytes may be under way for longer than Redis may be silent. */
  async #inTime<Answer>(call: Promise<Answer>): Promise<Answer> {
    const { promise, reject } = Promise.withResolvers<never>()
    let heard = this.#connection.heard()
    const look = (): void => {
      const before = heard
      heard = this.#connection.heard()
      if (heard === before) reject(new Error('no answer'))
      else timer.refresh()
    }
    // What came while this process was busy is read before it looks.
    const timer = setTimeout(() => setImmediate(look), silence)
    try {
      return await Promise.race([call, promise])
    } catch (error) {
      throw this.#faultOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  #faultOf(error: unknown): unknown {
    if (error instanceof TooFewReplicas)
      return unavailable(`${this.#place}: ${error.message}`, error)
    const words = error instanceof Error ? error.message : String(error)
    const refusal = isReply(error) ? refusalIn(words) : undefined
    if (isReply(error) && refusal === undefined) return error
    const reason = refusal ?? this.#plainly(this.#connection.trouble() ?? words)
    const advice = refusal === undefined ? '; see that it runs and can be reached' : ''
    return unavailable(`${this.#place} cannot be used now (${reason})${advice}`, error)
  }

  #plainly(words: string): string {
    if (unanswered.test(words)) return 'no answer'
    if (!unsent.test(words)) return words
    const { client } = this.#connection
    const isLoading = client instanceof Redis && client.status === 'connect'
    return isLoading ? 'it has started, and still loads its data' : 'there is no connection to it'
  }
}

/** What ioredis says of a command that it did not send, or of one that it waits for no more. */
const unsent = /enableOfflineQueue|^Connection is closed|^None of startup nodes|^Cluster is/
const unanswered = /^timeout$|^Socket timeout|^Command aborted due to connection close/

/** Whether Redis itself answered with this error. */
const isReply = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'
