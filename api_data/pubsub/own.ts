// The resources of Pub/Sub as its handlers see them.
import type { ResourceTransaction } from 'discovery-emulator'

/** Topics, subscriptions and snapshots, within one transaction. */
export type Own = Pick<ResourceTransaction, 'get' | 'list' | 'put' | 'delete'>
