// What a request costs two server processes, against one: as much, where they share nothing but the store. Two then answer twice
// as many as one, where the machine has processors for both.
import { readFileSync } from 'node:fs'
import { withClient } from './load.ts'
import { measure, operations, tasksTaken, warm } from './operations.ts'
import { startEmulator } from './programs.ts'
import { fill, storeKinds, type StoreKind } from './stores.ts'
import { compare, type Side } from './table.ts'
import { targetsOf, type Part, type Target } from './targets.ts'

/** Two processes that answer 1.7 times as many requests as one. */
const MOST = 2 / 1.7

export const processes: Part = async ({ quick }) => {
  const targets: Target[] = []
  for (const kind of storeKinds()) {
    const ratios = await compare(
      `${kind.name}: two server processes against one`,
      [side(kind, 1, quick), side(kind, 2, quick)],
      quick ? 3 : 5,
    )
    const words = (what: string) => `CPU of ${what}, ${kind.name}, two processes against one`
    targets.push(...targetsOf(ratios, words, () => Number(MOST.toFixed(2))))
  }
  return targets
}

function side(kind: StoreKind, workers: number, quick: boolean): Side {
  const scale = quick ? 0.3 : 0.8
  return {
    name: `${workers} process${workers > 1 ? 'es' : ''}`,
    async measure() {
      await using place = await kind.open()
      const all = operations(scale).map((each) => ({ ...each, warmUp: each.warmUp * workers }))
      await fill(place, tasksTaken(all), 10)
      const flags = ['--workers', String(workers)]
      await using running = await startEmulator(place.url, place.folder, undefined, flags)
      const pids = [running.pid, ...childrenOf(running.pid), ...place.pids]
      return await withClient(running.origin, async (send) => {
        const found = new Map<string, number>()
        for (const operation of all) {
          await warm(send, operation)
          found.set(operation.name, await measure(send, operation, pids))
        }
        return found
      })
    },
  }
}

const childrenOf = (pid: number): number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
    .map(Number)
