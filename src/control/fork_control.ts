// One fork of an emulator as a test has it in hand; the first one is the emulator itself.
import { randomUUID } from 'node:crypto'
import type { Clock } from '../clock.ts'
import type { LoggedAttempt } from '../queue/dispatch/log.ts'
import { attemptsOf } from '../queue/dispatch/registry.ts'
import type { LoggedCall } from './calls/logged_call.ts'
import type { CallFilter } from './calls/filter.ts'
import type { Control } from './control.ts'
import type { Fault } from './faults/fault.ts'
import { readFault } from './faults/read_fault.ts'
import type { NamedResource } from './resources.ts'
import type { Exported } from './transfer.ts'

/** State, time, calls and faults of an emulator, or of a fork of it. */
export interface ForkControl {
  /** Its time: `clock.advance(60)` ends a lease of a minute. */
  readonly clock: Clock
  /** Tasks that the server dispatches. */
  readonly tasks: TaskControl
  /** The latest calls of it. */
  readonly calls: Calls
  /** Faults on demand. */
  readonly faults: FaultControl
  /** Puts resources there, and makes all that is there then what `reset` goes back to. */
  seed(resources: readonly NamedResource[]): Promise<void>
  /** Back to the seed: resources, tasks, time, faults and calls. */
  reset(): Promise<void>
  /** Keeps the resources as they are now. */
  snapshot(): Promise<Snapshot>
  /** All resources, with their bytes; `import` puts them in place of all that is there. */
  export(): Promise<Exported>
  import(state: Exported): Promise<void>
  /** A fork of what is there now, which sees nothing of what happens here from then on, nor is it seen. */
  fork(name?: string): Promise<Fork>
}

/** A world of its own, for requests that send its headers; forgotten when it is disposed of. */
export interface Fork extends ForkControl, AsyncDisposable {
  readonly name: string
  /** What requests for this fork send. */
  readonly headers: { readonly 'X-Emulator-Fork': string }
}

/** Resources as they were at a moment; forgotten when it is disposed of. */
export interface Snapshot extends AsyncDisposable {
  readonly name: string
  /** Resources are as they were. */
  restore(): Promise<void>
}

/** Tasks of Cloud Tasks and messages for push subscriptions, sent when the test says so. */
export interface TaskControl {
  /** Dispatches every task that is due, waits for the answers, and again, until nothing is due. How many attempts there were. */
  runUntilIdle(): Promise<number>
  /** The latest attempts, oldest first, with their requests and responses. */
  attempts(): readonly LoggedAttempt[]
}

/** The latest calls of served methods. Those of the control API are not among them. */
export interface Calls {
  /** Oldest first. */
  list(filter?: CallFilter): readonly LoggedCall[]
  /** The first call that fits, of those that were or of those to come. Throws if none came within `seconds`, 5 by default. */
  wait(filter: CallFilter, seconds?: number): Promise<LoggedCall>
  /** Forgets the calls of this fork. */
  clear(): void
}

/** Calls that fail, come late or break off, because a test wants it. */
export interface FaultControl {
  /** In force until it is disposed of, or its `count` is reached. Throws an Error for what is no fault. */
  set(fault: Fault): Disposable & { readonly hits: number }
  /** Ends the faults of this fork; of the emulator itself, all that there are. */
  clear(): void
}

/** `name`: '' is the first. The fork is there. */
export function forkControl(control: Control, name: string): ForkControl {
  const own = { fork: name }
  return {
    clock: control.forks.knownClockOf(name),
    tasks: {
      runUntilIdle: () => control.runUntilIdle(name),
      attempts: () => attemptsOf(control.forks.knownClockOf(name)),
    },
    calls: callsOf(control, name),
    faults: faultsOf(control, name),
    seed: (resources) => control.seed(name, resources),
    reset: () => control.reset(name),
    snapshot: () => snapshotOf(control, name),
    export: () => control.export(name),
    import: (state) => control.import(name, state),
    async fork(given = `f-${randomUUID()}`) {
      await control.forks.make(given, own.fork)
      return {
        ...forkControl(control, given),
        name: given,
        headers: { 'X-Emulator-Fork': given },
        [Symbol.asyncDispose]: () => control.removeFork(given),
      }
    },
  }
}

const callsOf = ({ calls }: Control, fork: string): Calls => ({
  list: (filter = {}) => calls.list({ fork, ...filter }),
  async wait(filter, seconds = 5) {
    const call = await calls.wait({ fork, ...filter }, seconds * 1000)
    if (call !== undefined) return call
    throw new Error(`no call came within ${seconds} s that fits ${JSON.stringify(filter)}`)
  },
  clear: () => calls.clear(fork),
})

const faultsOf = ({ faults }: Control, fork: string): FaultControl => ({
  set(fault) {
    const set = faults.add(readFault(fork === '' ? fault : { fork, ...fault }))
    return {
      get hits() {
        return set.hits
      },
      [Symbol.dispose]: () => faults.end(set),
    }
  },
  clear: () => faults.clear(fork === '' ? undefined : fork),
})

async function snapshotOf(control: Control, fork: string): Promise<Snapshot> {
  const name = `s-${randomUUID()}`
  await control.snapshot(fork, name)
  return {
    name,
    restore: () => control.restore(fork, name),
    [Symbol.asyncDispose]: () => control.removeSnapshot(name),
  }
}
