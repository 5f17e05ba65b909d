// Every resource store there is on this machine, for tests that must hold for all of them.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, inject } from 'vitest'
import { Clock } from '../../src/clock.ts'
import type { Entries } from '../../src/resources/store/entries/entries.ts'
import { LayeredStore } from '../../src/resources/store/layered_store.ts'
import { openParts } from '../../src/resources/store/open.ts'
import { afterFile } from './after_file.ts'
import { sharedCluster } from './redis_cluster.ts'

export interface TestStore {
  readonly name: string
  /** A place of its own each time; the test disposes of what it opens there. */
  readonly newUrl: () => string
  /** This machine has none. */
  readonly isMissing: boolean
}

const folder = mkdtempSync(join(tmpdir(), 'resource-stores-'))
afterFile(() => rmSync(folder, { recursive: true, force: true }))

const redisUrl = inject('redisUrl')

const all: readonly TestStore[] = [
  { name: 'memory', newUrl: () => 'memory:', isMissing: false },
  {
    name: 'SQLite',
    newUrl: () => `sqlite:${join(folder, `${randomUUID()}.db`)}`,
    isMissing: false,
  },
  {
    name: 'Redis',
    newUrl: () => `${redisUrl}?prefix=${inject('redisPrefix')}${randomUUID()}:`,
    isMissing: redisUrl === null,
  },
]

export const stores = all.filter(
  ({ name }) => inject('onlyStore') === undefined || name === inject('onlyStore'),
)

/** A store, and what is under it; blobs go with what refers to them, unless they have a grace, in seconds. */
export async function open(
  url: string,
  clock = new Clock(),
  grace = 0,
): Promise<LayeredStore & { readonly entries: Entries }> {
  const { entries, blobs } = await openParts(url, grace)
  return Object.assign(new LayeredStore(entries, blobs, clock), { entries })
}

/** Runs a suite for each store; the missing ones are reported as skipped. */
export function describeStores(title: string, suite: (store: TestStore) => void): void {
  for (const store of stores)
    describe.skipIf(store.isMissing)(`${title} (${store.name})`, () => {
      suite(store)
    })
}

/** Of the file whose suites use it. */
let cluster: { readonly url: string } | undefined
afterFile(() => (cluster = undefined))

/** The same, and in a Redis Cluster, where each change is on a replica when it is answered. */
export function describeStoresAndCluster(title: string, suite: (store: TestStore) => void): void {
  describeStores(title, suite)
  const isMissing = inject('redisServer') === null
  if (!isMissing) cluster ??= sharedCluster()
  describe.skipIf(isMissing)(`${title} (Redis Cluster)`, () => {
    suite({ name: 'Redis Cluster', newUrl: newUrlInCluster, isMissing })
  })
}

const newUrlInCluster = () => `${cluster?.url}?wait=1&prefix=${randomUUID()}:`
