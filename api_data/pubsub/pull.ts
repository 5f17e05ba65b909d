// Pull: one answer with what there is, or with what comes while the client waits.
import type { ReceivedMessage } from '../types/pubsub_v1.ts'
import { SECOND } from '../cloudtasks/times.ts'
import { deliver } from './deliver.ts'
import { checkRange } from './errors.ts'
import type { PubSub } from './state.ts'
import { getSubscription } from './subscription.ts'

/** How long a pull waits for the first message. The real service says only that the time is bounded. */
const PATIENCE = 10 * SECOND
/** Characters of messages in one answer: less than the 4 MiB that clients take. */
export const MOST_AT_ONCE = 3_000_000
const MOST_MESSAGES = 1000

interface PullRequest {
  readonly maxMessages?: number | undefined
  readonly returnImmediately?: boolean | undefined
}

export async function pull(
  state: PubSub,
  name: string,
  { maxMessages = 0, returnImmediately = false }: PullRequest,
  signal: AbortSignal,
): Promise<{ receivedMessages?: ReceivedMessage[] }> {
  checkRange('max_messages', maxMessages, 1, 2 ** 31 - 1)
  const read = () => state.change((own) => getSubscription(own, name))
  let kept = await read()
  using listener = state.arrivals.listen(kept.queue)
  const end = state.clock.now() + PATIENCE
  const count = Math.min(maxMessages, MOST_MESSAGES)
  for (;;) {
    const messages = await deliver(state, kept, { count, size: MOST_AT_ONCE })
    if (messages.length > 0) return { receivedMessages: messages.map(({ received }) => received) }
    if (returnImmediately || signal.aborted || state.clock.now() >= end) return {}
    await listener.wait(signal)
    kept = await read()
  }
}
