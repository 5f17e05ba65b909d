// Opens what the handlers of Pub/Sub share, and begins to push.
import type { Environment } from 'discovery-emulator'
import { dispatchSettings, openDispatcher, openTaskStore } from 'discovery-emulator/queue'
import { Arrivals } from './arrivals.ts'
import { deadLetter } from './dead_letter.ts'
import { LastDeliveries } from './last_deliveries.ts'
import { pushedSubscription, pushedTask } from './push.ts'
import type { PubSub } from './state.ts'
import { Streams } from './streams.ts'

const { dispatch_hosts, dispatch_insecure } = dispatchSettings

/** The same as those of tasks. */
export const settings = { dispatch_hosts, dispatch_insecure }

export async function open(environment: Environment<typeof settings>): Promise<PubSub> {
  const { clock, storeUrl, warn, baseUrl, resources, settings: values } = environment
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
    bury: (queue, task, rules) => deadLetter(state, pushedSubscription(queue.name, rules), task),
  })
  const state: PubSub = {
    clock,
    store,
    arrivals: new Arrivals(),
    streams: new Streams(),
    lastDeliveries: new LastDeliveries(),
    dispatcher,
    change: (work) => resources('pubsub').transaction((own) => work(own)),
    async [Symbol.asyncDispose]() {
      await dispatcher[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
  return state
}

/** No message is left. */
export const reset = ({ store }: PubSub): Promise<void> => store.clear()
