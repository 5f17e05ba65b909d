// projects.subscriptions: messages are pulled, acknowledged, or kept for longer.
import type { Handlers } from 'discovery-emulator'
import type { Methods } from '../types/pubsub_v1.ts'
import { acknowledge, modifyDeadline } from './deliver.ts'
import { checkRange, invalid } from './errors.ts'
import { checkName } from './names.ts'
import { pull } from './pull.ts'
import type { PubSub } from './state.ts'

export const messageMethods: Handlers<Methods, PubSub> = {
  'pubsub.projects.subscriptions.pull': ({ params, body, signal }, state) => {
    const { subscription } = params
    checkName(subscription, 'subscriptions')
    return pull(state, subscription, body, signal)
  },

  'pubsub.projects.subscriptions.acknowledge': async ({ params, body }, state) => {
    checkName(params.subscription, 'subscriptions')
    await acknowledge(state, params.subscription, idsIn(body.ackIds))
    return {}
  },

  'pubsub.projects.subscriptions.modifyAckDeadline': async ({ params, body }, state) => {
    checkName(params.subscription, 'subscriptions')
    const { ackDeadlineSeconds = 0 } = body
    checkRange('ack_deadline_seconds', ackDeadlineSeconds, 0, 600)
    const ids = idsIn(body.ackIds)
    await modifyDeadline(state, params.subscription, ids, ackDeadlineSeconds)
    return {}
  },
}

function idsIn(ackIds: readonly string[] = []): readonly string[] {
  if (ackIds.length === 0) throw invalid('No ack ids specified.')
  return ackIds
}
