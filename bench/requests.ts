// What a request costs: the processor time of server and store, against a bare node:http program over the same store.
import { programOn } from './program_side.ts'
import { startBare, startEmulator } from './programs.ts'
import { storeKinds } from './stores.ts'
import { compare } from './table.ts'
import { targetsOf, type Part, type Target } from './targets.ts'

const MOST: Readonly<Record<string, number>> = {
  insert: 1.35,
  'lease 1 + delete': 1.35,
  'lease 100': 1.1,
  'refused (400)': 1.5,
}

export const requests: Part = async ({ quick }) => {
  const scale = quick ? 0.3 : 1
  const targets: Target[] = []
  for (const kind of storeKinds()) {
    const ratios = await compare(
      `${kind.name}: this server against bare node:http over the same store`,
      [programOn(kind, 'bare', startBare, scale), programOn(kind, 'ours', startEmulator, scale)],
      quick ? 3 : 5,
    )
    const words = (what: string) => `CPU of ${what}, ${kind.name}, against bare node:http`
    targets.push(...targetsOf(ratios, words, (what) => MOST[what]!))
  }
  return targets
}
