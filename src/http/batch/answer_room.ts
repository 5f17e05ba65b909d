// How many requests of a batch are worked on at a time, so that their answers stay within a bound. What is done cannot be
// undone (a lease has taken its tasks), so a request begins only where an answer as large as the largest would fit.

/** Characters that the answers of a batch may have together: all of them stand in memory. */
export const MOST_ANSWERED = 2 ** 26

const AT_A_TIME = 50

/** As long as the size of no answer is known. */
const AT_FIRST = 2

/** Requests enter in the order in which they ask. */
export class AnswerRoom {
  readonly #waiting: ((isRoom: boolean) => void)[] = []
  #running = 0
  #answered = 0
  #size = 0
  #largest = 0

  /** Resolves when the request may begin; to false where it must not. */
  enter(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.#waiting.push(resolve)
    this.#admit()
    return promise
  }

  /** A request was answered with so many characters. */
  leave(size: number): void {
    this.#running -= 1
    this.#answered += 1
    this.#size += size
    this.#largest = Math.max(this.#largest, size)
    this.#admit()
  }

  #admit(): void {
    const most = this.#answered === 0 ? AT_FIRST : AT_A_TIME
    while (this.#waiting.length > 0 && this.#running < most) {
      const fits = this.#size + (this.#running + 1) * this.#largest <= MOST_ANSWERED
      // One that does not fit beside those at work may fit after them, should they turn out small.
      if (!fits && this.#running > 0) return
      this.#running += 1
      this.#waiting.shift()!(fits)
    }
  }
}
