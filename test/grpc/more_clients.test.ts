// More of Google's clients, unmodified, each with the protos of its own package. They are fetched apart: CONTRIBUTING.md.
import type { credentials, ServiceError } from '@grpc/grpc-js'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { addProtos } from '../../src/cli/add/protos.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { openedEmulator } from '../helpers/opened_emulator.ts'
import { moreClients } from './rpc_mapping.ts'

const require = createRequire(join(moreClients, 'x.js'))

/** A client, of which a test knows the methods that it calls. */
type AnyClient = Readonly<
  Record<string, (request: object) => Promise<readonly [Readonly<Record<string, unknown>>]>>
> & { close(): Promise<void> }

/** What a long-running operation ends with. */
async function resultOf(operation: object): Promise<Readonly<Record<string, unknown>>> {
  const pending = operation as { promise(): Promise<[Readonly<Record<string, unknown>>]> }
  return (await pending.promise())[0]
}

/** Of `@google-cloud/PACKAGE`, at an emulator of its API. */
async function served(api: string, name: string) {
  const folder = await grpcFolder({ [api]: undefined })
  const packageFolder = join(moreClients, '@google-cloud', name)
  await addProtos(folder.path, api, join(packageFolder, 'build/protos/protos.json'))
  const opened = await openedEmulator({ api_data: folder.path })
  const { hostname, port } = new URL(opened.emulator.url)
  const clients: AnyClient[] = []
  return {
    url: opened.emulator.url,
    warnings: opened.warnings,
    client(className: string, transport?: object): AnyClient {
      const module = require(`@google-cloud/${name}`) as Readonly<
        Record<string, new (options: object) => AnyClient>
      >
      const Client = module[className]!
      // A client takes credentials of its own grpc-js alone.
      const own = require('@grpc/grpc-js') as { readonly credentials: typeof credentials }
      const sslCreds = own.credentials.createInsecure()
      const made = new Client({
        apiEndpoint: hostname,
        port: Number(port),
        ...(transport ?? { sslCreds }),
        projectId: 'p',
      })
      clients.push(made)
      return made
    },
    async [Symbol.asyncDispose]() {
      for (const each of clients) await each.close()
      await opened[Symbol.asyncDispose]()
      await folder[Symbol.asyncDispose]()
    },
  }
}

