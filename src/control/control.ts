// All that people and tests may do to an emulator, by the control API, by its console, or in process.
import type { Clock } from '../clock.ts'
import { notFound } from '../errors.ts'
import type { Service } from '../api/service.ts'
import type { CallRequest } from '../call/call.ts'
import { forkOf } from '../api/fork.ts'
import type { CallWatch, Disturbance, EndedCall, UploadingCall, UploadMark } from '../call/watch.ts'
import type { LoggedAttempt } from '../queue/dispatch/log.ts'
import { attemptsOf, dispatchersOf } from '../queue/dispatch/registry.ts'
import type { ResourceStore } from '../resources/store/store.ts'
import { CallLog } from './calls/call_log.ts'
import { Faults } from './faults/faults.ts'
import type { Forks } from './forks.ts'
import { checkName } from './name.ts'
import type { NamedResource, Resources } from './resources.ts'
import { exported, imported, type Exported } from './transfer.ts'

export interface ControlParts {
  /** All that is served; that of the control API itself is among them. */
  readonly services: readonly Service[]
  /** Its calls are neither noted nor disturbed. */
  readonly own: Service
  readonly store: ResourceStore
  readonly forks: Forks
  readonly resources: Resources
  /** Calls that are kept. */
  readonly mostCalls: number
  /** Empties the state of every module of the first fork, and makes it afresh. */
  readonly restart: () => Promise<void>
}

export class Control implements CallWatch {
  readonly calls: CallLog
  readonly faults: Faults
  readonly forks: Forks
  readonly resources: Resources
  readonly #parts: ControlParts

  constructor(parts: ControlParts) {
    this.#parts = parts
    this.forks = parts.forks
    this.resources = parts.resources
    this.calls = new CallLog(parts.mostCalls)
    this.faults = new Faults((fork) => parts.forks.knownClockOf(fork))
  }

  /** APIs that somebody put there: all but the control API. */
  get services(): readonly Service[] {
    return this.#parts.services.filter((service) => service !== this.#parts.own)
  }

  arrived(request: CallRequest): Promise<Disturbance> | undefined {
    const fork = forkOf(request.context)
    const isOwn = request.bound.service === this.#parts.own
    if (fork !== '')
      return this.forks
        .check(fork)
        .then(() => (isOwn ? undefined : this.faults.meet(request)) ?? 'none')
    return isOwn ? undefined : this.faults.meet(request)
  }

  uploading(call: UploadingCall, received: number): UploadMark | undefined {
    return this.faults.mark(call, received)
  }

  ended(call: EndedCall): void {
    const { request } = call
    if (request.bound.service === this.#parts.own) return
    const fork = forkOf(request.context)
    this.calls.add(call, () => this.forks.knownClockOf(fork), this.faults.metBy(request))
  }

  clockOf(fork: string): Promise<Clock> {
    return this.forks.clockOf(fork)
  }

  /** Forgets a fork, with its calls and faults. Throws NOT_FOUND where there is none. */
  async removeFork(name: string): Promise<void> {
    await this.forks.remove(name)
    this.faults.clear(name)
    this.calls.clear(name)
  }

  /** Back to the seed: resources, tasks, time, faults and calls. */
  async reset(fork: string): Promise<void> {
    const clock = await this.clockOf(fork)
    await this.#parts.store.reset(fork)
    if (fork === '') await this.#parts.restart()
    else await this.forks.forget(fork)
    clock.reset()
    this.faults.clear(fork === '' ? undefined : fork)
    this.calls.clear(fork)
  }

  /** Puts resources there. `seal`: all that is there then is what a reset goes back to. */
  async seed(fork: string, resources: readonly NamedResource[], seal = true): Promise<void> {
    await this.resources.put(fork, resources)
    if (seal) await this.#parts.store.seal(fork)
  }

  export(fork: string): Promise<Exported> {
    const apis = this.#parts.services.map(({ outline }) => outline.name)
    return exported(this.#parts.store, fork, apis)
  }

  import(fork: string, state: unknown): Promise<void> {
    return imported(this.#parts.store, fork, state)
  }

  snapshots(): Promise<readonly string[]> {
    return this.#parts.store.snapshots()
  }

  async snapshot(fork: string, name: string): Promise<void> {
    checkName('snapshot', name)
    await this.#parts.store.snapshot(fork, name)
  }

  /** Throws NOT_FOUND where there is none of that name. */
  async restore(fork: string, name: string): Promise<void> {
    if (!(await this.#parts.store.restore(fork, name))) throw unknownSnapshot(name)
  }

  /** Throws NOT_FOUND where there is none of that name. */
  async removeSnapshot(name: string): Promise<void> {
    if (!(await this.#parts.store.removeSnapshot(name))) throw unknownSnapshot(name)
  }

  /** Dispatches every task that is due, waits for the answers, and again, until nothing is due. How many attempts there were. */
  async runUntilIdle(fork: string): Promise<number> {
    const dispatchers = dispatchersOf(await this.clockOf(fork))
    let attempts = 0
    // One may give work to another.
    for (let latest = -1; latest !== attempts;) {
      latest = attempts
      for (const dispatcher of dispatchers) attempts += await dispatcher.runUntilIdle()
    }
    return attempts
  }

  /** Full names of the queues that there are. */
  async queues(fork: string): Promise<readonly string[]> {
    const dispatchers = dispatchersOf(await this.clockOf(fork))
    return (await Promise.all(dispatchers.map((each) => each.queueNames()))).flat()
  }

  /** The latest attempts, oldest first. */
  async attempts(fork: string): Promise<readonly LoggedAttempt[]> {
    return attemptsOf(await this.clockOf(fork))
  }
}

const unknownSnapshot = (name: string) => notFound(`There is no snapshot ${JSON.stringify(name)}.`)
