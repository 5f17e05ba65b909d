// Forks of all state: resources share what they began with, handlers begin anew, and each has its own time.
import { Clock } from '../clock.ts'
import { ApiError, alreadyExists, invalid, notFound } from '../errors.ts'
import type { Service } from '../api/service.ts'
import type { States } from '../api/states.ts'
import type { ResourceStore } from '../resources/store/store.ts'
import { checkName } from './name.ts'

export interface ForksOptions {
  readonly store: ResourceStore
  /** Of the first fork. */
  readonly clock: Clock
  /** States of the modules for another fork, on its clock; nothing is made yet. */
  readonly statesOn: (clock: Clock, name: string) => States
  /** Called with the clock of each fork before it is used. */
  readonly onClock: (clock: Clock) => void
}

interface Fork {
  readonly clock: Clock
  readonly states: States
}

export class Forks implements AsyncDisposable {
  readonly #options: ForksOptions
  /** Those that were asked for in this process. */
  readonly #used = new Map<string, Fork>()

  constructor(options: ForksOptions) {
    this.#options = options
  }

  list(): Promise<readonly string[]> {
    return this.#options.store.forks()
  }

  /** A fork of what `from` holds now; its clock begins where that of `from` is. */
  async make(name: string, from = ''): Promise<void> {
    checkName('fork', name)
    const clock = await this.clockOf(from)
    if ((await this.#options.store.fork(name, from)) === 'exists')
      throw alreadyExists(`There is a fork "${name}" already.`)
    const own = this.#use(name).clock
    own.set(clock.now())
    if (clock.isFrozen) own.freeze()
  }

  /** Throws NOT_FOUND where there is none. */
  async remove(name: string): Promise<void> {
    if (name === '') throw invalid('The first fork cannot be removed; it can be reset.', 'forkId')
    if (!(await this.#options.store.removeFork(name))) throw unknownFork(name)
    await this.forget(name)
  }

  /** Its handlers begin anew. */
  async forget(name: string): Promise<void> {
    const fork = this.#used.get(name)
    this.#used.delete(name)
    await fork?.states[Symbol.asyncDispose]()
  }

  /** Throws NOT_FOUND where there is no such fork. */
  async check(name: string): Promise<void> {
    if (name === '' || this.#used.has(name)) return
    if (!(await this.list()).includes(name)) throw unknownFork(name)
    this.#use(name)
  }

  async clockOf(name: string): Promise<Clock> {
    await this.check(name)
    return this.knownClockOf(name)
  }

  /** Of a fork that was checked. */
  knownClockOf(name: string): Clock {
    return name === '' ? this.#options.clock : this.#use(name).clock
  }

  async stateIn(service: Service, name: string): Promise<unknown> {
    if (name === '') return service.state
    await this.check(name)
    return this.#use(name).states.stateOf(service)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#used.keys()].map((name) => this.forget(name)))
  }

  #use(name: string): Fork {
    let fork = this.#used.get(name)
    if (fork === undefined) {
      const clock = new Clock()
      this.#options.onClock(clock)
      fork = { clock, states: this.#options.statesOn(clock, name) }
      this.#used.set(name, fork)
    }
    return fork
  }
}

const unknownFork = (name: string): ApiError =>
  notFound(
    `There is no fork ${JSON.stringify(name)}. POST /_emulator/v1/forks?forkId=NAME makes one.`,
  )
