// Credentials over gRPC are metadata, and are refused with the words and details of REST.
import { Metadata, status } from '@grpc/grpc-js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcClient, type GrpcClient } from '../helpers/grpc_client.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'
import { account, authOf, CLOUD } from './clients.ts'

const LIST = 'google.cloud.secretmanager.v1.SecretManagerService/ListSecrets'
const OWN = 'google.pubsub.v1.Subscriber/StreamingPull'
const request = { parent: 'projects/p' }

describe.skipIf(corpusDirectory === undefined)('with --auth=scopes, over gRPC', () => {
  let folder: GrpcFolder
  let emulator: Emulator
  let client: GrpcClient
  beforeAll(async () => {
    folder = await grpcFolder({ secretmanager_v1: 'secret-manager', pubsub_v1: 'pubsub' })
    await folder.write(
      'pubsub_v1.js',
      `export const handlers = {}
       export const rpcs = { '${OWN}': async function* () { yield { receivedMessages: [] } } }`,
    )
    emulator = await startEmulator({ apiData: folder.path, auth: 'scopes' })
    client = await grpcClient(new URL(emulator.url).host, folder.path)
  })
  afterAll(async () => {
    client[Symbol.dispose]()
    await emulator.stop()
    await folder[Symbol.asyncDispose]()
  })

  async function metadataWith(scope: string): Promise<Metadata> {
    const { access_token: token } = await authOf(emulator.key(account), [scope]).authorize()
    const metadata = new Metadata()
    metadata.set('authorization', `Bearer ${token}`)
    return metadata
  }

  test('a method wants a token with one of its scopes', async () => {
    await expect(client.call(LIST, request)).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
      details: expect.stringMatching(/^Request is missing required authentication credential\./),
    })
    const metadata = await metadataWith('https://www.googleapis.com/auth/drive')
    await expect(client.call(LIST, request, { metadata })).rejects.toMatchObject({
      code: status.PERMISSION_DENIED,
      details: 'Request had insufficient authentication scopes.',
    })
    const right = { metadata: await metadataWith(CLOUD) }
    expect(await client.call(LIST, request, right)).toEqual({})
  })

  test('an rpc that is no method wants one of the scopes of its API', async () => {
    await expect(client.stream(OWN, [{ subscription: 's' }])).rejects.toMatchObject({
      code: status.UNAUTHENTICATED,
    })
    const answers = await client.stream(OWN, [{ subscription: 's' }], await metadataWith(CLOUD))
    expect(answers).toHaveLength(1)
  })

  test('reflection and health are for everybody', async () => {
    const { status: health } = await client.call('grpc.health.v1.Health/Check', {})
    expect(health).toBe('SERVING')
  })
})
