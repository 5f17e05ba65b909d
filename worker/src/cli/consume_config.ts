// CONSUME_CONFIG_FILE_PATH: a file that may say, while the worker runs, that it is to end when nothing is left to do.
import { readEnvFile } from '../config/env_file.ts'
import type { Settings } from '../config/settings.ts'
import type { Host } from '../host/host.ts'

/** Milliseconds without a task after which the file is read; the original's. */
const INACTIVITY = 5000

/** Calls `finish` when the worker is idle and the file says EXIT_WHEN_FINISHED=1. The function returned stops looking. */
export function whenFinished(
  { consumeConfigFilePath: path, sleepTime }: Pick<Settings, 'consumeConfigFilePath' | 'sleepTime'>,
  host: Host,
  finish: () => void,
): () => void {
  if (path === '') return () => undefined
  const patience = Math.min(INACTIVITY, sleepTime * 1000)
  const look = async (): Promise<void> => {
    const { connected, idleSince } = host.status()
    if (!connected || idleSince === undefined || Date.now() - idleSince < patience) return
    const { variables } = await readEnvFile(path)
    if (/^(1|true|yes|on)$/i.test(variables['EXIT_WHEN_FINISHED'] ?? '')) finish()
  }
  const timer = setInterval(() => void look().catch(() => undefined), patience / 5)
  return () => clearInterval(timer)
}
