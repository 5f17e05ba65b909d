// Waits for deliveries of whichever connection there is, and gives back what nobody has begun when the host stops.
import type { QueueChoice } from '../../config/queue_names.ts'
import { ConfigError } from '../../config/config_error.ts'
import { SourceUnavailable, type ReceiveRequest } from '../source.ts'
import { inTurn } from '../in_turn.ts'
import { unavailable } from './amqp.ts'
import { subscribe, type Subscriber } from './deliveries.ts'
import { openInbox, type Delivery, type Inbox } from './inbox.ts'
import type { Link } from './link.ts'
import type { Links } from './links.ts'
import { giveBack } from './settle.ts'

export interface ReceiverOptions extends Omit<Subscriber, 'deliver'> {
  readonly links: Links
  readonly queues: readonly QueueChoice[]
  /** Told once for each connection. */
  readonly onSubscribed: () => void
}

export interface Receiver {
  /** Waits until there is a delivery; resolves to [] when `signal` is aborted. */
  next(
    request: Pick<ReceiveRequest, 'count' | 'signal' | 'listening'>,
  ): Promise<readonly Delivery[]>
  /** Ends the subscription, and gives back what nobody has begun. */
  close(): Promise<void>
}

/** Milliseconds. */
const CLOSE_TIMEOUT = 2000

export function openReceiver(given: ReceiverOptions): Receiver {
  const { queues } = given
  const inbox = openInbox()
  const subscription = openSubscription(given, inbox)
  return {
    async next({ count, signal, listening }) {
      while (!signal.aborted) {
        const link = await unlessAborted(subscription.link(signal), signal)
        if (link === undefined || signal.aborted) break
        listening?.()
        const arrival = inbox.arrival()
        const deliveries = inbox.take(count, inTurn(queues))
        if (deliveries.length > 0) return deliveries
        await unlessAborted(arrival, signal, link.ended)
        if (link.ended.aborted) throw link.ended.reason
      }
      return []
    },
    close: () => unlessAborted(subscription.end(), AbortSignal.timeout(CLOSE_TIMEOUT)),
  }
}

interface Subscription {
  /** The connection in use, with its consumers; they end when `draining` is aborted. */
  link(draining: AbortSignal): Promise<Link>
  end(): Promise<void>
}

function openSubscription(given: ReceiverOptions, inbox: Inbox): Subscription {
  const { links, queues, logger, onSubscribed } = given
  let current: { readonly link: Link; readonly cancel: Promise<() => Promise<void>> } | undefined
  const end = async (): Promise<void> => {
    if (current === undefined || current.link.ended.aborted) return
    await current.cancel.then((cancel) => cancel()).catch(() => undefined)
    const names = queues.map(({ name }) => name)
    for (const delivery of inbox.take(Infinity, names)) giveBack(delivery, logger)
  }
  return {
    async link(draining) {
      const link = await links.current()
      if (current?.link !== link) {
        const cancel = subscribing(link, { ...given, deliver: (each) => inbox.put(each) })
        current = { link, cancel }
        draining.addEventListener('abort', () => void end())
        await cancel
        onSubscribed()
      }
      await current.cancel
      return link
    },
    end,
  }
}

/** A connection that is half set up is of no use: it is closed, and the next call opens another. */
async function subscribing(link: Link, subscriber: Subscriber): Promise<() => Promise<void>> {
  try {
    return await subscribe(link, subscriber)
  } catch (error) {
    await link.close()
    if (error instanceof ConfigError || error instanceof SourceUnavailable) throw error
    throw unavailable('RabbitMQ does not let us subscribe', error)
  }
}

/** Resolves with `promise`, or to undefined as soon as a signal is aborted; leaves no listener behind. */
async function unlessAborted<T>(
  promise: Promise<T>,
  ...signals: readonly AbortSignal[]
): Promise<T | undefined> {
  if (signals.some(({ aborted }) => aborted)) return undefined
  const aborted = Promise.withResolvers<undefined>()
  const abort = (): void => aborted.resolve(undefined)
  for (const signal of signals) signal.addEventListener('abort', abort)
  try {
    return await Promise.race([promise, aborted.promise])
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
}
