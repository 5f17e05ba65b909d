// The naive resource store that all others must agree with: maps that are copied whole.

type Resources = Map<string, { readonly value: string; readonly sequence: number }>

export interface ModelFork {
  resources: Resources
  seed: Resources
}

export class Model {
  readonly forks = new Map<string, ModelFork>([['', { resources: new Map(), seed: new Map() }]])
  readonly snapshots = new Map<string, Resources>()
  #sequence = 0

  fork(name: string): ModelFork {
    return this.forks.get(name)!
  }

  put(fork: string, name: string, value: string | undefined): void {
    const { resources } = this.fork(fork)
    if (value === undefined) resources.delete(name)
    else {
      const sequence = resources.get(name)?.sequence ?? (this.#sequence += 1)
      resources.set(name, { value, sequence })
    }
  }

  /** In order of creation. */
  namesIn(fork: string, fits: (name: string) => boolean): string[] {
    return [...this.fork(fork).resources]
      .filter(([name]) => fits(name))
      .toSorted(([, a], [, b]) => a.sequence - b.sequence)
      .map(([name]) => name)
  }
}
