// What the handlers of Pub/Sub share: the queues in which messages wait for each subscription, and who waits for them.
import type { Clock, Environment } from 'discovery-emulator'
import {
  dispatchSettings,
  openDispatcher,
  openTaskStore,
  type Dispatcher,
  type TaskStore,
} from 'discovery-emulator/queue'
import { Arrivals } from './arrivals.ts'
import type { Own } from './own.ts'
import { pushedTask } from './push.ts'
import { Streams } from './streams.ts'

export interface State extends AsyncDisposable {
  readonly clock: Clock
  /** One queue for each subscription. */
  readonly store: TaskStore
  readonly arrivals: Arrivals
  readonly streams: Streams
  /** Sends what is pushed. */
  readonly dispatcher: Dispatcher
}

/** The state as one call sees it. */
export interface PubSub extends Pick<
  State,
  'clock' | 'store' | 'arrivals' | 'streams' | 'dispatcher'
> {
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

const { dispatch_hosts, dispatch_insecure } = dispatchSettings

/** The same as those of tasks. */
export const settings = { dispatch_hosts, dispatch_insecure }

export async function open(environment: Environment<typeof settings>): Promise<State> {
  const { clock, storeUrl, warn, baseUrl, settings: values } = environment
  const store = await openTaskStore(storeUrl, { clock, space: 'pubsub' })
  for (const warning of store.warnings) warn(warning)
  const dispatcher = await openDispatcher({
    store,
    clock,
    warn,
    issuer: baseUrl,
    appEngine: undefined,
    allowedHosts: values.dispatch_hosts
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
    skipTlsVerify: values.dispatch_insecure,
    taskOf: pushedTask,
  })
  return {
    clock,
    store,
    arrivals: new Arrivals(),
    streams: new Streams(),
    dispatcher,
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

/** No message is left. */
export const reset = ({ store }: State): Promise<void> => store.clear()
