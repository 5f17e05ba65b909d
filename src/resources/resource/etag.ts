// Tags of versions that clients send back: a change of another version is refused.
import { ApiError } from '../../errors.ts'
import type { Context } from '../context.ts'
import type { JsonObject } from '../json.ts'

/**
 * `sent`: undefined or '' for any version. Throws 409 ABORTED. Older APIs pass over fields and read If-Match, of which
 * another version is 412.
 */
export function checkEtag(sent: unknown, resource: JsonObject, { model, header }: Context): void {
  const { etag } = resource
  if (typeof etag !== 'string') return
  if (model.isApiary) {
    const wanted = header('if-match')
    if (wanted !== undefined && wanted !== '*' && !isAmong(etag, wanted)) throw notMet()
  } else if (typeof sent === 'string' && sent !== '' && unquoted(etag) !== unquoted(sent))
    throw new ApiError(
      'ABORTED',
      'aborted',
      'The etag in the request does not match that of the resource: it was changed meanwhile. Read it again, then retry.',
    )
}

const isAmong = (etag: string, wanted: string): boolean =>
  wanted.split(',').some((one) => unquoted(one.trim()) === unquoted(etag))

const notMet = (): ApiError =>
  new ApiError('FAILED_PRECONDITION', 'conditionNotMet', 'Precondition Failed', {
    code: 412,
    violations: [
      {
        field: 'If-Match',
        description: 'Precondition Failed',
        reason: 'conditionNotMet',
        location: { type: 'header', name: 'If-Match' },
      },
    ],
  })

/** Also without the padding of base64, which some clients cut off. */
const unquoted = (etag: string): string => etag.replaceAll(/^"|=*"?$/g, '')
