// How long the server takes to start: with our own documents, against the bare program, and with every document of a folder.
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cpuSecondsOf } from './cpu.ts'
import { startBare, startEmulator, type Start } from './programs.ts'
import { print, spread } from './table.ts'
import type { Part } from './targets.ts'

const root = join(import.meta.dirname, '..')
// oxlint-disable-next-line node/no-process-env -- a setting of measurements and tests, not of the server
const corpus = resolve(root, process.env['CORPUS'] ?? '../shared/corpus')

export const starts: Part = async ({ quick }) => {
  const rounds = quick ? 3 : 7
  await startOf(startEmulator) // compiled code is kept from then on
  const programs: (readonly [string, Start])[] = [
    ['bare', startBare],
    ['ours', startEmulator],
    ...(existsSync(corpus)
      ? [[`ours, ${documentsIn(corpus)} documents`, serving(corpus)] as const]
      : []),
  ]
  if (!existsSync(corpus))
    console.log('Other documents are SKIPPED: set CORPUS to a folder of them.\n')
  const found = programs.map(() => ({ seconds: [] as number[], cpu: [] as number[] }))
  for (let round = 0; round < rounds; round += 1)
    for (const [i, [, start]] of programs.entries()) {
      const { seconds, cpu } = await startOf(start)
      found[i]!.seconds.push(seconds)
      found[i]!.cpu.push(cpu)
    }
  const head = ['program', 'seconds until the first answer', 'CPU seconds']
  const rows = programs.map(([name], i) => [
    name,
    spread(found[i]!.seconds, 2),
    spread(found[i]!.cpu, 2),
  ])
  print('Start', head, rows)
  const [bare, ours] = found
  const ratios = ours!.cpu.map((value, round) => value / bare!.cpu[round]!)
  return [
    { what: 'First answer of a start', values: ours!.seconds, unit: 's', most: 0.35 },
    { what: 'CPU of a start, against bare node:http', values: ratios, unit: '×', most: 2 },
  ]
}

const documentsIn = (folder: string): number =>
  readdirSync(folder).filter((file) => file.endsWith('.api')).length

const serving =
  (apiData: string): Start =>
  (storeUrl, folder) =>
    startEmulator(storeUrl, folder, apiData)

async function startOf(start: Start): Promise<{ readonly seconds: number; readonly cpu: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    await using running = await start('memory:', folder)
    return { seconds: running.startedIn / 1000, cpu: cpuSecondsOf([running.pid]) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
