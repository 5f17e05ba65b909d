// The command line: which command, and what its failures mean to whoever started it.
import { report } from './report.ts'
import { helpText, UsageError } from './usage.ts'
import { version } from '../version.ts'

/** Runs one command; resolves to the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  try {
    return await run(args)
  } catch (error) {
    return report(error, 'worker')
  }
}

/** Each command is imported only when it is wanted: processes are started often. */
async function run([command, ...rest]: readonly string[]): Promise<number> {
  const folder = process.cwd()
  const { env } = process // oxlint-disable-line node/no-process-env -- the one place that reads it
  switch (command) {
    case 'run': {
      if (rest.length > 1) throw new UsageError('worker run takes one file')
      const { runCommand } = await import('./run_command.ts')
      return runCommand({ folder, env, argument: rest[0] })
    }
    case 'config': {
      const { configCommand } = await import('./config_command.ts')
      return configCommand(folder, env)
    }
    case 'dead': {
      const { deadCommand } = await import('./dead_command.ts')
      return deadCommand(rest, { folder, env })
    }
    case 'daemon': {
      const { daemonCommand } = await import('../daemon/daemon_command.ts')
      return daemonCommand(rest, { folder, env })
    }
    case 'init': {
      const { initCommand } = await import('../init/init_command.ts')
      return initCommand(rest, folder)
    }
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
