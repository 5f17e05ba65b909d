// The rpcs that Google's Cloud clients call, by the names of their methods, where descriptors are beside documents.
import { readdir } from 'node:fs/promises'
import type { Service } from '../../api/service.ts'
import { isDescriptorFile } from '../../discovery/protos/file_names.ts'

/** By the name of a method in a client (`createQueue`, `create_queue`): methods of served APIs. */
export type RpcNames = ReadonlyMap<
  string,
  readonly { readonly api: string; readonly method: string }[]
>

export async function rpcNames(folder: string, services: readonly Service[]): Promise<RpcNames> {
  const names = new Map<string, { api: string; method: string }[]>()
  if (!(await readdir(folder)).some(isDescriptorFile)) return names
  const { loadDescriptors } = await import('../../grpc/descriptors/load.ts')
  const { rpcTable } = await import('../../grpc/rpc_table.ts')
  for (const { method, bindings } of rpcTable(await loadDescriptors(folder, () => {}), services)) {
    const [bound] = bindings
    if (bound === undefined) continue
    const { service, outline } = bound.bound
    const { name } = method
    const camel = `${name[0]!.toLowerCase()}${name.slice(1)}`
    const snake = camel.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    for (const one of new Set([camel, snake]))
      names.getOrInsertComputed(one, () => []).push({ api: service.id, method: outline.id })
  }
  return names
}
