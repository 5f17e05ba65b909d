// Tags of versions that clients send back: a change of another version is refused.
import { ApiError } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'

/** `sent`: undefined or '' for any version. Throws 409 ABORTED; older APIs have headers for it and pass over fields. */
export function checkEtag(sent: unknown, resource: JsonObject, { model }: Context): void {
  if (model.isApiary || typeof sent !== 'string' || sent === '') return
  const { etag } = resource
  if (typeof etag !== 'string' || unquoted(etag) === unquoted(sent)) return
  throw new ApiError(
    'ABORTED',
    'aborted',
    'The etag in the request does not match that of the resource: it was changed meanwhile. Read it again, then retry.',
  )
}

/** Also without the padding of base64, which some clients cut off. */
const unquoted = (etag: string): string => etag.replaceAll(/^"|=*"?$/g, '')
