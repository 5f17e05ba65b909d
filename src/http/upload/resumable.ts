// Uploads in several requests: the first brings the message, those that follow the bytes, however they break off.
import { open, truncate } from 'node:fs/promises'
import { ApiError, invalid } from '../../errors.ts'
import { readBytes } from '../body.ts'
import type { Incoming } from '../request.ts'
import type { Answer } from '../response.ts'
import { contentRangeDialect } from './content_range.ts'
import { answerWithout, type BytesCommand, type Dialect } from './protocol.ts'
import type { StoredAnswer, Upload, UploadFolder, UploadStart } from './folder.ts'
import { googUploadDialect } from './goog_upload.ts'
import { locked } from './lock.ts'
import { receive, tooLarge, withChunks } from './receive.ts'
import { checkContentType, limitOf, type UploadCall } from './upload_call.ts'

type Outcome = Answer & { readonly error?: ApiError }

/** Checks the message and answers where the bytes go. `urlOf`: the address of the upload with this id. */
export async function beginUpload(
  call: UploadCall,
  uploads: UploadFolder,
  urlOf: (id: string) => string,
): Promise<Answer> {
  const { incoming, bound } = call
  const dialect = dialectOf(incoming)
  const announced = dialect.announced(incoming)
  const contentType = checkContentType(bound, announced.contentType)
  const length = lengthOf(announced.length)
  if (length !== undefined && length > limitOf(bound)) throw tooLarge(limitOf(bound))
  const bytes = await readBytes(incoming, call.messageLimit, call.timeout)
  const message = { bytes, contentType: incoming.header('content-type') }
  call.check(message)
  const { id } = await uploads.add({
    api: bound.service.id,
    method: bound.method.id,
    httpMethod: call.httpMethod,
    message: { base64: bytes.toString('base64'), contentType: message.contentType },
    contentType,
    length,
  })
  return answerWithout(200, { 'x-guploader-uploadid': id, ...dialect.begun(urlOf(id)) })
}

/** `httpMethod`: of this request; `call` is made when all bytes are here. */
export async function continueUpload(
  call: UploadCall,
  upload: Upload,
  start: UploadStart,
  httpMethod: string,
): Promise<Outcome> {
  const { incoming } = call
  const dialect = dialectOf(incoming)
  const command = dialect.commandOf(incoming, httpMethod)
  return await locked(upload.path, async () => {
    const done = await upload.answer()
    if (done !== undefined) return final(done, dialect)
    if (command.kind === 'cancel') {
      await upload.remove()
      return dialect.cancelled()
    }
    checkTotal('total' in command ? command.total : undefined, start, call)
    if (command.kind === 'bytes') await takeBytes(call, upload, command)
    else await refuseBytes(call)
    const received = await upload.received()
    const isLast = command.kind === 'bytes' && command.last
    const isWhole = command.total === undefined ? isLast : received === command.total
    return isWhole
      ? final(await finish(call, upload, start), dialect)
      : dialect.incomplete(received, incoming)
  })
}

const dialectOf = (incoming: Incoming): Dialect =>
  incoming.header('x-goog-upload-command') === undefined ? contentRangeDialect : googUploadDialect

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
  { incoming, bound, timeout }: UploadCall,
  upload: Upload,
  { offset, length, total }: BytesCommand,
): Promise<void> {
  const before = await upload.received()
  if (offset > before) throw gap(offset, before)
  const limit = Math.min(limitOf(bound), total ?? Infinity)
  const taken = await withChunks(incoming, timeout, (chunks) =>
    receive(chunks, upload.bytes, { skip: before - offset, limit }),
  )
  if (length === undefined || taken === length) return
  await truncate(upload.bytes, before)
  throw invalid(`The request has ${taken} bytes, but its Content-Range says ${length}.`)
}

/** A question brings no bytes. Google's words. */
const refuseBytes = ({ incoming, timeout }: UploadCall): Promise<void> =>
  withChunks(incoming, timeout, async (chunks) => {
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

/** Calls the method. After a fault of ours the client may try again; any other answer is there to be asked for again. */
async function finish(call: UploadCall, upload: Upload, start: UploadStart): Promise<Outcome> {
  await (await open(upload.bytes, 'a')).close() // there may have been no bytes
  const length = await upload.received()
  const { message, contentType } = start
  if (start.length !== undefined && length !== start.length) throw wrongLength(length, start.length)
  const outcome = await attempt(call, () =>
    call.perform(
      call.check({
        bytes: Buffer.from(message.base64, 'base64'),
        contentType: message.contentType,
      }),
      { contentType, length, path: upload.bytes },
    ),
  )
  if (outcome.status < 500) {
    const { status, headers, body } = outcome
    await upload.settle({ status, headers, body } as StoredAnswer) // no upload is answered with bytes
  }
  return outcome
}

async function attempt(call: UploadCall, work: () => Promise<Answer>): Promise<Outcome> {
  try {
    return await work()
  } catch (thrown) {
    return call.refuse(thrown)
  }
}

const final = (outcome: Outcome, dialect: Dialect): Outcome => ({
  ...outcome,
  headers: { ...outcome.headers, ...dialect.final },
})
