// What every task store does, whatever keeps its tasks.
import { inject, describe } from 'vitest'
import { sharedCluster } from '../helpers/redis_cluster.ts'
import { describeStores } from '../helpers/stores.ts'
import { storeSuite } from './store_suite.ts'
import { clusterStore } from './cluster.ts'

describeStores('task store', storeSuite)

describe.skipIf(inject('redisServer') === null)('task store (Redis Cluster)', () => {
  const cluster = sharedCluster()
  storeSuite(clusterStore(cluster))
  describe('with each change on a replica', () => {
    storeSuite(clusterStore(cluster, 1))
  })
})
