// Who may use the control API: this machine, and whoever knows the token.
import { timingSafeEqual } from 'node:crypto'
import type { BoundMethod, Service } from '../api/service.ts'
import { ApiError } from '../errors.ts'

/** What is to be known of a request. */
interface Caller {
  readonly isLocal: boolean
  header(name: string): string | undefined
}

/** Throws PERMISSION_DENIED for a caller that may not. */
export function controlGuard(
  own: Service,
  token: string,
): (bound: BoundMethod, caller: Caller) => void {
  return ({ service }, caller) => {
    if (service !== own || caller.isLocal) return
    const given = caller.header('x-emulator-token') ?? ''
    if (token !== '' && isSame(given, token)) return
    throw new ApiError(
      'PERMISSION_DENIED',
      'forbidden',
      token === ''
        ? 'Only the machine of the emulator may use its control API. Start it with --control-token TOKEN to let others.'
        : 'The control API wants its token in the header X-Emulator-Token.',
    )
  }
}

const isSame = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
