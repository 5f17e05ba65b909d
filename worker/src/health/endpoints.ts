// The web endpoints as the settings want them: none without PORT, and for this machine alone without HOST.
import type { Settings } from '../config/settings.ts'
import { openLetters } from '../sources/open.ts'
import { namesIn } from './allowed_hosts.ts'
import { openLettersView } from './letters.ts'
import { serveHealth, type HealthServer, type HealthServerOptions } from './serve.ts'

export interface EndpointsOptions extends Omit<
  HealthServerOptions,
  'port' | 'host' | 'allowedHosts' | 'letters'
> {
  readonly settings: Settings
}

/** Throws a PortError. */
export async function openEndpoints({
  settings,
  ...options
}: EndpointsOptions): Promise<HealthServer | undefined> {
  const { port, host } = settings
  if (port === 0) return undefined
  const letters = openLettersView({
    settings,
    health: options.health,
    open: (queues) =>
      openLetters({ settings, queues: queues.map((name) => ({ name, weight: 1 })) }),
  })
  const allowedHosts = namesIn(settings.allowedHosts)
  return serveHealth({ ...options, letters, port, host, allowedHosts })
}
