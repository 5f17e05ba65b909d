// What a request costs: the processor time of server and store, against a bare node:http program over the same store.
// Only ratios of one run on one machine mean anything; a run ends by itself. `--quick` measures the programs alone, in a minute.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { measureStarts } from './documents.ts'
import { withClient } from './load.ts'
import { measure, restoringLease, restoringLeaseByTag, warm, type Operation } from './operations.ts'
import { programOn } from './program_side.ts'
import { startBare, startEmulator } from './programs.ts'
import { fill, storeKinds, type StoreKind } from './stores.ts'
import { compare, type Side } from './table.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const { quick } = values
const scale = quick ? 0.2 : 0.6
const rounds = quick ? 3 : 5

for (const kind of storeKinds()) {
  await compare(
    `${kind.name}: this server against bare node:http over the same store`,
    [programOn(kind, 'bare', startBare, scale), programOn(kind, 'ours', startEmulator, scale)],
    rounds,
  )
  if (quick) continue
  const many = 1_000_000
  await comparePlaces(kind, 'waiting tasks', restoringLease(scale), [
    { name: '1000', tasks: 1000, tags: 10 },
    { name: String(many), tasks: many, tags: 10 },
  ])
  await comparePlaces(kind, 'tags', restoringLeaseByTag(scale), [
    { name: '1', tasks: 20_000, tags: 1 },
    { name: '10000', tasks: 20_000, tags: 10_000 },
  ])
}
await measureStarts(quick ? 1 : rounds)
// What else has a price has a table of its own, and so have the services on top.
if (!quick)
  for (const part of ['stateful', 'watched', 'resources', 'dispatch', 'grpc', 'many_documents'])
    spawnSync(process.execPath, [join(import.meta.dirname, `${part}.ts`)], { stdio: 'inherit' })
if (!quick)
  for (const part of ['worker', 'render'])
    spawnSync('npm', ['run', 'bench', '--workspace', part], { stdio: 'inherit' })

interface Filling {
  readonly name: string
  readonly tasks: number
  readonly tags: number
}

/** One operation of this server on two queues that differ in what they hold. */
async function comparePlaces(
  kind: StoreKind,
  what: string,
  operation: Operation,
  [few, many]: readonly [Filling, Filling],
): Promise<void> {
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
  await compare(title, [await sideOf(few), await sideOf(many)], rounds)
}
