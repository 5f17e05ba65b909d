// What descriptors cost: nothing until the first rpc, and then the reading of all that lie beside the documents.
import { existsSync, readdirSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSecondsOf } from './cpu.ts'
import { startEmulator } from './programs.ts'
import { print, spread } from './table.ts'
import type { Target } from './targets.ts'

/** `firstCall`: makes one rpc of a server. */
export async function measureDescriptors(
  layOut: (folder: string) => Promise<void>,
  firstCall: (origin: string) => Promise<void>,
  rounds: number,
): Promise<Target> {
  const files = protoFiles()
  const rows = []
  let latest: readonly number[] = []
  for (const count of [1, files.length]) {
    const starts: number[] = []
    const firsts: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const folder = await mkdtemp(join(tmpdir(), 'bench-grpc-'))
      try {
        await layOut(folder)
        for (const [i, file] of files.slice(0, count - 1).entries())
          await copyFile(file, join(folder, `other${i}_v1.protos.json`))
        await using running = await startEmulator('memory:', folder, folder)
        const before = cpuSecondsOf([running.pid])
        await firstCall(running.origin)
        starts.push(before * 1000)
        firsts.push((cpuSecondsOf([running.pid]) - before) * 1000)
      } finally {
        await rm(folder, { recursive: true })
      }
    }
    rows.push([String(count), `${spread(starts, 0)} ms`, `${spread(firsts, 0)} ms`])
    latest = firsts
  }
  print('Descriptors', ['files of clients', 'CPU of a start', 'CPU of the first call'], rows)
  return {
    what: `CPU of the first rpc, descriptors of ${files.length} clients`,
    values: latest.map((ms) => ms / 1000),
    unit: 's',
    most: 0.3,
  }
}

/** Of the clients of Google that are installed here, and in the `node_modules` that CLIENTS names. */
function protoFiles(): string[] {
  // oxlint-disable-next-line node/no-process-env -- a setting of measurements, not of the server
  const more = process.env['CLIENTS']
  if (more === undefined)
    console.log('Other clients are SKIPPED: set CLIENTS to a node_modules that holds them.')
  return [join(import.meta.dirname, '..', 'node_modules'), ...(more === undefined ? [] : [more])]
    .map((modules) => join(modules, '@google-cloud'))
    .flatMap((scope) =>
      readdirSync(scope).map((client) => join(scope, client, 'build/protos/protos.json')),
    )
    .filter((file) => existsSync(file))
}
