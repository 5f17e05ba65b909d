// Pub/Sub v1. What it does is in pubsub/; what each rule rests on, in docs/fidelity.md. Schemas and policies have no handlers:
// the emulator keeps them by what the document says.
import type { Handlers, Rpcs } from 'discovery-emulator'
import { messageMethods } from './pubsub/message_methods.ts'
import { snapshotMethods } from './pubsub/snapshot_methods.ts'
import type { PubSub } from './pubsub/state.ts'
import { streamingPull } from './pubsub/streaming_pull.ts'
import { subscriptionMethods } from './pubsub/subscription_methods.ts'
import { topicMethods } from './pubsub/topic_methods.ts'
import type { Methods } from './types/pubsub_v1.ts'

export { open, reset, settings } from './pubsub/open.ts'

export const handlers: Handlers<Methods, PubSub> = {
  ...topicMethods,
  ...subscriptionMethods,
  ...messageMethods,
  ...snapshotMethods,
}

export const rpcs: Rpcs<PubSub> = {
  'google.pubsub.v1.Subscriber/StreamingPull': streamingPull,
}
