// The command line: which command, and what its failures mean to whoever started it.
import { configCommand } from './config_command.ts'
import { daemonCommand } from './daemon/daemon_command.ts'
import { deadCommand } from './dead_command.ts'
import { initCommand } from './init/init_command.ts'
import { report } from './report.ts'
import { runCommand } from './run_command.ts'
import { helpText, UsageError } from './usage.ts'
import { version } from './version.ts'

/** Runs one command; resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    return report(error, 'worker')
  }
}

async function run([command, ...rest]: readonly string[]): Promise<number> {
  const folder = process.cwd()
  const { env } = process // oxlint-disable-line node/no-process-env -- the one place that reads it
  switch (command) {
    case 'run':
      if (rest.length > 1) throw new UsageError('worker run takes one file')
      return runCommand({ folder, env, argument: rest[0] })
    case 'config':
      return configCommand(folder, env)
    case 'dead':
      return deadCommand(rest, { folder, env })
    case 'daemon':
      return daemonCommand(rest, { folder, env })
    case 'init':
      return initCommand(rest, folder)
    case '--version':
      console.log(version)
      return 0
    case undefined:
    case 'help':
    case '--help':
      console.log(helpText)
      return 0
    default:
      throw new UsageError(`there is no command "${command}"`)
  }
}
