// Whether an operation costs more in a queue that holds more: of two queues that differ in how many tasks or tags they have.
import { withClient } from './load.ts'
import { measure, restoringLease, restoringLeaseByTag, warm, type Operation } from './operations.ts'
import { startEmulator } from './programs.ts'
import { fill, storeKinds, type StoreKind } from './stores.ts'
import { compare, type Side } from './table.ts'
import { targetsOf, type Part, type Target } from './targets.ts'

interface Filling {
  readonly name: string
  readonly tasks: number
  readonly tags: number
}

export const growth: Part = async ({ quick }) => {
  const scale = quick ? 0.3 : 0.6
  const many = quick ? 100_000 : 1_000_000
  const targets: Target[] = []
  for (const kind of storeKinds()) {
    const comparisons = [
      await comparePlaces(kind, 'waiting tasks', restoringLease(scale), quick, [
        { name: '1000', tasks: 1000, tags: 10 },
        { name: String(many), tasks: many, tags: 10 },
      ]),
      await comparePlaces(kind, 'tags', restoringLeaseByTag(scale), quick, [
        { name: '1', tasks: 20_000, tags: 1 },
        { name: '10000', tasks: 20_000, tags: 10_000 },
      ]),
    ]
    const words = [`${many} tasks against 1000`, '10000 tags against 1']
    for (const [i, ratios] of comparisons.entries())
      targets.push(
        ...targetsOf(
          ratios,
          (what) => `CPU of ${what}, ${kind.name}, ${words[i]}`,
          () => 1.2,
        ),
      )
  }
  return targets
}

/** One operation of this server on two queues that differ in what they hold. */
async function comparePlaces(
  kind: StoreKind,
  what: string,
  operation: Operation,
  quick: boolean,
  [few, many]: readonly [Filling, Filling],
): Promise<ReadonlyMap<string, readonly number[]>> {
  await using disposables = new AsyncDisposableStack()
  const sideOf = async ({ name, tasks, tags }: Filling): Promise<Side> => {
    const place = disposables.use(await kind.open())
    await fill(place, tasks, tags)
    const running = disposables.use(await startEmulator(place.url, place.folder))
    const pids = [running.pid, ...place.pids]
    await withClient(running.origin, (send) => warm(send, operation))
    return {
      name: `${name} ${what}`,
      measure: () =>
        withClient(
          running.origin,
          async (send) => new Map([[operation.name, await measure(send, operation, pids)]]),
        ),
    }
  }
  const title = `${kind.name}: ${few.name} against ${many.name} ${what}`
  return await compare(title, [await sideOf(few), await sideOf(many)], quick ? 3 : 5)
}
