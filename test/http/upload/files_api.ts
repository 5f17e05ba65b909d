// An API that takes bytes and gives them back, for the tests of uploads.
import { readFile, rename } from 'node:fs/promises'
import { invalid } from '../../../src/errors.ts'
import type { HandlerModule } from '../../../src/api/handlers.ts'
import { documentOf, methodsOf, serverOf, type TestServer } from '../../helpers/server.ts'
import { uploadFolder } from '../../helpers/uploads.ts'
import type { AppOptions } from '../../../src/http/app.ts'

const protocolsOf = (path: string) => ({
  simple: { path: `/upload/files/v1/${path}`, multipart: true },
  resumable: { path: `/resumable/upload/files/v1/${path}`, multipart: true },
})

const file = { $ref: 'File' }
const any = { accept: ['*/*'], protocols: protocolsOf('files') }

const document = documentOf({
  name: 'files',
  rootUrl: 'https://files.googleapis.com/',
  servicePath: 'files/v1/',
  schemas: {
    File: {
      type: 'object',
      properties: {
        name: { type: 'string' },
        type: { type: 'string' },
        size: { type: 'integer', format: 'int32' },
        text: { type: 'string' },
      },
    },
  },
  methods: methodsOf('files', {
    create: {
      path: 'files',
      httpMethod: 'POST',
      parameters: { name: { type: 'string', location: 'query' } },
      request: file,
      response: file,
      mediaUpload: any,
    },
    update: {
      path: 'files/{file}',
      httpMethod: 'PATCH',
      request: file,
      response: file,
      mediaUpload: { accept: ['*/*'], protocols: protocolsOf('files/{file}') },
    },
    picture: {
      path: 'pictures',
      httpMethod: 'POST',
      response: file,
      mediaUpload: {
        accept: ['image/*', 'text/x-svg'],
        maxSize: '1KB',
        protocols: protocolsOf('pictures'),
      },
    },
    mark: {
      path: 'marks',
      httpMethod: 'POST',
      request: file,
      mediaUpload: { accept: ['*/*'], protocols: protocolsOf('marks') },
    },
    simple: {
      path: 'simple',
      httpMethod: 'PUT',
      response: file,
      mediaUpload: { protocols: { simple: protocolsOf('simple').simple } },
    },
  }),
})

/** What a handler was called with, and the bytes then. */
export interface Received {
  readonly id: string
  readonly params: object
  readonly body: unknown
  readonly media: { contentType: string; length: number; path: string } | undefined
  readonly bytes: Buffer | undefined
}

export interface FilesServer extends TestServer {
  readonly received: Received[]
  /** Where uploads are kept. */
  readonly folder: string
  /** Answers instead of the handlers, once. */
  next: (() => unknown) | undefined
}

export function filesServer(
  options: Partial<AppOptions> & { now?: () => number } = {},
): FilesServer {
  const { path, uploads } = uploadFolder(options.now)
  const received: Received[] = []
  const handler =
    (id: string): HandlerModule['handlers'][string] =>
    async ({ params, body, media }) => {
      const { next } = server
      server.next = undefined
      if (next !== undefined) return next()
      const bytes = media && (await readFile(media.path))
      received.push({ id, params, body, media, bytes })
      const { name } = { ...(params as { name?: string }), ...(body as { name?: string }) }
      if (name === 'refused') throw invalid('The name is taken.', 'name', 'body')
      if (name === 'kept' && media !== undefined) await rename(media.path, `${path}.kept`)
      return {
        name,
        type: media?.contentType,
        size: media?.length,
        text: bytes?.toString('latin1'),
      }
    }
  const ids = Object.values(document.methods ?? {}).map(({ id }) => id)
  const handlers = Object.fromEntries(ids.map((id) => [id, handler(id)]))
  const server: FilesServer = {
    ...serverOf([{ document, handlers }], { uploads, ...options }),
    received,
    folder: path,
    next: undefined,
  }
  return server
}
