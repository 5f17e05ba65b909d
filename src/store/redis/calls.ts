// Calls scripts so that each call ends in time, and is not done after its caller has seen it fail.
import { unavailable } from '../../errors.ts'
import { silence, type Connection } from './connection.ts'
import type { Script } from './scripts.ts'

/** Milliseconds after which Redis itself refuses a call; less than `silence`, to leave the answer time to come back. */
const lateAfter = silence - 500

export class Calls<Name extends string> {
  readonly #connection: Connection
  /** `task store: Redis at …`. */
  readonly #place: string
  readonly #scripts: Readonly<Record<Name, Script>>
  /** Milliseconds by which Redis's clock is ahead of ours. */
  #ahead = 0

  constructor(connection: Connection, place: string, scripts: Readonly<Record<Name, Script>>) {
    this.#connection = connection
    this.#place = place
    this.#scripts = scripts
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
  script<Answer>(
    name: Name,
    keys: readonly string[],
    values: readonly (string | number)[],
  ): Promise<Answer> {
    const begun = performance.now()
    const send = (ahead: number): Promise<unknown> => {
      const deadline = Math.round((begun + lateAfter + ahead) * 1000)
      return this.#scripts[name](...keys, deadline, ...values)
    }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the Lua knows its answer
    return this.#inTime(this.#again(send, begun)) as Promise<Answer>
  }

  /** Some refusals come before anything is done, and a second try may pass. */
  async #again(send: (ahead: number) => Promise<unknown>, begun: number): Promise<unknown> {
    try {
      return await send(this.#ahead)
    } catch (error) {
      if (!isReply(error)) throw error
      const [refusal, redisTime] = error.message.split(' ')
      if (refusal === 'MOVED' || refusal === 'ASK' || refusal === 'TRYAGAIN') {
        return send(this.#ahead)
      }
      const now = performance.now()
      if (refusal !== 'LATE' || now - begun > lateAfter) throw error
      // In time by our clock: one of the clocks was set, or this node's differs.
      this.#ahead = Number(redisTime) / 1000 - now
      return send(this.#ahead)
    }
  }

  async #inTime<Answer>(call: Promise<Answer>): Promise<Answer> {
    const { promise, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => reject(new Error('no answer')), silence)
    try {
      return await Promise.race([call, promise])
    } catch (error) {
      throw this.#faultOf(error)
    } finally {
      clearTimeout(timer)
    }
  }

  #faultOf(error: unknown): unknown {
    const words = error instanceof Error ? error.message : String(error)
    if (isReply(error) && !refusals.test(words)) return error
    const reason = isReply(error) ? words : (this.#connection.trouble() ?? words)
    return unavailable(
      `${this.#place} cannot be used now (${reason}); see that it runs and can be reached`,
      error,
    )
  }
}

/** What Redis says while it cannot serve; any other error of a script is a bug of ours. */
const refusals =
  /\b(?:LATE|LOADING|BUSY|READONLY|MASTERDOWN|MISCONF|OOM|NOREPLICAS|CLUSTERDOWN|TRYAGAIN|MOVED|ASK|NOAUTH|NOPERM|WRONGPASS|UNBLOCKED|NOSCRIPT)\b/

/** Whether Redis itself answered with this error. */
const isReply = (error: unknown): error is Error =>
  error instanceof Error && error.name === 'ReplyError'
