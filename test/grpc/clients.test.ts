// Google's own clients, unmodified, on their default transport, at the port of REST.
import { CloudTasksClient } from '@google-cloud/tasks'
import { SecretManagerServiceClient } from '@google-cloud/secret-manager'
import { PubSub } from '@google-cloud/pubsub'
import { credentials } from '@grpc/grpc-js'
import { Auth } from 'googleapis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Emulator } from '../../src/emulator.ts'
import { startEmulator } from '../../src/start_emulator.ts'
import { grpcFolder, type GrpcFolder } from '../helpers/grpc_folder.ts'

const packages = {
  cloudtasks_v2: 'tasks',
  secretmanager_v1: 'secret-manager',
  pubsub_v1: 'pubsub',
}

let folder: GrpcFolder
let emulator: Emulator

beforeAll(async () => {
  folder = await grpcFolder(packages)
  emulator = await startEmulator({ apiData: folder.path })
})

afterAll(async () => {
  await emulator.stop()
  await folder[Symbol.asyncDispose]()
})

/** The recipe of docs/grpc.md#clients. */
function optionsOf() {
  const { hostname, port } = new URL(emulator.url)
  return {
    apiEndpoint: hostname,
    port: Number(port),
    sslCreds: credentials.createInsecure(),
    authClient: new Auth.PassThroughClient() as never, // each client has types of its own for it
    projectId: 'p',
  }
}

describe('@google-cloud/tasks', () => {
  const parent = 'projects/p/locations/l'

  test('queues are made, listed, changed by a mask and deleted', async () => {
    const client = new CloudTasksClient(optionsOf())
    const name = `${parent}/queues/q1`
    const [queue] = await client.createQueue({
      parent,
      queue: { name, rateLimits: { maxConcurrentDispatches: 7 } },
    })
    expect(queue).toMatchObject({ name, rateLimits: { maxConcurrentDispatches: 7 } })
    const [listed] = await client.listQueues({ parent })
    expect(listed.map((each) => each.name)).toEqual([name])
    const [changed] = await client.updateQueue({
      queue: { name, rateLimits: { maxConcurrentDispatches: 9 } },
      updateMask: { paths: ['rate_limits.max_concurrent_dispatches'] },
    })
    expect(changed.rateLimits?.maxConcurrentDispatches).toBe(9)
    await client.deleteQueue({ name })
    await expect(client.getQueue({ name })).rejects.toMatchObject({ code: 5 })
    await client.close()
  })

  test('what is wrong has the code, the words and the violations of REST', async () => {
    const client = new CloudTasksClient(optionsOf())
    const bad = client.listQueues({ parent: 'nowhere' })
    await expect(bad).rejects.toMatchObject({
      code: 3,
      details: "Invalid value 'nowhere': parent must be projects/*/locations/*.",
      statusDetails: [{ fieldViolations: [{ field: 'parent' }] }],
    })
    await client.close()
  })
})

describe('@google-cloud/secret-manager', () => {
  test('secrets are made and found over REST as well; one made twice is refused with code 6', async () => {
    const client = new SecretManagerServiceClient(optionsOf())
    const request = {
      parent: 'projects/p',
      secretId: 's',
      secret: { replication: { automatic: {} }, labels: { a: 'b' } },
    }
    const [secret] = await client.createSecret(request)
    expect(secret).toMatchObject({ labels: { a: 'b' }, replication: { automatic: {} } })
    await expect(client.createSecret(request)).rejects.toMatchObject({ code: 6 })
    const answer = await fetch(`${emulator.url}/v1/${secret.name}`)
    expect(await answer.json()).toMatchObject({ name: secret.name, labels: { a: 'b' } })
    const [policy] = await client.getIamPolicy({ resource: secret.name! })
    expect(policy).toHaveProperty('bindings')
    await client.close()
  })

  test('latest is the version that was made last, and an alias the one that the secret says', async () => {
    const client = new SecretManagerServiceClient(optionsOf())
    const name = 'projects/p/secrets/words'
    const read = async (version: string) => {
      const [{ payload }] = await client.accessSecretVersion({
        name: `${name}/versions/${version}`,
      })
      return String(payload?.data)
    }
    await client.createSecret({
      parent: 'projects/p',
      secretId: 'words',
      secret: { replication: { automatic: {} } },
    })
    await expect(read('latest')).rejects.toMatchObject({ code: 5 })
    for (const text of ['one', 'two'])
      await client.addSecretVersion({ parent: name, payload: { data: Buffer.from(text) } })
    expect(await read('latest')).toBe('two')
    const secret = { name, versionAliases: { first: 1 } }
    await client.updateSecret({ secret, updateMask: { paths: ['version_aliases'] } })
    expect(await read('first')).toBe('one')
    await expect(read('second')).rejects.toMatchObject({ code: 5 })
    await client.close()
  })
})

describe('@google-cloud/pubsub', () => {
  test('topics are made and listed', async () => {
    const { hostname, port } = new URL(emulator.url)
    const pubsub = new PubSub({
      projectId: 'p',
      apiEndpoint: `${hostname}:${port}`,
      emulatorMode: true,
    })
    const [topic] = await pubsub.createTopic('t')
    expect(topic.name).toBe('projects/p/topics/t')
    const [topics] = await pubsub.getTopics()
    expect(topics.map(({ name }) => name)).toEqual(['projects/p/topics/t'])
    await pubsub.close()
  })
})
