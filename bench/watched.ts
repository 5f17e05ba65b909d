// What it costs that calls are noted and could be met by faults, where nobody looks at them: a request with the log of calls
// and without.
import { programOn } from './program_side.ts'
import { startEmulator, type Start } from './programs.ts'
import { storeKinds } from './stores.ts'
import { compare } from './table.ts'
import { targetsOf, type Part } from './targets.ts'

const keeping =
  (kept: number): Start =>
  (storeUrl, folder) =>
    startEmulator(storeUrl, folder, undefined, ['--calls-kept', String(kept)])

export const watched: Part = async ({ quick }) => {
  const scale = quick ? 0.3 : 0.6
  const [sqlite] = storeKinds()
  const ratios = await compare(
    'SQLite: calls noted against not noted',
    [
      programOn(sqlite!, 'not noted', keeping(0), scale),
      programOn(sqlite!, 'noted', keeping(1000), scale),
    ],
    quick ? 3 : 9,
  )
  return targetsOf(
    ratios,
    (what) => `CPU of ${what}, noted against not noted`,
    () => 1.15,
  )
}
