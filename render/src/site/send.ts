// Answers on the wire.
import { open } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface Answer {
  readonly status: number
  readonly body: string | Uint8Array
  /** Media type; plain text unless said. */
  readonly type?: string
  readonly headers?: Readonly<Record<string, string>>
}

export function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  const { status, body, type = 'text/plain; charset=utf-8', headers } = answer
  response.writeHead(status, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** A PDF document, to be shown by whatever asks for it. */
export const pdfAnswer = (pdf: Uint8Array, filename: string): Answer => ({
  status: 200,
  body: pdf,
  ...pdfHead(filename),
})

/** A PDF document from a file; `missing` where there is none. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  missing: Answer,
): Promise<void> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined
    throw error
  })
  if (file === undefined) return send(request, response, missing)
  await using _file = file
  const { size } = await file.stat()
  const { type, headers } = pdfHead(basename(path))
  response.writeHead(200, {
    'content-type': type,
    'content-length': size,
    'x-content-type-options': 'nosniff',
    ...headers,
  })
  if (request.method === 'HEAD') response.end()
  else await pipeline(file.createReadStream({ autoClose: false }), response)
}

const pdfHead = (filename: string) => ({
  type: 'application/pdf',
  headers: {
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(filename).replaceAll(/['()*]/g, percent)}`,
  },
})

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16)}`
