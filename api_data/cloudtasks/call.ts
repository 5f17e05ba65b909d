// The form of the handlers that the versions share.
import type { CloudTasks } from './state.ts'
import type { Version } from './versions.ts'

export interface CloudCall<Params = Record<string, never>, Body = unknown> {
  readonly params: Params
  readonly body: Body
}

/** What a document's module exports. */
export type CloudHandlers = Readonly<
  Record<
    string,
    (call: { readonly params: object; readonly body: unknown }, state: CloudTasks) => unknown
  >
>

/** Handlers of one version; the generated types of three documents do not fit one function. */
export type CloudHandler<Params, Body> = (
  call: CloudCall<Params, Body>,
  state: CloudTasks,
  version: Version,
) => unknown

/** Binds handlers to a version, under the ids that start with `prefix`. */
export function bound(
  prefix: string,
  version: Version,
  // oxlint-disable-next-line typescript/no-explicit-any -- each says what its document makes sure of
  handlers: Readonly<Record<string, CloudHandler<any, any>>>,
): CloudHandlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => {
      const id = `${prefix}.${name}`
      const method = id.split('.').slice(-2).join('.')
      return [
        id,
        (call, state) => {
          const { name: own, parent } = call.params as { name?: string; parent?: string }
          state.quotas?.count(method, own ?? parent ?? '')
          return handler(call as CloudCall<never>, state, version)
        },
      ]
    }),
  )
}
