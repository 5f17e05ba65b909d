// Every task store there is on this machine, for tests that must hold for all of them.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, inject } from 'vitest'
import { Clock } from '../../src/clock.ts'
import { openTaskStore, type Queue, type TaskStore } from '../../src/queue/index.ts'
import { afterFile } from './after_file.ts'

export interface TestStore {
  readonly name: string
  /** URL of the one place that all stores opened by this entry share (memory shares nothing). */
  readonly url: string
  /** The test disposes of it. */
  readonly open: (clock?: Clock, space?: string) => Promise<TaskStore>
}

const folder = mkdtempSync(join(tmpdir(), 'stores-'))
afterFile(() => rmSync(folder, { recursive: true, force: true }))

const storeAt = (name: string, url: string): TestStore => ({
  name,
  url,
  open: (clock = new Clock(), space = '') => openTaskStore(url, { clock, space }),
})

/** Key prefix of this test file alone. */
const redisPrefix = `${inject('redisPrefix')}${randomUUID()}:`

const redisUrl = inject('redisUrl')

declare module 'vitest' {
  export interface ProvidedContext {
    /** The one kind of store that is tested, by its name; all of them where it is not given. */
    readonly onlyStore?: string
  }
}

const onlyStore = inject('onlyStore')
const isWanted = ({ name }: TestStore) => onlyStore === undefined || name === onlyStore

/** For `describe.each`; without Redis if this machine has none (`describeStores` shows that as skipped). */
export const stores: readonly TestStore[] = [
  storeAt('memory', 'memory:'),
  storeAt('SQLite', `sqlite:${join(folder, 'tasks.db')}`),
  ...(redisUrl === null ? [] : [storeAt('Redis', `${redisUrl}?prefix=${redisPrefix}`)]),
].filter(isWanted)

/** Runs a suite for each store; the missing ones are reported as skipped. */
export function describeStores(title: string, suite: (store: TestStore) => void): void {
  const missing = (redisUrl === null ? [storeAt('Redis', '')] : []).filter(isWanted)
  for (const store of [...stores, ...missing]) {
    describe.skipIf(missing.includes(store))(`${title} (${store.name})`, () => {
      suite(store)
    })
  }
}

/** A queue that nobody else uses. */
export const newQueue = (maxLeases = 0, isOrdered = false): Queue => ({
  project: 'test_project',
  name: `queue-${randomUUID()}`,
  maxLeases,
  isOrdered,
})
