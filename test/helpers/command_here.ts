// The command line within the test's own process: for what ends before it serves anything, a process of its own costs a hundred times
// as much, nearly all of it for reading modules.
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
  let [out, err] = ['', '']
  const spies = [
    vi
      .spyOn(console, 'log')
      .mockImplementation((...words) => void (out += `${format(...words)}\n`)),
    vi
      .spyOn(console, 'error')
      .mockImplementation((...words) => void (err += `${format(...words)}\n`)),
  ]
  process.chdir(folder)
  process.env = { PATH: before.env['PATH'], ...env }
  try {
    const code = await main([command, ...args])
    return { code, signal: null, out, err }
  } finally {
    process.chdir(before.folder)
    process.env = before.env
    for (const spy of spies) spy.mockRestore()
  }
}
