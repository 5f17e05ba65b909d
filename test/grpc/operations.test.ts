// Long-running operations, polled by google-gax itself. Its clients are fetched apart: CONTRIBUTING.md.
import type { credentials } from '@grpc/grpc-js'
import { existsSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator } from '../helpers/opened_emulator.ts'
import { moreClients } from './rpc_mapping.ts'

const CLIENT = '@google-cloud/redis'

interface Operation {
  readonly latestResponse: { readonly done: boolean }
  promise(): Promise<[Readonly<Record<string, unknown>>]>
}

/** What of @google-cloud/redis is used. */
interface RedisModule {
  readonly CloudRedisClient: new (options: object) => {
    createInstance(request: object): Promise<[Operation]>
    getInstance(request: object): Promise<[Readonly<Record<string, unknown>>]>
    deleteInstance(request: object): Promise<[Operation]>
    close(): Promise<void>
  }
}

test.skipIf(corpusDirectory === undefined || !existsSync(moreClients))(
  'an operation is polled until it is done, to its typed result or its end',
  async () => {
    await using folder = await grpcFolder({ redis_v1: undefined })
    const protos = join(moreClients, CLIENT, 'build/protos/protos.json')
    await copyFile(protos, join(folder.path, 'redis_v1.protos.json'))
    await using opened = await openedEmulator({ api_data: folder.path, operation_polls: 2 })
    const { hostname, port } = new URL(opened.emulator.url)
    const require = createRequire(join(moreClients, 'x.js'))
    const { CloudRedisClient } = require(CLIENT) as RedisModule
    // A client takes those of its own grpc-js alone.
    const own = require('@grpc/grpc-js') as { readonly credentials: typeof credentials }
    const client = new CloudRedisClient({
      apiEndpoint: hostname,
      port: Number(port),
      sslCreds: own.credentials.createInsecure(),
      projectId: 'p',
    })
    const parent = 'projects/p/locations/l'
    const name = `${parent}/instances/cache`
    const instance = { tier: 'BASIC', memorySizeGb: 1 }
    const [creation] = await client.createInstance({ parent, instanceId: 'cache', instance })
    expect(creation.latestResponse.done).toBe(false)
    const [made] = await creation.promise()
    expect(made).toMatchObject({ name, tier: 1, memorySizeGb: 1 }) // enums are numbers in what gax unpacks
    const [deletion] = await client.deleteInstance({ name })
    await deletion.promise()
    await expect(client.getInstance({ name })).rejects.toMatchObject({ code: 5 })
    await client.close()
  },
)
