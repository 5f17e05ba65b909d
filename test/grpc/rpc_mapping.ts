// Which rpcs of Google's clients are methods of documents: of those that are installed, and of the documents that we hold.
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadServices } from '../../src/api/states.ts'
import type { Service } from '../../src/api/service.ts'
import { loadDescriptors, type Descriptors } from '../../src/grpc/descriptors/load.ts'
import { rpcTable, type Rpc } from '../../src/grpc/rpc_table.ts'

const root = join(import.meta.dirname, '../..')

/** `npm install --prefix test/grpc/google_clients` fetches twenty. */
export const moreClients = join(import.meta.dirname, 'google_clients/node_modules')

/** `protos.json` by the name of its package, of all that are installed. */
function clientProtos(): Map<string, string> {
  const found = new Map<string, string>()
  for (const modules of [join(root, 'node_modules'), moreClients]) {
    const scope = join(modules, '@google-cloud')
    if (!existsSync(scope)) continue
    for (const client of readdirSync(scope)) {
      const file = join(scope, client, 'build/protos/protos.json')
      if (existsSync(file) && !found.has(client)) found.set(client, file)
    }
  }
  return found
}

export interface Row {
  readonly client: string
  /** Rpcs with a rule, of released versions of which there is a document. */
  readonly rpcs: readonly Rpc[]
  /** Those that are no method of it. */
  readonly missing: readonly Rpc[]
  /** Methods that several rpcs of one service are, with their names. */
  readonly shared: readonly string[]
}

/** A row for each client that has a document in the folder `documents`. */
export async function mappingRows(documents: string): Promise<Row[]> {
  const services = await loadServices(documents)
  const rows: Row[] = []
  for (const [client, file] of clientProtos()) {
    const folder = await mkdtemp(join(tmpdir(), 'grpc-'))
    try {
      await cp(file, join(folder, `${client}.protos.json`))
      const descriptors = await loadDescriptors(folder, refuse)
      const rpcs = documented(rpcTable(descriptors, services), descriptors, services)
      const missing = rpcs.filter(({ bindings }) => bindings.length === 0)
      if (rpcs.length > 0) rows.push({ client, rpcs, missing, shared: sharedIn(rpcs) })
    } finally {
      await rm(folder, { recursive: true })
    }
  }
  return rows
}

/** Of a version whose document is there: at its host, or where its siblings are. */
function documented(
  table: readonly Rpc[],
  { hosts, rules }: Descriptors,
  services: readonly Service[],
): Rpc[] {
  const ids = new Set(services.map(({ rootHost, outline }) => `${rootHost} ${outline.version}`))
  const bound = new Set(
    table.flatMap(({ method, bindings }) => (bindings.length > 0 ? [method.parent] : [])),
  )
  return table.filter(({ name, method }) => {
    // `google.cloud.tasks.v2.…`, not v2beta3
    const version = /\.(v\d+)\./.exec(name)?.[1]
    const isThere = ids.has(`${hosts.get(method.parent.typeName)} ${version}`)
    return version !== undefined && rules.has(name) && (isThere || bound.has(method.parent))
  })
}

function sharedIn(rpcs: readonly Rpc[]): string[] {
  const byMethod = Map.groupBy(
    rpcs.filter(({ bindings }) => bindings.length > 0),
    ({ method, bindings }) => `${method.parent.typeName} ${bindings[0]!.bound.outline.id}`,
  )
  return [...byMethod.values()]
    .filter((same) => same.length > 1)
    .map((same) => same.map(({ name }) => name).join(' = '))
}

function refuse(sentence: string): never {
  throw new Error(sentence)
}
