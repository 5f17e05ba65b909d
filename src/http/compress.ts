// Answers packed with gzip for a client that asks for it the way Google wants to be asked.
import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { HttpRequest } from './request.ts'
import type { HttpResponse } from './response.ts'

const pack = promisify(gzip)

/** Characters from which packing saves more than its headers cost. */
const WORTH_PACKING = 1024

/**
 * Whether an answer is to be packed. Google packs only for a User-Agent that has "gzip" in it (https://developers.google.com/workspace/docs/api/how-tos/performance),
 * which spares clients on this machine, that ask without meaning it, the time.
 */
export const isToBePacked = ({ body }: HttpResponse, incoming: HttpRequest): boolean =>
  typeof body === 'string' && body.length >= WORTH_PACKING && wantsGzip(incoming)

export async function packed(answer: HttpResponse): Promise<HttpResponse> {
  const { body, headers } = answer
  return {
    ...answer,
    headers: {
      ...headers,
      'content-encoding': 'gzip',
      vary:
        headers['vary'] === undefined ? 'Accept-Encoding' : `${headers['vary']}, Accept-Encoding`,
    },
    body: await pack(body as string, { level: constants.Z_BEST_SPEED }),
  }
}

const wantsGzip = (incoming: HttpRequest): boolean =>
  /gzip/i.test(incoming.header('user-agent') ?? '') &&
  /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(incoming.header('accept-encoding') ?? '')
