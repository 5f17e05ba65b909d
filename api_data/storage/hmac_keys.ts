// Keys with which service accounts sign requests to the XML API: what the engine cannot know of them. It lists, reads and
// changes them. https://cloud.google.com/storage/docs/authentication/hmackeys
import { hash } from 'node:crypto'
import type { Handlers } from 'discovery-emulator'
import type { HmacKeyMetadata, Methods } from '../types/storage_v1.ts'
import { badRequest, noHmacKey } from './errors.ts'
import { hmacKeyName } from './names.ts'
import type { Storage, StorageHandler } from './state.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** `GOOG` and 57 letters and digits; the same of the same id. */
function accessIdOf(id: string): string {
  const letters = Array.from(hash('sha512', id, 'buffer').subarray(0, 55))
  return `GOOG1E${letters.map((byte) => LETTERS[byte % LETTERS.length]).join('')}`
}

/** 40 characters, of an id that nobody sees. */
const secretOf = (id: string): string =>
  hash('sha256', id, 'buffer').subarray(0, 30).toString('base64')

const create: StorageHandler<'storage.projects.hmacKeys.create'> = ({ params, resources }) =>
  resources.transaction(async (own) => {
    const { projectId: project, serviceAccountEmail } = params
    const { metadata: made = {} } = await own.invoke('storage.projects.hmacKeys.create', { params })
    const id = made.accessId!
    await own.delete(hmacKeyName(project, id))
    const accessId = accessIdOf(id)
    const metadata: HmacKeyMetadata = {
      ...made,
      id: `${project}/${accessId}`,
      selfLink: `https://www.googleapis.com/storage/v1/projects/${project}/hmacKeys/${accessId}`,
      accessId,
      serviceAccountEmail,
      state: 'ACTIVE',
    }
    own.put(hmacKeyName(project, accessId), metadata)
    return { kind: 'storage#hmacKey', metadata, secret: secretOf(id) }
  })

const remove: StorageHandler<'storage.projects.hmacKeys.delete'> = ({ params, resources }) =>
  resources.transaction(async (own): Promise<undefined> => {
    const name = hmacKeyName(params.projectId, params.accessId)
    const held = await own.get<HmacKeyMetadata>(name)
    if (held === undefined) throw noHmacKey()
    if (held.resource.state !== 'INACTIVE')
      throw badRequest('An HMAC key must be INACTIVE before it is deleted.')
    await own.delete(name)
  })

export const hmacKeyMethods: Handlers<Methods, Storage> = {
  'storage.projects.hmacKeys.create': create,
  'storage.projects.hmacKeys.delete': remove,
}
