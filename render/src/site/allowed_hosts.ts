// Which Host headers are answered, and which requests a page of another site makes.
import { hostnameOf, isAllowedHost } from '@discovery-emulator/worker/service'
import type { IncomingMessage } from 'node:http'
import type { RenderSettings } from '../service/settings.ts'
import type { Answer } from './send.ts'

type Headers = IncomingMessage['headers']

/** The refusal of a request for a name that is none of ours, or undefined. */
export function refusalOfHost(
  { host }: Headers,
  { allowedHosts, resultUrl }: Pick<RenderSettings, 'allowedHosts' | 'resultUrl'>,
): Answer | undefined {
  const ours = [...allowedHosts, hostnameOf(new URL(resultUrl).host)]
  if (host === undefined || isAllowedHost(host, ours)) return undefined
  return {
    status: 403,
    body: `Requests for the host ${JSON.stringify(hostnameOf(host))} are refused: it is not this machine. Allow it with ALLOWED_HOSTS.\n`,
  }
}

/** Whether a page of another origin asks, as the browser tells it: with an image, a frame, a link or a script. */
export function isForeign({ host, origin, referer, 'sec-fetch-site': site }: Headers): boolean {
  if (site !== undefined) return site !== 'same-origin' && site !== 'none'
  // Browsers send it only to hosts that they trust, such as localhost.
  const page = origin ?? referer
  return page !== undefined && URL.parse(page)?.host !== host
}
