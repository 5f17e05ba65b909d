// `@discovery-emulator/worker/service`: runs a service that is more than its processor.
import { report } from './cli/report.ts'
import { runCommand, type ServiceProgram } from './cli/run_command.ts'

export { hostnameOf, isAllowedHost, isForeign } from './health/allowed_hosts.ts'
export type { Health, ProcessHealth } from './health/health.ts'
export type { ServiceProgram } from './cli/run_command.ts'
export type { Settled } from './supervisor/messages.ts'
export type { ServiceView, Site } from './supervisor/run_parent.ts'

/** As `worker run`, on this process's environment and signals; resolves to the exit code, and never rejects. */
export async function runService({ processor, ...service }: ServiceProgram): Promise<number> {
  const { env } = process // oxlint-disable-line node/no-process-env -- as `worker run` reads it
  try {
    return await runCommand({ folder: process.cwd(), env, argument: processor, service })
  } catch (error) {
    return report(error, service.name)
  }
}
