// What it costs that calls are noted and could be met by faults, where nobody looks at them: a request with the log of calls
// and without.
import { parseArgs } from 'node:util'
import { programOn } from './program_side.ts'
import { startEmulator, type Start } from './programs.ts'
import { storeKinds } from './stores.ts'
import { compare } from './table.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
const scale = values.quick ? 0.5 : 1

const keeping =
  (kept: number): Start =>
  (storeUrl, folder) =>
    startEmulator(storeUrl, folder, undefined, ['--calls-kept', String(kept)])

const [sqlite] = storeKinds()
await compare(
  'SQLite: calls noted against not noted',
  [
    programOn(sqlite!, 'not noted', keeping(0), scale),
    programOn(sqlite!, 'noted', keeping(1000), scale),
  ],
  values.quick ? 5 : 9,
)
