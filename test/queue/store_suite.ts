// The one suite that every task store passes.
import { describe } from 'vitest'
import type { TestStore } from '../helpers/stores.ts'
import { deletionSuite } from './suites/deletion.ts'
import { leaseSuite } from './suites/lease.ts'
import { maxLeasesSuite } from './suites/max_leases.ts'
import { renewSuite } from './suites/renew.ts'
import { statsSuite } from './suites/stats.ts'
import { orderSuite } from './suites/order.ts'
import { tagSuite } from './suites/tags.ts'
import { dispatchSuite } from './suites/dispatch.ts'
import { recordSuite } from './suites/records.ts'
import { insertSuite } from './suites/insert.ts'

const suites = {
  'insert, get and list': insertSuite,
  lease: leaseSuite,
  tags: tagSuite,
  order: orderSuite,
  renew: renewSuite,
  remove: deletionSuite,
  maxLeases: maxLeasesSuite,
  'stats and queues': statsSuite,
  'records of queues': recordSuite,
  'take and settle': dispatchSuite,
}

export function storeSuite(store: TestStore): void {
  describe.for(Object.entries(suites))('%s', ([, suite]) => {
    suite(store)
  })
}
