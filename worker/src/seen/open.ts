// The memory of processed tasks that a worker wants: its own, that of SEEN_FILE, or none.
import { resolve } from 'node:path'
import { ConfigError } from '../config/config_error.ts'
import type { Settings } from '../config/settings.ts'
import type { Logger } from '../log/logger.ts'
import type { Worker } from '../processor/processor.ts'
import { noSeen, seenIn, type Seen } from './seen.ts'

export interface SeenOptions {
  readonly settings: Pick<Settings, 'executionType' | 'seenFile'>
  readonly worker: Pick<Worker, 'openSeen'>
  readonly folder: string
  readonly logger: Logger
}

/** Throws a ConfigError for a file that cannot be used. Runs of a clock do not come back: nothing is remembered. */
export async function openSeen({ settings, worker, folder, logger }: SeenOptions): Promise<Seen> {
  const { executionType, seenFile } = settings
  if (executionType !== 'MESSAGING') return noSeen
  if (worker.openSeen) return seenIn(await worker.openSeen(), logger)
  if (seenFile === '') return noSeen
  const { openSeenFile } = await import('./file.ts')
  try {
    return seenIn(openSeenFile(resolve(folder, seenFile)), logger)
  } catch (error) {
    const { message } = error as Error
    throw new ConfigError([`SEEN_FILE is "${seenFile}", which cannot be used: ${message}`])
  }
}
