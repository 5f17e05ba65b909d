// Uploads spoken of with Content-Range: PUT with a part, 308 with a Range until all is here.
// Source: https://cloud.google.com/storage/docs/performing-resumable-uploads
import { invalid } from '../../errors.ts'
import type { HttpResponse } from '../response.ts'
import { answerWithout, notOfUploads, type Command, type UploadProtocol } from './protocol.ts'

export const contentRangeProtocol: UploadProtocol = {
  commandOf(incoming, httpMethod) {
    if (httpMethod === 'DELETE') return { kind: 'cancel' }
    if (httpMethod !== 'PUT' && httpMethod !== 'POST') throw notOfUploads(httpMethod)
    const range = incoming.header('content-range')
    if (range === undefined) return { kind: 'bytes', offset: 0, last: true }
    const command = commandIn(range)
    // Google's words.
    if (command === undefined) throw invalid('Failed to parse Content-Range header.')
    return command
  },
  announced: (incoming) => ({
    contentType: incoming.header('x-upload-content-type'),
    length: incoming.header('x-upload-content-length'),
  }),
  begun: (location) => ({ location }),
  incomplete(received, incoming) {
    const headers: HttpResponse['headers'] =
      received === 0 ? {} : { range: `bytes=0-${received - 1}` }
    // Clients whose HTTP library takes 308 for a redirect ask to be spared it (Go, and Python's).
    return incoming.header('x-guploader-no-308') === 'yes'
      ? answerWithout(200, { ...headers, 'x-http-status-code-override': '308' })
      : answerWithout(308, headers)
  },
  cancelled: () => answerWithout(499),
  final: {},
}

/** `bytes 0-99/200`, of which the last byte or the total may be `*`, or both numbers before the slash. */
export function commandIn(range: string): Command | undefined {
  const [, first, last, total] =
    /^bytes[ =](?:(\d{1,15})-(\d{1,15}|\*)|\*)\/(\d{1,15}|\*)$/i.exec(range.trim()) ?? []
  if (total === undefined) return undefined
  const whole = total === '*' ? undefined : Number(total)
  if (first === undefined) return { kind: 'query', total: whole }
  const offset = Number(first)
  if (last === '*') return { kind: 'bytes', offset, total: whole, last: true }
  const length = Number(last) - offset + 1
  if (length < 1 || offset + length > (whole ?? Infinity)) return undefined
  return { kind: 'bytes', offset, length, total: whole, last: false }
}
