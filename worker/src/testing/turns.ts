// All workers of one clock take turns, so that what one of them makes due another runs at the same moment.
import type { Ran } from './ran.ts'
import type { Stepper } from './stepper.ts'
import type { TestClock } from './test_clock.ts'
import { timelineOf, type Timeline } from './timeline.ts'

interface Alongside {
  runUntilIdle(): Promise<number>
}

export interface Turns {
  readonly time: Timeline
  /** Returns what takes them out again. */
  join(worker: Stepper, alongside: readonly Alongside[]): () => void
  /** See `TestWorker`; resolves to what ran of `worker` meanwhile. */
  runUntilIdle(worker: Stepper): Promise<readonly Ran[]>
  runFor(worker: Stepper, seconds: number): Promise<readonly Ran[]>
}

const ofClocks = new WeakMap<TestClock, Turns>()

/** The same for the same clock. Throws a TypeError for a clock that counts no microseconds. */
export function turnsOf(clock: TestClock): Turns {
  const turns = ofClocks.get(clock) ?? openTurns(clock)
  ofClocks.set(clock, turns)
  return turns
}

function openTurns(clock: TestClock): Turns {
  const time = timelineOf(clock)
  const workers = new Map<Stepper, readonly Alongside[]>()
  const turn = async (besides: ReadonlySet<string>): Promise<number> => {
    let count = 0
    for (const worker of workers.keys()) count += await worker.drain(besides)
    for (const other of new Set([...workers.values()].flat())) count += await other.runUntilIdle()
    return count
  }
  const untilIdle = async (besides: ReadonlySet<string>): Promise<void> => {
    while ((await turn(besides)) > 0);
  }
  return {
    time,
    join(worker, alongside) {
      workers.set(worker, alongside)
      return () => void workers.delete(worker)
    },
    async runUntilIdle({ ran }) {
      const before = ran.length
      await untilIdle(new Set())
      return ran.slice(before)
    },
    async runFor({ ran }, seconds) {
      if (!(seconds >= 0)) throw new RangeError(`runFor takes seconds from 0, not ${seconds}`)
      const before = ran.length
      const end = time.now() + seconds * 1000
      const atWork = new Set([...workers.keys()].flatMap((worker) => [...worker.inHand()]))
      await untilIdle(atWork)
      while (time.now() < end) {
        const next = Math.min(time.next(), ...[...workers.keys()].map((worker) => worker.next()))
        time.moveTo(Math.min(end, Math.max(next, time.now())))
        await untilIdle(atWork)
      }
      return ran.slice(before)
    },
  }
}
