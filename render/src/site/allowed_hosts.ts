// Which Host headers are answered.
import { hostnameOf, isAllowedHost } from '@discovery-emulator/worker/service'
import type { IncomingMessage } from 'node:http'
import type { RenderSettings } from '../service/settings.ts'
import type { Answer } from './send.ts'

type Headers = IncomingMessage['headers']

/** The refusal of a request for a name that is none of ours, or undefined. */
export function refusalOfHost(
  { host }: Headers,
  {
    allowedHosts,
    resultPlace,
    resultUrl,
  }: Pick<RenderSettings, 'allowedHosts' | 'resultPlace' | 'resultUrl'>,
): Answer | undefined {
  // Documents in a bucket are read there, not here.
  const served = resultPlace.kind === 'directory' ? [hostnameOf(new URL(resultUrl).host)] : []
  const ours = [...allowedHosts, ...served]
  if (host === undefined || isAllowedHost(host, ours)) return undefined
  return {
    status: 403,
    body: `Requests for the host ${JSON.stringify(hostnameOf(host))} are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n`,
  }
}
