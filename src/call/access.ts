// Who may make a call, by whatever door it comes. Without one, everybody may.
import type { Service } from '../api/service.ts'
import type { CallContext, CallRequest, CheckedCall } from './call.ts'

export interface AccessControl {
  /** Before a call is checked. Throws UNAUTHENTICATED or PERMISSION_DENIED for what it shows of its caller. */
  admit(request: CallRequest): void
  /** The same for an rpc that no method of the document is. */
  admitRpc(service: Service, path: string, context: Pick<CallContext, 'header' | 'baseUrl'>): void
  /** Before a call is performed. Throws PERMISSION_DENIED where its caller may not do that to the resource. */
  authorize(call: CheckedCall): Promise<void> | undefined
}
