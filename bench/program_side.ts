// One program as a side of a comparison: each round in a new place, by a new process.
import { withClient } from './load.ts'
import { measure, operations, tasksTaken, warm } from './operations.ts'
import type { Start } from './programs.ts'
import { fill, type StoreKind } from './stores.ts'
import type { Side } from './table.ts'

/** Measures the operations of `operations.ts`. `scale`: how much work, 1 for some seconds. */
export function programOn(kind: StoreKind, name: string, start: Start, scale: number): Side {
  return {
    name,
    async measure() {
      await using place = await kind.open()
      const all = operations(scale)
      await fill(place, tasksTaken(all), 10)
      await using running = await start(place.url, place.folder)
      const pids = [running.pid, ...place.pids]
      // Not without await: the server would be stopped first.
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
