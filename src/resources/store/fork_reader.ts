// Reads of what depends on the layers of a fork.
import type { Entries, Read, Reading, Span } from './entries/entries.ts'
import { forkIn, type Fork } from './fork_record.ts'
import { allForks, allSnapshots, forkKey, partOf } from './keys.ts'

const MOST_FORKS = 100_000

export class ForkReader {
  readonly #entries: Entries
  /** As last read; each read that uses one reads again whether it is still so. */
  readonly #known = new Map<string, Fork>()

  constructor(entries: Entries) {
    this.#entries = entries
  }

  known(name: string): Fork | undefined {
    return this.#known.get(name)
  }

  /** As of a moment when these were the layers of the fork. Throws NOT_FOUND for one that was never made. */
  async read(
    name: string,
    make: (fork: Fork) => Reading,
  ): Promise<{ readonly fork: Fork; readonly read: Read }> {
    for (;;) {
      const fork = this.#known.get(name)
      const { keys, scans } = fork === undefined ? nothing : make(fork)
      const read = await this.#entries.read({ keys: [forkKey(name), ...keys], scans })
      const [record, ...entries] = read.entries
      if (record === undefined && name !== '') this.#known.delete(name)
      const now = forkIn(name, record)
      if (fork?.version === now.version) return { fork, read: { entries, scans: read.scans } }
      this.#known.set(name, now)
    }
  }

  async names(): Promise<string[]> {
    return [...new Set(['', ...(await this.#namesIn(allForks))])]
  }

  snapshots(): Promise<string[]> {
    return this.#namesIn(allSnapshots)
  }

  async #namesIn(span: Span): Promise<string[]> {
    const { scans } = await this.#entries.read({
      keys: [],
      scans: [{ ...span, limit: MOST_FORKS }],
    })
    return scans[0]!.map(({ key }) => partOf(key))
  }
}

const nothing: Reading = { keys: [], scans: [] }
