// Programs of others, run to their end.
import { execFile } from 'node:child_process'
import { env } from 'node:process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface ProgramOptions {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** What it may end with, besides 0. */
  readonly allow?: number
}

/** What it printed. Throws the end of what it said where it ends with another code. */
export async function program(
  command: readonly string[],
  { cwd, env: own = {}, allow = 0 }: ProgramOptions = {},
): Promise<string> {
  const options = { cwd, env: { ...env, ...own }, maxBuffer: 2 ** 28, timeout: 300_000 }
  try {
    return (await run(command[0]!, command.slice(1), options)).stdout
  } catch (error) {
    const {
      code,
      stdout = '',
      stderr = '',
    } = error as {
      readonly code?: number
      readonly stdout?: string
      readonly stderr?: string
    }
    if (allow !== 0 && code === allow) return stdout
    const said = (stderr.trim() || stdout).trim().split('\n').slice(-3).join(' ')
    throw new Error(`${command[0]} ended with ${code ?? 'a signal'}: ${said}`, { cause: error })
  }
}
