// What each stream of this process has sent and not seen settled: no more is sent than its client asked for.

/** Of one stream. */
export interface Outstanding {
  settled(id: string): void
  extended(id: string, until: number): void
}

export class Streams {
  readonly #byQueue = new Map<string, Set<Outstanding>>()

  /** The caller disposes of it. */
  add(queue: string, stream: Outstanding): Disposable {
    const streams = this.#byQueue.get(queue) ?? new Set()
    this.#byQueue.set(queue, streams)
    streams.add(stream)
    return {
      [Symbol.dispose]: () => {
        streams.delete(stream)
        if (streams.size === 0) this.#byQueue.delete(queue)
      },
    }
  }

  /** A message was acknowledged or refused, whichever way. */
  settled(queue: string, id: string): void {
    for (const stream of this.#byQueue.get(queue) ?? []) stream.settled(id)
  }

  extended(queue: string, id: string, until: number): void {
    for (const stream of this.#byQueue.get(queue) ?? []) stream.extended(id, until)
  }
}
