// What tasks cost in a host of this process, once its threads run.
import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { readConfig } from '../src/config/config.ts'
import type { Worker } from '../src/index.ts'
import { silentLogger } from '../src/log/logger.ts'
import { startService } from '../src/service.ts'
import { measured, type Cost } from './cost.ts'

/** Tasks at a time. */
export const CONCURRENCY = 10

export interface Queued {
  /** Tasks in the queue, of which the first ones wake the host. */
  readonly count: number
  readonly warm: number
}

/** `env` says where they are. */
export async function hosted(
  env: Readonly<Record<string, string>>,
  argument: Worker | string,
  { count, warm }: Queued,
): Promise<Cost> {
  const folder = tmpdir()
  const own = { WORKER_CONCURRENCY: `${CONCURRENCY}`, LOG_LEVEL: 'silent' }
  const config = await readConfig({ folder, env: { ...env, ...own } })
  const { host } = await startService({ config, folder, argument, logger: silentLogger() })
  const done = async (wanted: number): Promise<void> => {
    while (host.status().counters.done < wanted) await pause(5)
  }
  // The start of threads is not what a task costs.
  await done(warm)
  const { done: before } = host.status().counters
  const cost = await measured(count - before, () => done(count))
  await host.stop()
  return cost
}
