// An error as it is looked at in the log of calls: the same by every door.
import { detailsOf } from '../../call/error_details.ts'
import type { ApiError } from '../../errors.ts'

export interface ErrorBody {
  readonly code: number
  readonly status: string
  readonly message: string
  readonly details?: readonly object[]
}

export function errorBodyOf(error: ApiError): ErrorBody {
  const { code, status, message } = error
  const details = detailsOf(error)
  return { code, status, message, ...(details.length > 0 && { details }) }
}
