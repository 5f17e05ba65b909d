// How long the server takes to start: with our one document, and with every document of a folder.
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { cpuSecondsOf } from './cpu.ts'
import { startEmulator } from './programs.ts'
import { print, spread } from './table.ts'

const root = join(import.meta.dirname, '..')
// oxlint-disable-next-line node/no-process-env -- a setting of measurements and tests, not of the server
const corpus = resolve(root, process.env['CORPUS'] ?? '../shared/corpus')

export async function measureStarts(rounds: number): Promise<void> {
  const folders = [join(root, 'api_data'), corpus].filter((folder) => existsSync(folder))
  const rows = []
  for (const folder of folders) {
    const starts = []
    for (let round = 0; round < rounds; round += 1) starts.push(await startOf(folder))
    const documents = readdirSync(folder).filter((file) => file.endsWith('.api')).length
    rows.push([
      String(documents),
      `${spread(
        starts.map(({ ms }) => ms),
        0,
      )} ms`,
      `${spread(
        starts.map(({ cpu }) => cpu * 1000),
        0,
      )} ms`,
    ])
  }
  print('Start', ['documents', 'until the first answer', 'CPU'], rows)
  if (!existsSync(corpus))
    console.log(`  Other documents are SKIPPED: set CORPUS to a folder of them.\n`)
}

async function startOf(apiData: string): Promise<{ readonly ms: number; readonly cpu: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    await using running = await startEmulator('memory:', folder, apiData)
    return { ms: running.startedIn, cpu: cpuSecondsOf([running.pid]) }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
