// What it costs that calls are noted and could be met by faults, where nobody looks at them: a request with the log of calls
// and without.
import { parseArgs } from 'node:util'
import { withClient } from './load.ts'
import { measure, operations, tasksTaken, warm } from './operations.ts'
import { startEmulator } from './programs.ts'
import { fill, storeKinds, type StoreKind } from './stores.ts'
import { compare, type Side } from './table.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const scale = values.quick ? 0.5 : 1

function side(kind: StoreKind, name: string, kept: number): Side {
  return {
    name,
    async measure() {
      await using place = await kind.open()
      await fill(place, tasksTaken(scale), 10)
      const flags = ['--calls-kept', String(kept)]
      await using running = await startEmulator(place.url, place.folder, undefined, flags)
      const pids = [running.pid, ...place.pids]
      return await withClient(running.origin, async (send) => {
        const found = new Map<string, number>()
        for (const operation of operations(scale)) {
          await warm(send, operation)
          found.set(operation.name, await measure(send, operation, pids))
        }
        return found
      })
    },
  }
}

const [sqlite] = storeKinds()
await compare(
  'SQLite: calls noted against not noted',
  [side(sqlite!, 'not noted', 0), side(sqlite!, 'noted', 1000)],
  values.quick ? 5 : 9,
)
