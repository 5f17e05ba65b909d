// What can go wrong, in one sentence, and the exit code that says so to a script.
import { ownCommand } from '../../own_command.ts'

export const exitCodes = { ok: 0, refused: 1, usage: 2, nothing: 3, unreachable: 4 } as const

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** A fault whose message is for the person at the terminal. */
export class Fault extends Error {
  readonly code: ExitCode

  constructor(code: ExitCode, message: string) {
    super(message)
    this.code = code
  }
}

export const misused = (message: string): Fault =>
  new Fault(exitCodes.usage, `${message} Try "${ownCommand('queue', '--help')}".`)

export function sentenceOf(error: unknown): { code: ExitCode; sentence: string } {
  if (error instanceof Fault) return { code: error.code, sentence: error.message }
  const sentence = error instanceof Error ? error.message : String(error)
  return { code: exitCodes.refused, sentence }
}
