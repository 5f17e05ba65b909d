// As much of Drive as a program needs that brings files there and back.
import { randomUUID } from 'node:crypto'
import { media, notFound, type Call } from 'discovery-emulator'
import { Objects } from './objects.ts'

export const open = Objects.open

type Asked = Omit<Call, 'params' | 'body'> & {
  readonly params: { readonly fileId: string; readonly mimeType: string }
  readonly body: { readonly name?: string; readonly mimeType?: string } | undefined
}

async function store({ params, body, media: sent }: Asked, objects: Objects) {
  const id = params.fileId ?? randomUUID()
  const stored = sent && (await objects.keep(id, sent, body?.mimeType))
  return {
    kind: 'drive#file',
    id,
    name: body?.name,
    mimeType: stored?.contentType,
    size: stored && String(stored.size),
    md5Checksum: stored && Buffer.from(stored.md5, 'base64').toString('hex'),
  }
}

export const handlers = {
  'drive.files.create': store,
  'drive.files.update': store,
  'drive.files.get': ({ params: { fileId }, alt }: Asked, objects: Objects) => {
    const object = objects.byName.get(fileId)
    if (object === undefined) throw notFound(`File not found: ${fileId}.`)
    return alt === 'media'
      ? media(object, { contentType: object.contentType })
      : { kind: 'drive#file', id: fileId, size: String(object.size) }
  },
  'drive.files.export': ({ params: { fileId, mimeType } }: Asked) =>
    media(Buffer.from(`${fileId} as ${mimeType}`), { contentType: mimeType }),
}
