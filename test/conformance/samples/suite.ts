// The calls that the samples of Google's clients make, by the names of the samples.
import { credentials } from '@grpc/grpc-js'
import { versionsOf } from '../packages.ts'
import { lineOf, type Line, type Suite } from '../suite.ts'
import type { Samples } from './sample.ts'
import { pubsubSamples } from './pubsub.ts'
import { secretSamples } from './secret_manager.ts'
import { storageSamples } from './storage.ts'
import { taskSamples } from './tasks.ts'

export const samples: Suite = {
  name: 'samples',
  about: `What the samples of Google's clients for Node do: Cloud Tasks, Pub/Sub and Secret Manager by gRPC, Cloud Storage by REST. The
samples are in no package, so these are their calls, by the names that their files have in \`samples/\` of the repositories googleapis/nodejs-tasks,
nodejs-pubsub, nodejs-secret-manager and nodejs-storage; the programs are our own.`,
  found: async () => ({
    versions: await versionsOf([
      '@google-cloud/tasks',
      '@google-cloud/pubsub',
      '@google-cloud/secret-manager',
      '@google-cloud/storage',
    ]),
  }),
  async run(url) {
    const { hostname, port } = new URL(url)
    const sslCreds = credentials.createInsecure()
    const options = { apiEndpoint: hostname, port: Number(port), sslCreds, projectId: 'p' }
    return [
      ...(await linesOf('tasks', taskSamples(options))),
      ...(await linesOf('pubsub', pubsubSamples(options))),
      ...(await linesOf('secret-manager', secretSamples(options))),
      ...(await linesOf('storage', storageSamples(url))),
    ]
  },
}

async function linesOf(client: string, of: Samples): Promise<readonly Line[]> {
  const lines: Line[] = []
  for (const [name, run] of Object.entries(of)) lines.push(await lineOf(`${client}: ${name}`, run))
  return lines
}
