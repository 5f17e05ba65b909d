// Uploads in several requests: the first brings the message, those that follow the bytes, however they break off.
import { open, truncate } from 'node:fs/promises'
import { ApiError, invalid } from '../../errors.ts'
import { readBytes } from '../body.ts'
import type { HttpRequest } from '../request.ts'
import type { HttpResponse } from '../response.ts'
import { contentRangeProtocol } from './content_range.ts'
import { answerWithout, type BytesCommand, type UploadProtocol } from './protocol.ts'
import type { BegunUpload, StoredAnswer, Upload, UploadFolder, UploadStart } from './folder.ts'
import { googUploadProtocol } from './goog_upload.ts'
import { lockOf } from './lock.ts'
import { receive, tooLarge, withChunks } from './receive.ts'
import { checkContentType, limitOf, type UploadCall, type UploadTurns } from './upload_call.ts'

/** Checks the message and answers where the bytes go. `urlOf`: the address of the upload with this id. */
export async function* beginTurns(
  call: UploadCall,
  uploads: UploadFolder,
  httpMethod: string,
  urlOf: (id: string) => string,
): UploadTurns {
  const { request, bound } = call
  const protocol = protocolOf(request)
  const announced = protocol.announced(request)
  const contentType = checkContentType(bound, announced.contentType)
  const length = lengthOf(announced.length)
  if (length !== undefined && length > limitOf(bound)) throw tooLarge(limitOf(bound))
  const bytes = await readBytes(request, call.messageLimit, call.timeout)
  const message = { bytes, contentType: request.header('content-type') }
  yield { message, isStart: true }
  const { id } = await uploads.add({
    api: bound.service.id,
    method: bound.method.id,
    httpMethod,
    message: { base64: bytes.toString('base64'), contentType: message.contentType },
    contentType,
    length,
  })
  return answerWithout(200, { 'x-guploader-uploadid': id, ...protocol.begun(urlOf(id)) })
}

/** `httpMethod`: of this request; the media come when all bytes are here. */
export async function* continueTurns(
  call: UploadCall,
  { upload, start }: BegunUpload,
  httpMethod: string,
): UploadTurns {
  const { request } = call
  const protocol = protocolOf(request)
  const command = protocol.commandOf(request, httpMethod)
  await using _lock = await lockOf(upload.path)
  const done = await upload.answer()
  if (done !== undefined) return final(done, protocol)
  if (command.kind === 'cancel') {
    await upload.remove()
    return protocol.cancelled()
  }
  checkTotal('total' in command ? command.total : undefined, start, call)
  if (command.kind === 'bytes') await takeBytes(call, upload, command)
  else await refuseBytes(call)
  const received = await upload.received()
  const isLast = command.kind === 'bytes' && command.last
  const isWhole = command.total === undefined ? isLast : received === command.total
  if (!isWhole) return protocol.incomplete(received, request)
  return final(yield* finishTurns(upload, start), protocol)
}

const protocolOf = (request: HttpRequest): UploadProtocol =>
  request.header('x-goog-upload-command') === undefined ? contentRangeProtocol : googUploadProtocol

function lengthOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw invalid(`X-Upload-Content-Length must be a number of bytes, it is "${text}".`)
}

function checkTotal(
  total: number | undefined,
  { length }: UploadStart,
  { bound }: UploadCall,
): void {
  if (total === undefined) return
  if (total > limitOf(bound)) throw tooLarge(limitOf(bound))
  if (length !== undefined && total !== length) throw wrongLength(total, length)
}

const wrongLength = (actual: number, announced: number): ApiError =>
  invalid(
    `The upload has ${actual} bytes, but ${announced} were announced when it began (X-Upload-Content-Length).`,
  )

/** Adds the body, unpacked, to what is here; bytes that are here already are skipped, as at Google. */
async function takeBytes(
  { request, bound, timeout, markAfter }: UploadCall,
  upload: Upload,
  { offset, length, total }: BytesCommand,
): Promise<void> {
  const before = await upload.received()
  if (offset > before) throw gap(offset, before)
  const limit = Math.min(limitOf(bound), total ?? Infinity)
  const taken = await withChunks(request, timeout, (chunks) =>
    receive(chunks, upload.bytes, { skip: before - offset, limit, mark: markAfter(before) }),
  )
  if (length === undefined || taken === length) return
  await upload.onDisk(() => truncate(upload.bytes, before))
  throw invalid(`The request has ${taken} bytes, but its Content-Range says ${length}.`)
}

/** A question brings no bytes. Google's words. */
const refuseBytes = ({ request, timeout }: UploadCall): Promise<void> =>
  withChunks(request, timeout, async (chunks) => {
    for await (const { length } of chunks)
      if (length > 0) throw invalid('Client sent query request with a non-empty body.')
  })

/** Google's words and status. */
const gap = (offset: number, received: number): ApiError =>
  new ApiError(
    'UNAVAILABLE',
    'backendError',
    `Invalid request. According to the Content-Range header, the upload offset is ${offset} byte(s), which exceeds already uploaded size of ${received} byte(s).`,
  )

/** The method is called. After a fault of ours the client may try again; any other answer is there to be asked for again. */
async function* finishTurns(upload: Upload, start: UploadStart): UploadTurns {
  await upload.onDisk(async () => (await open(upload.bytes, 'a')).close()) // there may have been no bytes
  const length = await upload.received()
  const { message, contentType } = start
  if (start.length !== undefined && length !== start.length) throw wrongLength(length, start.length)
  const bytes = Buffer.from(message.base64, 'base64')
  yield { message: { bytes, contentType: message.contentType }, isStart: false }
  const answer = (yield { media: { contentType, length, path: upload.bytes } })!
  if (answer.status < 500) {
    const { status, headers, body } = answer
    await upload.settle({ status, headers, body } as StoredAnswer) // no upload is answered with bytes
  }
  return answer
}

const final = (answer: HttpResponse, protocol: UploadProtocol): HttpResponse => ({
  ...answer,
  headers: { ...answer.headers, ...protocol.final },
})
