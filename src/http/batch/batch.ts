// A batch: several requests in one of type multipart/mixed, each answered as if it had come alone.
// Source: https://developers.google.com/workspace/calendar/api/guides/batch and its likes for other APIs.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { ApiError, invalid } from '../../errors.ts'
import type { Address, Addressing } from '../routing/address.ts'
import { AnswerRoom, MOST_ANSWERED } from './answer_room.ts'
import { readBytes } from '../body.ts'
import { idOfAnswer, partOfAnswer, requestOf } from './batch_part.ts'
import { changed, type HttpRequest } from '../request.ts'
import { withoutLastSlashes } from '../routing/match.ts'
import { boundaryOf, bytesOf, partsOf } from './multipart.ts'
import type { HttpResponse } from '../response.ts'
import type { Service } from '../../api/service.ts'

export interface Batches {
  /** The answer to a batch; undefined if the request is for something else. Throws 400 if no part can be read. */
  answer(incoming: HttpRequest, address: Address): Promise<HttpResponse> | undefined
}

/** Calls in one batch. Google's guides say 1000, but for some APIs less (limits.json); the documents say nothing. */
const MOST_CALLS = 1000
let limits: Readonly<Record<string, number>> | undefined

function mostCallsOf(api: string): number {
  limits ??= JSON.parse(readFileSync(join(import.meta.dirname, 'limits.json'), 'utf8')) as Readonly<
    Record<string, number>
  >
  return limits[api] ?? MOST_CALLS
}

export interface BatchOptions {
  readonly bodyLimit: number
  /** Seconds in which its body must come. */
  readonly timeout: number
}

/** `answerOne`: what answers every request, so that one in a batch takes the same path and leaves its line in the log. */
export function batchesOf(
  services: readonly Service[],
  addressing: Addressing,
  answerOne: (incoming: HttpRequest) => Promise<HttpResponse>,
  { bodyLimit, timeout }: BatchOptions,
): Batches {
  async function answer(incoming: HttpRequest, batch: Target): Promise<HttpResponse> {
    const requests = await requestsOf(incoming, batch)
    const parts = await partsFor(requests)
    const boundary = `batch_${randomBytes(18).toString('base64url')}`
    const texts = [...parts.map((part) => `--${boundary}\r\n${part}`), `--${boundary}--\r\n`]
    return {
      status: 200,
      headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
      // What was done must reach the client, also where it is more than one string holds.
      body: lengthOf(texts) > MOST_ANSWERED ? Readable.from(texts) : texts.join(''),
    }
  }

  /** The answers in the order of the requests. A request that would be one too many is refused before it is done. */
  async function partsFor(requests: readonly BatchRequest[]): Promise<string[]> {
    const room = new AnswerRoom()
    const parts = requests.map(async ({ request, id }) => {
      const isRoom = await room.enter()
      const one = await answerOne(isRoom ? request : changed(request, { fault: tooMuch() }))
      const part = partOfAnswer(one, request.httpMethod, idOfAnswer(id))
      room.leave(part.length)
      return part
    })
    return Promise.all(parts)
  }

  async function requestsOf(incoming: HttpRequest, { rootHost, most }: Target) {
    const boundary = boundaryOfBatch(incoming.header('content-type'))
    const bytes = await readBytes(incoming, bodyLimit, timeout)
    const requests: BatchRequest[] = []
    for await (const part of partsOf([bytes], boundary)) {
      if (requests.length === most)
        throw invalid(`The batch has more than ${most} requests; send the others in another one.`)
      const content = await bytesOf(part)
      const request = requestOf(part, content, { outer: incoming, rootHost, addressing, isBatch })
      requests.push({ request, id: part.headers.get('content-id') })
    }
    return requests
  }

  const targetOf = (address: Address): Target | undefined => targetAmong(services, address)
  const isBatch = (address: Address) => targetOf(address) !== undefined
  return {
    answer(incoming, address) {
      const target = incoming.httpMethod === 'POST' ? targetOf(address) : undefined
      return target && answer(incoming, target)
    },
  }
}

const lengthOf = (texts: readonly string[]): number =>
  texts.reduce((sum, { length }) => sum + length, 0)

interface BatchRequest {
  readonly request: HttpRequest
  /** Its Content-ID. */
  readonly id: string | undefined
}

const tooMuch = (): ApiError =>
  new ApiError(
    'RESOURCE_EXHAUSTED',
    'responseTooLarge',
    `This request was not done: with its answer the batch might have more than ${MOST_ANSWERED} characters. Send it in another batch.`,
  )

interface Target {
  /** Host of the APIs that the batch is for; undefined if there are several. */
  readonly rootHost: string | undefined
  /** Calls that it may have. */
  readonly most: number
}

/** Every API has its own path for batches, in its document; `/batch` is that of all on a host. */
function targetAmong(
  services: readonly Service[],
  { rootHost, isCommon, path }: Address,
): Target | undefined {
  if (!path.includes('batch')) return undefined // as nearly all are
  const asked = withoutLastSlashes(path)
  const meant = services.filter(
    (service) =>
      (rootHost ?? service.rootHost) === service.rootHost &&
      (asked === 'batch' || asked === service.outline.batchPath),
  )
  if (meant.length === 0)
    return isCommon && rootHost !== undefined
      ? targetAmong(services, { rootHost: undefined, path })
      : undefined
  const hosts = new Set(meant.map((service) => service.rootHost))
  const most = meant.map(({ document }) => mostCallsOf(document.name))
  return { rootHost: hosts.size === 1 ? [...hosts][0] : undefined, most: Math.max(...most) }
}

function boundaryOfBatch(contentType = ''): string {
  if (!/^\s*multipart\/mixed\s*(;|$)/i.test(contentType))
    throw invalid(
      `A batch is of type multipart/mixed, with one request of type application/http in each part; this one is ${contentType === '' ? 'of no type' : `"${contentType}"`}.`,
    )
  const boundary = boundaryOf(contentType)
  if (boundary !== undefined) return boundary
  throw invalid(
    'The Content-Type of the batch names no boundary: multipart/mixed; boundary=TEXT, and each part begins with a line --TEXT.',
  )
}
