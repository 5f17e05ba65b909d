// What the handlers of Pub/Sub share: the queues in which messages wait for each subscription, and who waits for them.
import type { Clock, Environment, ResourceTransaction } from 'discovery-emulator'
import { openTaskStore, type TaskStore } from 'discovery-emulator/queue'
import { Arrivals } from './arrivals.ts'
import { Streams } from './streams.ts'

export interface State extends AsyncDisposable {
  readonly clock: Clock
  /** One queue for each subscription. */
  readonly store: TaskStore
  readonly arrivals: Arrivals
  readonly streams: Streams
}

/** Topics, subscriptions and snapshots, within one transaction. */
export type Own = Pick<ResourceTransaction, 'get' | 'list' | 'put' | 'delete'>

/** The state as one call sees it. */
export interface PubSub extends Pick<State, 'clock' | 'store' | 'arrivals' | 'streams'> {
  /** All that `work` writes is kept, or nothing; it may run several times. */
  readonly change: <T>(work: (own: Own) => Promise<T>) => Promise<T>
}

export const within = (state: State, resources: Transactions): PubSub => ({
  ...state,
  change: (work) => resources.transaction((own) => work(own)),
})

interface Transactions {
  transaction<T>(work: (own: Own) => Promise<T>): Promise<T>
}

export async function open({ clock, storeUrl, warn }: Environment<never>): Promise<State> {
  const store = await openTaskStore(storeUrl, { clock, space: 'pubsub' })
  for (const warning of store.warnings) warn(warning)
  return {
    clock,
    store,
    arrivals: new Arrivals(),
    streams: new Streams(),
    [Symbol.asyncDispose]: () => store[Symbol.asyncDispose](),
  }
}

/** No message is left. */
export const reset = ({ store }: State): Promise<void> => store.clear()
