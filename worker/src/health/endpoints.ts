// The web endpoints as the settings want them: none without PORT, and for this machine alone without HOST.
import type { Settings } from '../config/settings.ts'
import { namesIn } from './allowed_hosts.ts'
import { serveHealth, type HealthServer, type HealthServerOptions } from './serve.ts'

export interface EndpointsOptions extends Omit<
  HealthServerOptions,
  'port' | 'host' | 'allowedHosts'
> {
  readonly settings: Pick<Settings, 'port' | 'host' | 'allowedHosts'>
}

/** Throws a PortError. */
export async function openEndpoints({
  settings,
  ...options
}: EndpointsOptions): Promise<HealthServer | undefined> {
  const { port, host } = settings
  const allowedHosts = namesIn(settings.allowedHosts)
  return port === 0 ? undefined : serveHealth({ ...options, port, host, allowedHosts })
}
