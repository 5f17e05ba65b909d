// What a failure means to whoever started the worker: a line for each problem, and the exit code.
import { ConfigError } from '../config/config_error.ts'
import { DaemonError } from '../daemon/daemon_error.ts'
import { PortError } from '../health/serve.ts'
import { InitError } from '../init/create_service.ts'
import { printableLines, printError } from '../log/printable.ts'
import { StartupFailed } from '../executors/lane.ts'
import { UsageError } from './usage.ts'

/** Exit code of a wrong configuration, EX_CONFIG of sysexits.h. */
const EX_CONFIG = 78
const EX_USAGE = 2

/** Prints to stderr, each line after the name of the program; returns the exit code. */
export function report(error: unknown, name: string): number {
  if (error instanceof UsageError) {
    printError(`${name}: ${error.message}. See worker --help.`)
    return EX_USAGE
  }
  if (error instanceof ConfigError) {
    for (const problem of error.problems) console.error(`${name}: ${printableLines(problem)}`)
    return EX_CONFIG
  }
  const ofPeople = [StartupFailed, PortError, DaemonError, InitError]
  const told = ofPeople.some((kind) => error instanceof kind)
    ? (error as Error).message
    : ((error as Error).stack ?? String(error))
  console.error(`${name}: ${printableLines(told)}`)
  return 1
}
