// Secret Manager, of which there is a document and no code.
import { deepEqual, equal } from 'node:assert/strict'
import { SecretManagerServiceClient } from '@google-cloud/secret-manager'
import type { GrpcOptions, Samples } from './sample.ts'

const parent = 'projects/p'
const name = `${parent}/secrets/s`
const version = `${name}/versions/1`

export function secretSamples(options: GrpcOptions): Samples {
  const client = new SecretManagerServiceClient(options)
  const contentOf = async (of: string) =>
    String((await client.accessSecretVersion({ name: of }))[0].payload?.data)
  return {
    createSecret: async () => {
      const secret = { replication: { automatic: {} } }
      equal((await client.createSecret({ parent, secretId: 's', secret }))[0].name, name)
    },
    addSecretVersion: async () => {
      const payload = { data: Buffer.from('my super secret data') }
      equal((await client.addSecretVersion({ parent: name, payload }))[0].name, version)
    },
    accessSecretVersion: async () => equal(await contentOf(version), 'my super secret data'),
    'accessSecretVersion latest': async () => {
      await client.addSecretVersion({ parent: name, payload: { data: Buffer.from('newer') } })
      equal(await contentOf(`${name}/versions/latest`), 'newer')
    },
    getSecret: async () => equal((await client.getSecret({ name }))[0].name, name),
    getSecretVersion: async () =>
      equal((await client.getSecretVersion({ name: version }))[0].state, 'ENABLED'),
    listSecrets: async () =>
      deepEqual(
        (await client.listSecrets({ parent }))[0].map((each) => each.name),
        [name],
      ),
    listSecretVersions: async () =>
      deepEqual(
        (await client.listSecretVersions({ parent: name }))[0].map((each) => each.name),
        [`${name}/versions/2`, version],
      ),
    updateSecret: async () => {
      const secret = { name, labels: { secretmanager: 'rocks' } }
      const [updated] = await client.updateSecret({ secret, updateMask: { paths: ['labels'] } })
      equal(updated.labels?.['secretmanager'], 'rocks')
    },
    updateSecretWithAlias: async () => {
      const secret = { name, versionAliases: { test: 1 } }
      await client.updateSecret({ secret, updateMask: { paths: ['version_aliases'] } })
      equal(await contentOf(`${name}/versions/test`), 'my super secret data')
    },
    disableSecretVersion: async () =>
      equal((await client.disableSecretVersion({ name: version }))[0].state, 'DISABLED'),
    enableSecretVersion: async () =>
      equal((await client.enableSecretVersion({ name: version }))[0].state, 'ENABLED'),
    destroySecretVersion: async () =>
      equal((await client.destroySecretVersion({ name: version }))[0].state, 'DESTROYED'),
    'iamGrantAccess, iamRevokeAccess': async () => {
      const [policy] = await client.getIamPolicy({ resource: name })
      const binding = { role: 'roles/secretmanager.secretAccessor', members: ['user:a@b.c'] }
      await client.setIamPolicy({ resource: name, policy: { ...policy, bindings: [binding] } })
      const [granted] = await client.getIamPolicy({ resource: name })
      equal(granted.bindings?.length, 1)
      await client.setIamPolicy({ resource: name, policy: { ...granted, bindings: [] } })
    },
    deleteSecret: async () => {
      await client.deleteSecret({ name })
      await client.close()
    },
  }
}
