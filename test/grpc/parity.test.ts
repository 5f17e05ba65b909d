// Protos beside a document make it truer: no API is further from what Google answered with them than without.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { addProtos } from '../../src/cli/add/protos.ts'
import { judge } from '../../src/cli/replay/judge.ts'
import { openSubject } from '../../src/cli/replay/open_subject.ts'
import type { RecordedCall } from '../../src/cli/replay/recorded.ts'
import { readRecording } from '../../src/cli/replay/recording.ts'
import { settings } from '../../src/config/settings.ts'
import { defaultsOf } from '../../src/setting.ts'
import { corpusDirectory } from '../helpers/corpus.ts'
import { grpcFolder } from '../helpers/grpc_folder.ts'
import { moreClients } from './rpc_mapping.ts'

/** By the name of a document, the client that has its protos. */
const CLIENTS = {
  artifactregistry_v1: 'artifact-registry',
  cloudfunctions_v1: 'functions',
  cloudkms_v1: 'kms',
  cloudresourcemanager_v3: 'resource-manager',
  cloudtasks_v2: 'tasks',
  dataproc_v1: 'dataproc',
  firestore_v1: 'firestore-api',
  logging_v2: 'logging-api',
  monitoring_v3: 'monitoring',
  orgpolicy_v2: 'org-policy',
  pubsub_v1: 'pubsub',
  recaptchaenterprise_v1: 'recaptcha-enterprise',
  redis_v1: 'redis',
  run_v2: 'run',
  secretmanager_v1: 'secret-manager',
  spanner_v1: 'spanner-api',
  workstations_v1: 'workstations',
}

const recordings = corpusDirectory && join(dirname(corpusDirectory), 'recordings')
const isThere = recordings !== undefined && existsSync(recordings) && existsSync(moreClients)

interface Tally {
  /** Calls that end as they did with Google. */
  statuses: number
  /** Values in our answers that are Google's. */
  leaves: number
}

/**
 * Recorded with the database as its answer, where the rpc says google.protobuf.Empty. Clients that unpack what the rpc says, as
 * those for Java and Python do, refuse another type: there protos are followed, not the recording.
 */
const isDisputed = ({ r: answer }: RecordedCall): boolean => {
  const { metadata } = (answer ?? {}) as { readonly metadata?: { readonly '@type'?: string } }
  return metadata?.['@type']?.endsWith('.UpdateDatabaseDdlMetadata') === true
}

async function tallies(folder: string): Promise<Map<string, Tally>> {
  const config = { ...defaultsOf(settings), api_data: folder, cache_dir: '', ofModules: {} }
  await using subject = await openSubject(config, false)
  const found = new Map<string, Tally>()
  for (const file of ['google-calls.jsonl.gz', 'other-calls.jsonl.gz'])
    await judge(readRecording(join(recordings!, file), subject.identify), subject, (verdict) => {
      const tally = found.getOrInsertComputed(verdict.call.api, () => ({ statuses: 0, leaves: 0 }))
      if (verdict.skipped !== undefined || isDisputed(verdict.call)) return
      tally.statuses += Number(verdict.status)
      tally.leaves += verdict.leaves?.right ?? 0
    })
  return found
}

test.skipIf(!isThere)(
  'no API is further from recordings with its protos than without',
  async () => {
    await using plain = await grpcFolder(
      Object.fromEntries(Object.keys(CLIENTS).map((api) => [api, undefined])),
    )
    await using known = await grpcFolder(
      Object.fromEntries(Object.keys(CLIENTS).map((api) => [api, undefined])),
    )
    for (const [api, client] of Object.entries(CLIENTS))
      await addProtos(
        known.path,
        api,
        join(moreClients, '@google-cloud', client, 'build/protos/protos.json'),
      )
    const without = await tallies(plain.path)
    const withProtos = await tallies(known.path)
    expect(without.size).toBe(Object.keys(CLIENTS).length)
    const worse = [...without].filter(([api, { statuses, leaves }]) => {
      const own = withProtos.get(api)!
      return own.statuses < statuses || own.leaves < leaves
    })
    expect(
      worse.map(([api, tally]) => ({ api, without: tally, with: withProtos.get(api) })),
    ).toEqual([])
  },
)
