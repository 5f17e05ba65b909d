// What the handlers of Pub/Sub share: the queues in which messages wait for each subscription, and who waits for them.
import type { Clock } from 'discovery-emulator'
import type { Dispatcher, TaskStore } from 'discovery-emulator/queue'
import type { Arrivals } from './arrivals.ts'
import type { LastDeliveries } from './last_deliveries.ts'
import type { Own } from './own.ts'
import type { Streams } from './streams.ts'

export interface PubSub extends AsyncDisposable {
  readonly clock: Clock
  /** One queue for each subscription. */
  readonly store: TaskStore
  readonly arrivals: Arrivals
  readonly streams: Streams
  readonly lastDeliveries: LastDeliveries
  /** Sends what is pushed. */
  readonly dispatcher: Dispatcher
  /** All that `work` writes is kept, or nothing; it may run several times. */
  readonly change: <T>(work: (own: Own) => Promise<T>) => Promise<T>
}
