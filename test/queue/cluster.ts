// The store of tasks in a real Redis Cluster, which refuses scripts whose keys are not in one slot.
import { Clock } from '../../src/clock.ts'
import { openTaskStore } from '../../src/queue/index.ts'
import type { TestStore } from '../helpers/stores.ts'

/** `wait`: on how many replicas each change is when it is answered. */
export function clusterStore(cluster: { readonly url: string }, wait = 0): TestStore {
  const url = (): string => `${cluster.url}?wait=${wait}`
  return {
    name: 'Redis Cluster',
    get url() {
      return url()
    },
    open: (clock = new Clock(), space = '') => openTaskStore(url(), { clock, space }),
  }
}
