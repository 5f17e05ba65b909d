// An upload by a form of a web page: `POST /BUCKET` with the fields that a signed policy document allows
// (https://cloud.google.com/storage/docs/xml-api/post-object-forms). Who signed it is not checked; when it ends is.
import type { RawAnswer, RawHandler } from 'discovery-emulator'
import type { Methods, Object as StorageObject } from '../types/storage_v1.ts'
import { entriesOf } from './acl.ts'
import { bucketOf } from './buckets.ts'
import { badRequest } from './errors.ts'
import type { Storage } from './state.ts'
import { keptObject } from './uploads.ts'
import { makeVersion } from './versions.ts'
import { xmlError } from './xml_errors.ts'

export const uploadForm: RawHandler<Storage, Methods> = async (request, storage) => {
  const { header, resources, params } = request
  const contentType = header('content-type') ?? ''
  if (!contentType.startsWith('multipart/form-data'))
    throw badRequest('A POST to a bucket uploads a form: send multipart/form-data.')
  const form = await formIn(await request.bytes(), contentType)
  const text = (name: string): string | undefined => textIn(form, name)
  const file = form.get('file')
  if (file === null) throw badRequest('The form has no field "file".')
  const end = expiryOf(text('policy'))
  if (end !== undefined && end < storage.now())
    return xmlError(400, 'InvalidPolicyDocument', 'Invalid argument.', 'Policy expired.')
  const bytes = typeof file === 'string' ? Buffer.from(file) : Buffer.from(await file.arrayBuffer())
  const filename = typeof file === 'string' ? '' : file.name
  const object = (text('key') ?? '').replaceAll('${filename}', filename)
  if (object === '') throw badRequest('The form has no field "key", which names the object.')
  const type = text('Content-Type') ?? 'application/octet-stream'
  const kept = await keptObject(resources, only(bytes), type)
  const made = await resources.transaction(async (own) =>
    makeVersion(own, storage, {
      bucket: await bucketOf(own, params['bucket']!),
      object,
      fields: { ...metadataIn(form), contentType: type, ...kept.fields },
      media: kept.media,
      entries: entriesOf(undefined, undefined),
      baseUrl: `http://${header('host') ?? 'localhost'}`,
    }),
  )
  return answerOf(made, text('success_action_status'), text('success_action_redirect'))
}

const textIn = (form: FormData, name: string): string | undefined => {
  const field = [...form].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  return typeof field === 'string' ? field : undefined
}

async function formIn(body: Buffer, contentType: string): Promise<FormData> {
  try {
    return await new Response(new Uint8Array(body), {
      headers: { 'content-type': contentType },
    }).formData()
  } catch {
    throw badRequest('The form cannot be read: its body is no multipart/form-data.')
  }
}

async function* only(bytes: Buffer): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** When the policy ends; undefined for a form without one, or one that does not say. */
function expiryOf(policy: string | undefined): string | undefined {
  if (policy === undefined) return undefined
  try {
    const { expiration } = JSON.parse(Buffer.from(policy, 'base64').toString()) as {
      readonly expiration?: string
    }
    return expiration === undefined ? undefined : new Date(expiration).toISOString()
  } catch {
    throw badRequest('The policy of the form is no document in base64.')
  }
}

function metadataIn(form: FormData): StorageObject {
  const own = [...form].filter(
    (field): field is [string, string] =>
      field[0].toLowerCase().startsWith('x-goog-meta-') && typeof field[1] === 'string',
  )
  const metadata = Object.fromEntries(
    own.map(([name, value]) => [name.toLowerCase().slice('x-goog-meta-'.length), value]),
  )
  const cacheControl = textIn(form, 'Cache-Control')
  const contentDisposition = textIn(form, 'Content-Disposition')
  return {
    ...(own.length > 0 && { metadata }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(contentDisposition !== undefined && { contentDisposition }),
  }
}

/** 204 unless the form wants another answer. */
function answerOf(
  { bucket = '', name = '', etag = '' }: StorageObject,
  status: string | undefined,
  redirect: string | undefined,
): RawAnswer {
  if (redirect !== undefined && URL.canParse(redirect)) {
    const url = new URL(redirect)
    for (const [key, value] of Object.entries({ bucket, key: name, etag: `"${etag}"` }))
      url.searchParams.set(key, value)
    return { status: 303, headers: { location: url.href } }
  }
  if (status !== '201') return { status: status === '200' ? 200 : 204 }
  const body = `<?xml version='1.0' encoding='UTF-8'?><PostResponse><Bucket>${bucket}</Bucket><ETag>&quot;${etag}&quot;</ETag></PostResponse>`
  return { status: 201, headers: { 'content-type': 'application/xml; charset=UTF-8' }, body }
}
