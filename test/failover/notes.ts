// What the clients of a run were told, and what must follow from it.

/** A task of Task Queue, as its clients know it. */
export interface KnownTask {
  readonly payload: string
  isInserted: boolean
  /** Answers in which it was leased. No lease ends while a run lasts. */
  leases: number
  isDeletionAsked: boolean
  isDeleted: boolean
}

export class Notes {
  readonly tasks = new Map<string, KnownTask>()
  readonly buckets = new Set<string>()
  readonly objects = new Set<string>()
  /** Tasks that the server sends itself. */
  readonly pushed = new Set<string>()
  readonly invented: string[] = []
  /** Leased again after an answer that had leased it. */
  leasedTwice = 0
  /** Leased after an answer that had deleted it. */
  undone = 0
  /** Sentences of refusals, with how many there were. */
  readonly refusals = new Map<string, number>()
  /** The last answer to each kind of request that was no success, for whoever looks why. */
  readonly last = new Map<string, string>()
  /** Milliseconds. */
  slowest = 0
  /** Successes by server and kind. */
  readonly done = new Map<string, number>()
  /** Bytes of payloads whose insertion was answered. */
  bytes = 0

  count(server: number, kind: string): void {
    const key = `${server} ${kind}`
    this.done.set(key, (this.done.get(key) ?? 0) + 1)
  }

  refuse(sentence: string): void {
    // Without what differs from time to time.
    const plain = sentence.replaceAll(/\d+(?:\.\d+)*(?::\d+)?/g, '#')
    this.refusals.set(plain, (this.refusals.get(plain) ?? 0) + 1)
  }

  refused(pattern: RegExp): number {
    return [...this.refusals].reduce((sum, [text, n]) => sum + (pattern.test(text) ? n : 0), 0)
  }

  lease(id: string, payload: string): void {
    const known = this.tasks.get(id)
    if (known?.payload !== payload) {
      this.invented.push(id)
      return
    }
    if (known.isDeleted) this.undone += 1
    else if (known.leases > 0) this.leasedTwice += 1
    known.leases += 1
  }
}
