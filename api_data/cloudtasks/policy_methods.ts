// Policies of queues: kept, and not enforced.
import { randomBytes } from 'node:crypto'
import { ApiError } from 'discovery-emulator'
import type { CloudHandler } from './call.ts'
import { invalid } from './errors.ts'
import { queueIdOf } from './names.ts'

interface Policy {
  version?: number
  etag?: string
  bindings?: readonly object[]
}

/** What a queue answers whose policy was never set. */
const NO_POLICY: Policy = { etag: 'ACAB' }

const getIamPolicy: CloudHandler<{ resource: string }, unknown> = async (
  { params },
  { queues },
) => {
  const { stored } = await queues.get(queueIdOf(params.resource))
  return stored.policy ?? NO_POLICY
}

const setIamPolicy: CloudHandler<{ resource: string }, { policy?: Policy }> = async (
  { params, body },
  { queues },
) => {
  const { policy } = body
  if (policy === undefined) throw invalid('SetIamPolicyRequest.policy is required.')
  if (![undefined, 0, 1, 3].includes(policy.version))
    throw invalid('Policy.version must be 0, 1 or 3.')
  const changed = { ...policy, etag: randomBytes(8).toString('base64') }
  await queues.change(queueIdOf(params.resource), ({ stored }) => {
    const { etag } = (stored.policy ?? NO_POLICY) as Policy
    if (policy.etag !== undefined && policy.etag !== '' && policy.etag !== etag)
      throw changedSince()
    return { ...stored, policy: changed }
  })
  return changed
}

/** Everyone has every permission; a queue that is not there answers none, and no error. */
const testIamPermissions: CloudHandler<
  { resource: string },
  { permissions?: readonly string[] }
> = async ({ params, body }, { queues }) => {
  const { permissions = [] } = body
  if (permissions.some((permission) => permission.includes('*')))
    throw invalid('Permissions must not have wildcards.')
  const found = await queues.find(queueIdOf(params.resource))
  return found === undefined || permissions.length === 0 ? {} : { permissions }
}

const changedSince = () =>
  new ApiError(
    'ABORTED',
    'aborted',
    'There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.',
  )

export const policyMethods = { getIamPolicy, setIamPolicy, testIamPermissions }
