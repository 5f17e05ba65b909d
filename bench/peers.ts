// What a request costs other programs that serve APIs from descriptions, the same operations as here. They have no store, and
// we have one (in memory). They are installed apart: `npm install --prefix bench/peers`.
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cpuSecondsOf } from './cpu.ts'
import { repeat, withClient, type Exchange } from './load.ts'
import { WARM } from './operations.ts'
import { openApi } from './peers/description.ts'
import { startEmulator, startProgram, type Running } from './programs.ts'
import { print, spread } from './table.ts'
import type { Part } from './targets.ts'

const folder = join(import.meta.dirname, 'peers')
const modules = join(folder, 'node_modules')

interface Peer {
  readonly name: string
  readonly start: (logs: string) => Promise<Running>
  /** Status of the answer to a request that is refused; undefined: it refuses nothing. */
  readonly refused: number | undefined
}

const program = (file: string, args: (port: number) => readonly string[]) => (logs: string) =>
  startProgram(logs, (port) => [file, ...args(port)])

const peersIn = (description: string): readonly Peer[] => [
  { name: 'this server', start: (logs) => startEmulator('memory:', logs), refused: 400 },
  {
    name: 'fastify',
    start: program(join(folder, 'fastify_server.ts'), (port) => [`${port}`]),
    refused: 400,
  },
  {
    name: 'openapi-backend',
    start: program(join(folder, 'openapi_backend_server.ts'), (port) => [`${port}`]),
    refused: 400,
  },
  {
    name: 'Prism',
    start: program(join(modules, '@stoplight/prism-cli/dist/index.js'), (port) => [
      'mock',
      '-p',
      `${port}`,
      description,
    ]),
    refused: 422,
  },
  {
    name: 'Mockoon',
    start: program(join(modules, '@mockoon/cli/bin/run.js'), (port) => [
      'start',
      '-X',
      '--disable-admin-api',
      '-l',
      '127.0.0.1',
      '-p',
      `${port}`,
      '-d',
      description,
    ]),
    refused: undefined,
  },
]

const tasks = '/taskqueue/v1beta2/projects/p/taskqueues/q/tasks'
const insert: Exchange = {
  method: 'POST',
  path: tasks,
  body: JSON.stringify({ queueName: 'q', payloadBase64: 'cGF5bG9hZA==', tag: 'a' }),
  status: 200,
}
const refusedWith = (status: number): Exchange => ({
  method: 'POST',
  path: `${tasks}/lease?numTasks=x&leaseSecs=60`,
  status,
})

export const peers: Part = async ({ quick }) => {
  if (!existsSync(modules)) {
    console.log('Other programs are SKIPPED: npm install --prefix bench/peers brings them.\n')
    return []
  }
  const count = quick ? 4000 : 12_000
  const rounds = quick ? 2 : 5
  const logs = await mkdtemp(join(tmpdir(), 'bench-peers-'))
  try {
    const description = join(logs, 'openapi.json')
    await writeFile(description, JSON.stringify(openApi))
    const all = peersIn(description)
    const found = all.map(() => ({ insert: [] as number[], refused: [] as number[] }))
    for (let round = 0; round < rounds; round += 1)
      for (const [i, peer] of all.entries()) {
        await using running = await peer.start(logs)
        found[i]!.insert.push(await costOf(running, insert, count))
        if (peer.refused !== undefined)
          found[i]!.refused.push(await costOf(running, refusedWith(peer.refused), count))
      }
    const rows = all.map(({ name, refused }, i) => [
      name,
      spread(found[i]!.insert, 0),
      refused === undefined ? '-' : spread(found[i]!.refused, 0),
    ])
    print('Other programs, µs of CPU a request', ['program', 'insert', 'refused'], rows)
    const [ours, fastify] = found
    return [
      {
        what: 'CPU of a refused request, against fastify with its log',
        values: ours!.refused.map((value, round) => value / fastify!.refused[round]!),
        unit: '×',
        most: 1,
      },
    ]
  } finally {
    await rm(logs, { recursive: true, force: true })
  }
}

/** Microseconds a request, of code that is compiled. */
async function costOf(
  { origin, pid }: Running,
  exchange: Exchange,
  count: number,
): Promise<number> {
  return await withClient(origin, async (send) => {
    const run = (times: number) => repeat(times, async () => void (await send(exchange)))
    await run(WARM)
    const before = cpuSecondsOf([pid])
    await run(count)
    return ((cpuSecondsOf([pid]) - before) * 1_000_000) / count
  })
}
