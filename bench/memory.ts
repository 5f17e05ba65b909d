// How much memory a server holds after many requests, against the bare program.
import { readFileSync } from 'node:fs'
import { operations } from './operations.ts'
import { repeat, withClient } from './load.ts'
import { startBare, startEmulator, type Start } from './programs.ts'
import { storeKinds } from './stores.ts'
import { print, spread } from './table.ts'
import type { Part } from './targets.ts'

export const memory: Part = async ({ quick }) => {
  const count = quick ? 20_000 : 100_000
  const rounds = quick ? 1 : 3
  const bare: number[] = []
  const ours: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await residentAfter(count, startBare))
    ours.push(await residentAfter(count, startEmulator))
  }
  print(
    `Resident memory after ${count} inserts, SQLite`,
    ['program', 'MiB'],
    [
      ['bare', spread(bare, 0)],
      ['ours', spread(ours, 0)],
    ],
  )
  const ratios = ours.map((value, round) => value / bare[round]!)
  return [
    { what: `Memory after ${count} inserts`, values: ours, unit: 'MiB', most: 100 },
    {
      what: `Memory after ${count} inserts, against bare node:http`,
      values: ratios,
      unit: '×',
      most: 1.35,
    },
  ]
}

async function residentAfter(count: number, start: Start): Promise<number> {
  const [sqlite] = storeKinds()
  await using place = await sqlite!.open()
  await using running = await start(place.url, place.folder)
  const [insert] = operations(1)
  await withClient(running.origin, (send) =>
    repeat(count, async (i) => void (await insert!.run(send, i))),
  )
  return residentMib(running.pid)
}

/** Of /proc; NaN where there is none. */
export function residentMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}
