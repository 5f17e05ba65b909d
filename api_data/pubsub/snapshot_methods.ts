// projects.snapshots: what a subscription has not acknowledged, and what is published after that; and seeking to it.
import { randomBytes } from 'node:crypto'
import { timeMicros, timeText, type Handlers } from 'discovery-emulator'
import type { Methods, Snapshot } from '../types/pubsub_v1.ts'
import { DAY } from '../cloudtasks/times.ts'
import { copyMessages, dropBefore } from './backlog.ts'
import { exists, failedPrecondition, invalid, missing } from './errors.ts'
import { messageIn } from './message.ts'
import { checkName, checkNewName, projectOf } from './names.ts'
import { pageOf } from './pages.ts'
import type { Own } from './own.ts'
import type { PubSub } from './state.ts'
import { getSubscription, putQueueName, queueNameOf, queueOf } from './subscription.ts'
import { dropRoute, isOfSnapshot, putRoutes, routesOf } from './topic.ts'
import { updated } from './update.ts'

const LIFETIME = 7 * DAY

const SNAPSHOT_FORM = {
  type: 'Snapshot',
  mutable: ['expireTime', 'labels'],
  fixed: ['name', 'topic'],
}

export const snapshotMethods: Handlers<Methods, PubSub> = {
  'pubsub.projects.snapshots.create': async ({ params: { name }, body, resources }, state) => {
    checkNewName(name, 'snapshots')
    const { subscription: of = '', labels } = body
    checkName(of, 'subscriptions')
    const queue = randomBytes(9).toString('base64url')
    const { snapshot, kept } = await resources.transaction(async (own) => {
      if ((await own.get(name)) !== undefined) throw exists(name)
      const found = await getSubscription(own, of)
      const { topic = '', filter = '', detached } = found.subscription
      if (detached === true)
        throw failedPrecondition('A snapshot of a detached subscription cannot be made.')
      const routes = await routesOf(own, topic)
      const made = await newSnapshot(state, { name, topic, labels }, queueOf(found))
      own.put(name, made)
      putQueueName(own, name, queue)
      const route = { subscription: name, queue, filter, isOrdered: false }
      putRoutes(own, topic, [...routes, route])
      return { snapshot: made, kept: found }
    })
    // What is published from now on comes by itself.
    await copyMessages(state.store, queueOf(kept), snapshotQueue(name, queue))
    return snapshot
  },

  'pubsub.projects.snapshots.get': ({ params: { snapshot: name }, resources }, state) =>
    resources.transaction((own) => getSnapshot(own, name, state)),

  'pubsub.projects.snapshots.list': ({ params, resources }, { clock }) =>
    resources.transaction(async (own) => {
      const all = await own.list<Snapshot>(`${params.project}/snapshots`)
      const living = all.filter(({ resource }) => isLiving(resource, clock.now()))
      const { page, next } = pageOf(living, ({ name }) => name, params)
      const snapshots = page.map(({ resource }) => resource)
      return { ...(page.length > 0 && { snapshots }), ...next }
    }),

  'pubsub.projects.snapshots.patch': ({ params: { name }, body, resources }, state) =>
    resources.transaction(async (own) => {
      const found = await getSnapshot(own, name, state)
      const snapshot = updated(found, body.snapshot ?? {}, body.updateMask, SNAPSHOT_FORM)
      own.put(name, snapshot)
      return snapshot
    }),

  'pubsub.projects.snapshots.delete': async ({ params: { snapshot: name }, resources }, state) => {
    const queue = await resources.transaction(async (own) => {
      const { topic = '' } = await getSnapshot(own, name, state)
      const place = await queueNameOf(own, name)
      await dropRoute(own, topic, name)
      await own.delete(name)
      return place
    })
    await state.store.purge(snapshotQueue(name, queue), 0)
    return {}
  },

  'pubsub.projects.topics.snapshots.list': ({ params, resources }) =>
    resources.transaction(async (own) => {
      const routes = await routesOf(own, params.topic)
      const names = routes.filter(isOfSnapshot).map(({ subscription }) => subscription)
      const { page, next } = pageOf(names, (name) => name, params)
      return { ...(page.length > 0 && { snapshots: [...page] }), ...next }
    }),

  'pubsub.projects.subscriptions.seek': async ({ params, body, resources }, state) => {
    const { subscription: name } = params
    checkName(name, 'subscriptions')
    const { time, snapshot } = body
    if ((time === undefined) === (snapshot === undefined))
      throw invalid('SeekRequest must have either time or snapshot.')
    const { kept, from } = await resources.transaction(async (own) => ({
      kept: await getSubscription(own, name),
      from: snapshot === undefined ? undefined : await sought(own, name, snapshot, state),
    }))
    const queue = queueOf(kept)
    if (time !== undefined) await dropBefore(state.store, queue, timeMicros(time))
    else {
      await state.store.purge(queue, 0)
      await copyMessages(state.store, from!, queue)
    }
    state.arrivals.ring(queue.name)
    state.dispatcher.touch(queue)
    return {}
  },
}

const snapshotQueue = (name: string, queue: string) => ({
  project: projectOf(name),
  name: queue,
  maxLeases: 0,
})

/** It lives as long as its oldest message would be kept: seven days from when that was published. */
async function newSnapshot(
  { store, clock }: PubSub,
  { name, topic, labels }: Snapshot,
  backlog: ReturnType<typeof queueOf>,
): Promise<Snapshot> {
  const now = clock.now()
  const [first] = await store.list(backlog, 1)
  const oldest = first === undefined ? now : timeMicros(messageIn(first.payload).publishTime)
  return { name, topic, ...(labels && { labels }), expireTime: timeText(oldest + LIFETIME) }
}

const isLiving = ({ expireTime }: Snapshot, now: number): boolean =>
  expireTime === undefined || timeMicros(expireTime) > now

/** Throws 404, also for one that has expired. */
async function getSnapshot(own: Own, name: string, { clock }: PubSub): Promise<Snapshot> {
  checkName(name, 'snapshots')
  const found = await own.get<Snapshot>(name)
  if (found === undefined || !isLiving(found.resource, clock.now())) throw missing(name)
  return found.resource
}

/** The queue of the snapshot. Throws 400 if it is of another topic. */
async function sought(own: Own, subscription: string, name: string, state: PubSub) {
  const { topic } = await getSnapshot(own, name, state)
  const { subscription: of } = await getSubscription(own, subscription)
  if (topic !== of.topic)
    throw invalid('The snapshot and the subscription must be of the same topic.')
  return snapshotQueue(name, await queueNameOf(own, name))
}
