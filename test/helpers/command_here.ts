// The command line within the test's own process: for what ends by itself, a process of its own costs a hundred times as much, nearly
// all of it for reading modules.
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { format } from 'node:util'
import { vi } from 'vitest'
import { main } from '../../src/cli/main.ts'
import type { Ended, ProcessOptions } from './server_process.ts'

/** As `runCommand`, for a command that ends by itself. */
export async function commandHere({
  args = [],
  env = {},
  command = 'serve',
  folder,
}: ProcessOptions & { readonly folder: string }): Promise<Ended> {
  const before = { folder: process.cwd(), env: process.env }
  const [out, err] = [new PassThrough(), new PassThrough()]
  const spies = [
    vi.spyOn(process, 'stdout', 'get').mockReturnValue(out as never),
    vi.spyOn(process, 'stderr', 'get').mockReturnValue(err as never),
    // The test runner's own, which writes elsewhere.
    vi.spyOn(console, 'log').mockImplementation((...words) => writeLine(out, words)),
    vi.spyOn(console, 'error').mockImplementation((...words) => writeLine(err, words)),
  ]
  process.chdir(folder)
  process.env = { PATH: before.env['PATH'], ...env }
  try {
    const code = await main([command, ...args])
    out.end()
    err.end()
    return { code, signal: null, out: await text(out), err: await text(err) }
  } finally {
    process.chdir(before.folder)
    process.env = before.env
    for (const spy of spies) spy.mockRestore()
  }
}

const writeLine = (stream: PassThrough, words: readonly unknown[]): void =>
  void stream.write(`${format(...words)}\n`)
