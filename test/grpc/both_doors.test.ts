// The same calls by REST and by gRPC have equal answers and equal refusals.
import { SecretManagerServiceClient } from '@google-cloud/secret-manager'
import { credentials } from '@grpc/grpc-js'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/emulator.ts'

let folder: string
let emulator: Emulator
let client: SecretManagerServiceClient

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'grpc-'))
  const root = join(import.meta.dirname, '..', '..')
  const file = 'secretmanager_v1.api'
  await cp(join(root, '..', 'shared', 'corpus', file), join(folder, file))
  const protos = join(root, 'node_modules', '@google-cloud', 'secret-manager', 'build', 'protos')
  await cp(join(protos, 'protos.json'), join(folder, 'secretmanager_v1.protos.json'))
  emulator = await startEmulator({ apiData: folder })
  const { hostname, port } = new URL(emulator.url)
  const sslCreds = credentials.createInsecure()
  client = new SecretManagerServiceClient({ apiEndpoint: hostname, port: Number(port), sslCreds })
  await client.createSecret({
    parent: 'projects/p',
    secretId: 's',
    secret: { replication: { automatic: {} } },
  })
})

afterAll(async () => {
  await client.close()
  await emulator.stop()
  await rm(folder, { recursive: true })
})

async function rest(method: string, path: string, body?: object) {
  const answer = await fetch(`${emulator.url}/v1/${path}`, {
    method,
    ...(body && {
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  })
  // oxlint-disable-next-line typescript/no-explicit-any -- answers of every form
  return (await answer.json()) as any
}

const refusals = [
  {
    title: 'a secret that is not there',
    code: 5,
    grpc: () => client.getSecret({ name: 'projects/p/secrets/none' }),
    rest: () => rest('GET', 'projects/p/secrets/none'),
  },
  {
    title: 'a secret that is there already',
    code: 6,
    grpc: () =>
      client.createSecret({
        parent: 'projects/p',
        secretId: 's',
        secret: { replication: { automatic: {} } },
      }),
    rest: () => rest('POST', 'projects/p/secrets?secretId=s', { replication: { automatic: {} } }),
  },
  {
    title: 'a delete of a secret that is not there',
    code: 5,
    grpc: () => client.deleteSecret({ name: 'projects/p/secrets/none' }),
    rest: () => rest('DELETE', 'projects/p/secrets/none'),
  },
]

test.each(refusals)('$title is refused in the same words', async ({ code, grpc, rest: byRest }) => {
  const { error } = await byRest()
  await expect(grpc()).rejects.toMatchObject({ code, details: error.message })
})

test('a secret and a list of them are the same by both doors', async () => {
  const name = 'projects/p/secrets/s'
  const [secret] = await client.getSecret({ name })
  const byRest = await rest('GET', name)
  expect(secret.name).toBe(byRest.name)
  expect(secret.replication).toMatchObject(byRest.replication)
  const seconds = Math.floor(Date.parse(byRest.createTime) / 1000)
  expect(Number(secret.createTime!.seconds)).toBe(seconds)
  const [secrets] = await client.listSecrets({ parent: 'projects/p' })
  const listed = await rest('GET', 'projects/p/secrets')
  expect(secrets.map((each) => each.name)).toEqual(
    listed.secrets.map((each: { name: string }) => each.name),
  )
})