describe.skipIf(corpusDirectory === undefined || !existsSync(moreClients))(
  'clients fetched apart',
  () => {
    test('@google-cloud/kms: keys, their versions and policies', async () => {
      await using server = await served('cloudkms_v1', 'kms')
      const kms = server.client('KeyManagementServiceClient')
      const parent = 'projects/p/locations/europe-west3'
      const ring = `${parent}/keyRings/r`
      await kms['createKeyRing']!({ parent, keyRingId: 'r', keyRing: {} })
      const key = `${ring}/cryptoKeys/k`
      const made = await kms['createCryptoKey']!({
        parent: ring,
        cryptoKeyId: 'k',
        cryptoKey: {
          purpose: 'ENCRYPT_DECRYPT',
          labels: { a: 'b' },
          rotationPeriod: { seconds: 86_400 },
        },
      })
      expect(made[0]).toMatchObject({ name: key, purpose: 'ENCRYPT_DECRYPT', labels: { a: 'b' } })
      const changed = await kms['updateCryptoKey']!({
        cryptoKey: { name: key, labels: { c: 'd' } },
        updateMask: { paths: ['labels'] },
      })
      expect(changed[0]['labels']).toEqual({ c: 'd' })
      expect((await kms['listCryptoKeys']!({ parent: ring }))[0]).toMatchObject([{ name: key }])
      const policy = { bindings: [{ role: 'roles/viewer', members: ['user:a@example.com'] }] }
      await kms['setIamPolicy']!({ resource: key, policy })
      expect((await kms['getIamPolicy']!({ resource: key }))[0]).toMatchObject(policy)
      const rest = await fetch(`${server.url}/v1/${key}`)
      expect(await rest.json()).toMatchObject({ name: key, rotationPeriod: '86400s' })
      await expect(kms['getCryptoKey']!({ name: `${ring}/cryptoKeys/none` })).rejects.toMatchObject(
        { code: 5 },
      )
      expect(server.warnings).toEqual([])
    })

    test('@google-cloud/logging: sinks, exclusions and metrics', async () => {
      await using server = await served('logging_v2', 'logging-api')
      const config = server.client('ConfigServiceV2Client')
      const sink = { name: 's', destination: 'storage.googleapis.com/b', filter: 'severity>=ERROR' }
      const [made] = await config['createSink']!({ parent: 'projects/p', sink })
      expect(made).toMatchObject(sink)
      expect((await config['listSinks']!({ parent: 'projects/p' }))[0]).toMatchObject([sink])
      const metrics = server.client('MetricsServiceV2Client')
      const metric = { name: 'errors', filter: 'severity>=ERROR' }
      await metrics['createLogMetric']!({ parent: 'projects/p', metric })
      const name = 'projects/p/metrics/errors'
      expect((await metrics['getLogMetric']!({ metricName: name }))[0]).toMatchObject(metric)
      await config['deleteSink']!({ sinkName: 'projects/p/sinks/s' })
      await expect(config['getSink']!({ sinkName: 'projects/p/sinks/s' })).rejects.toMatchObject({
        code: 5,
      })
      expect(server.warnings).toEqual([])
    })

    test('@google-cloud/run: a job that is run has an execution, which the operation answers', async () => {
      await using server = await served('run_v2', 'run')
      const jobs = server.client('JobsClient')
      const parent = 'projects/p/locations/europe-west3'
      const job = { template: { template: { containers: [{ image: 'a' }] } } }
      const [creation] = await jobs['createJob']!({ parent, jobId: 'j', job })
      expect((await resultOf(creation))['name']).toBe(`${parent}/jobs/j`)
      const [run] = await jobs['runJob']!({ name: `${parent}/jobs/j` })
      const { name } = await resultOf(run)
      expect(name).toMatch(/\/jobs\/j\/executions\/./)
      const executions = server.client('ExecutionsClient')
      expect((await executions['getExecution']!({ name }))[0]).toMatchObject({ name })
      expect(server.warnings).toEqual([])
    })

    test('@google-cloud/redis: REST, to which a client falls back, answers what gRPC does', async () => {
      await using server = await served('redis_v1', 'redis')
      const gax = createRequire(require.resolve('google-gax'))
      const { PassThroughClient } = gax('google-auth-library') as {
        readonly PassThroughClient: new () => object
      }
      const rest = { fallback: 'rest', protocol: 'http', authClient: new PassThroughClient() }
      const both = [
        server.client('CloudRedisClient'),
        server.client('CloudRedisClient', rest),
      ] as const
      const parent = 'projects/p/locations/europe-west3'
      const name = `${parent}/instances/a`
      const [grpc] = both
      const instance = { tier: 'BASIC', memorySizeGb: 1, displayName: 'Größe', labels: { a: 'b' } }
      await resultOf((await grpc['createInstance']!({ parent, instanceId: 'a', instance }))[0])
      const updateMask = { paths: ['display_name'] }
      const outcomes: unknown[] = []
      for (const client of both) {
        const [change] = await client['updateInstance']!({
          instance: { name, displayName: 'Grün' },
          updateMask,
        })
        const refused = (await client['getInstance']!({ name: `${name}ö` }).catch(
          (error: unknown) => error,
        )) as ServiceError
        const outcome = {
          changed: await resultOf(change),
          got: (await client['getInstance']!({ name }))[0],
          listed: (await client['listInstances']!({ parent }))[0],
          // gRPC puts the name of the code before it.
          refused: [refused.code, refused.message.replace(/^5 NOT_FOUND: /, '')],
        }
        // That of the other client came later.
        const text = JSON.stringify(outcome, (key, value: unknown) =>
          key === 'updateTime' ? undefined : value,
        )
        outcomes.push(JSON.parse(text))
      }
      const [byGrpc, byRest] = outcomes
      expect(byGrpc).toMatchObject({
        got: { name, displayName: 'Grün', labels: { a: 'b' } },
        refused: [5, expect.stringContaining(`${name}ö`)],
      })
      expect(byRest).toEqual(byGrpc)
      expect(server.warnings).toEqual([])
    })
  },
)
