// Rpcs that handlers answer by their full name: those that modules export as `rpcs`, and the standard services.
import type { FileRegistry } from '@bufbuild/protobuf'
import { didYouMean } from '../api/did_you_mean.ts'
import type { RpcHandler } from '../api/handlers.ts'
import type { Service } from '../api/service.ts'
import { standardServices } from './standard_services.ts'

export interface OwnRpc {
  readonly handler: RpcHandler<unknown>
  /** Whose state the handler gets; undefined: the emulator's own handlers have none. */
  readonly service: Service | undefined
}

/**
 * By `package.Service/Method`. A name that no descriptor has is passed over, and `warn` has it; unless there are no descriptors for
 * any of a module's: its API is served by REST alone then.
 */
export function ownRpcs(
  services: readonly Service[],
  registry: FileRegistry,
  warn: (sentence: string) => void,
): ReadonlyMap<string, OwnRpc> {
  const known = new Set(rpcNamesIn(registry))
  const found = new Map<string, OwnRpc>()
  for (const [name, handler] of Object.entries(standardServices(registry)))
    found.set(name, { handler, service: undefined })
  const packages = new Set([...known].map(packageOf))
  for (const service of services) {
    const own = Object.entries(service.module?.rpcs ?? {})
    if (!own.some(([name]) => packages.has(packageOf(name)))) continue
    for (const [name, handler] of own) {
      if (known.has(name)) found.set(name, { handler, service })
      else warn(unknownRpc(name, service, [...known]))
    }
  }
  return found
}

/** `google.pubsub.v1` of `google.pubsub.v1.Subscriber/StreamingPull`. */
const packageOf = (rpc: string): string =>
  rpc.slice(0, rpc.slice(0, rpc.indexOf('/')).lastIndexOf('.'))

function* rpcNamesIn(registry: FileRegistry): Generator<string> {
  for (const type of registry)
    if (type.kind === 'service')
      for (const { name } of type.methods) yield `${type.typeName}/${name}`
}

function unknownRpc(name: string, { source }: Service, known: readonly string[]): string {
  const file = source.file.replace(/\.api$/, '.ts')
  const why = known.some((each) => each.startsWith(`${name.split('/')[0]}/`))
    ? 'its service has no such rpc'
    : 'no descriptors beside the documents have its service'
  return `${file}: rpcs has ${name}, but ${why}${didYouMean(name, known)}`
}
