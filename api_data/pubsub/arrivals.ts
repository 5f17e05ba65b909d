// Wakes those who wait for messages of a queue when something in it may have changed in this process.

/** Milliseconds after which a listener looks anyway: another process may have changed something, or time has passed. */
const GLANCE = 200

export class Arrivals {
  readonly #listeners = new Map<string, Set<Listener>>()

  ring(queue: string): void {
    for (const listener of this.#listeners.get(queue) ?? []) listener.ring()
  }

  /** The caller disposes of it. */
  listen(queue: string): Listener {
    const listeners = this.#listeners.get(queue) ?? new Set()
    this.#listeners.set(queue, listeners)
    const listener = new Listener(() => {
      listeners.delete(listener)
      if (listeners.size === 0) this.#listeners.delete(queue)
    })
    listeners.add(listener)
    return listener
  }
}

export class Listener implements Disposable {
  readonly #leave: () => void
  #rang = false
  #wake: (() => void) | undefined

  constructor(leave: () => void) {
    this.#leave = leave
  }

  ring(): void {
    this.#rang = true
    this.#wake?.()
  }

  /** Resolves when it rings, has rung since it was last waited for, or it is time to look, or `signal` is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#rang && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = () => resolve()
      const wake = () => resolve()
      const timer = setTimeout(wake, GLANCE)
      signal.addEventListener('abort', wake)
      await promise
      signal.removeEventListener('abort', wake)
      clearTimeout(timer)
      this.#wake = undefined
    }
    this.#rang = false
  }

  [Symbol.dispose](): void {
    this.#leave()
  }
}
