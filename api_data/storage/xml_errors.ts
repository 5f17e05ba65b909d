// Refusals in the form of the XML API (https://cloud.google.com/storage/docs/xml-api/reference-status).
import type { ApiError, RawAnswer } from 'discovery-emulator'

const escaped = (text: string): string =>
  text.replaceAll(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`)

export const xmlError = (
  status: number,
  code: string,
  message: string,
  details: string,
): RawAnswer => ({
  status,
  headers: { 'content-type': 'application/xml; charset=UTF-8' },
  body:
    "<?xml version='1.0' encoding='UTF-8'?><Error>" +
    `<Code>${code}</Code><Message>${escaped(message)}</Message>` +
    `<Details>${escaped(details)}</Details></Error>`,
})

export function refusal({ code, message, headers }: ApiError): RawAnswer {
  if (code === 304) return { status: 304, headers }
  if (code === 412)
    return xmlError(412, 'PreconditionFailed', message, 'The version is another one.')
  if (code === 403) return xmlError(403, 'AccessDenied', 'Access denied.', message)
  if (code !== 404) return xmlError(code, 'InvalidArgument', 'Invalid argument.', message)
  if (message.startsWith('No such object'))
    return xmlError(404, 'NoSuchKey', 'The specified key does not exist.', `${message}.`)
  return xmlError(404, 'NoSuchBucket', message, message)
}
