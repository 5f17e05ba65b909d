// Uploads spoken of with X-Goog-Upload headers.
// Source: https://developers.google.com/photos/library/guides/resumable-uploads and Google's client for Ruby.
import { invalid } from '../../errors.ts'
import { answerWithout, notOfUploads, type UploadProtocol } from './protocol.ts'

/** Bytes of which Google wants chunks to be a multiple; here any size will do. */
const GRANULARITY = 2 ** 18

export const googUploadProtocol: UploadProtocol = {
  commandOf(incoming, httpMethod) {
    if (httpMethod !== 'PUT' && httpMethod !== 'POST') throw notOfUploads(httpMethod)
    const text = incoming.header('x-goog-upload-command') ?? ''
    const words = text.split(',').map((word) => word.trim().toLowerCase())
    if (words.includes('cancel')) return { kind: 'cancel' }
    if (words.includes('query')) return { kind: 'query' }
    const last = words.includes('finalize')
    if (!last && !words.includes('upload'))
      throw invalid(
        `X-Goog-Upload-Command must be upload, finalize, "upload, finalize", query or cancel; it is "${text}".`,
      )
    const offset = incoming.header('x-goog-upload-offset') ?? (words.includes('upload') ? '' : '0')
    if (!/^\d{1,15}$/.test(offset))
      throw invalid(`X-Goog-Upload-Offset must be a number of bytes, it is "${offset}".`)
    return { kind: 'bytes', offset: Number(offset), last }
  },
  announced: (incoming) => ({
    contentType:
      incoming.header('x-goog-upload-header-content-type') ??
      incoming.header('x-goog-upload-content-type'),
    length:
      incoming.header('x-goog-upload-header-content-length') ??
      incoming.header('x-goog-upload-raw-size'),
  }),
  begun: (url) => ({
    'x-goog-upload-status': 'active',
    'x-goog-upload-url': url,
    'x-goog-upload-control-url': url,
    'x-goog-upload-chunk-granularity': `${GRANULARITY}`,
  }),
  incomplete: (received) =>
    answerWithout(200, {
      'x-goog-upload-status': 'active',
      'x-goog-upload-size-received': `${received}`,
    }),
  cancelled: () => answerWithout(200, { 'x-goog-upload-status': 'cancelled' }),
  final: { 'x-goog-upload-status': 'final' },
}
