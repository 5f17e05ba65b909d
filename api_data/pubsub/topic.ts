// A topic as it is kept: the resource, and beside it where its messages go.
import type { Subscription, Topic } from '../types/pubsub_v1.ts'
import { missing } from './errors.ts'
import type { Own } from './own.ts'
import { queueNameOf } from './subscription.ts'

/** One subscription or snapshot of a topic. Its filter and order never change, so that a publisher reads nothing but the routes. */
export interface Route {
  /** Its full name. */
  readonly subscription: string
  /** Name of its queue in the store. */
  readonly queue: string
  readonly filter: string
  readonly isOrdered: boolean
}

interface Routes {
  readonly routes: readonly Route[]
}

const routesName = (topic: string): string => `${topic}/:routes`

/** Throws 404. */
export async function getTopic(own: Own, name: string): Promise<Topic> {
  const found = await own.get<Topic>(name)
  if (found === undefined) throw missing(name)
  return found.resource
}

/** Throws 404 where there is no such topic. */
export async function routesOf(own: Own, topic: string): Promise<readonly Route[]> {
  const found = await own.get<Routes>(routesName(topic))
  if (found !== undefined) return found.resource.routes
  await getTopic(own, topic)
  return routesOfSeed(own, topic)
}

/** A topic that was put there by hand, with its subscriptions, has routes when somebody asks for them. */
async function routesOfSeed(own: Own, topic: string): Promise<readonly Route[]> {
  const all = await own.list<Subscription>('projects/-/subscriptions')
  const subscriptions = all.filter(({ resource }) => resource.topic === topic)
  return Promise.all(
    subscriptions.map(async ({ name, resource }) =>
      routeOf(name, resource, await queueNameOf(own, name)),
    ),
  )
}

export const routeOf = (
  subscription: string,
  { filter = '', enableMessageOrdering: isOrdered = false }: Subscription,
  queue: string,
): Route => ({ subscription, queue, filter, isOrdered })

export const isOfSnapshot = ({ subscription }: Route): boolean =>
  subscription.split('/')[2] === 'snapshots'

export const putRoutes = (own: Own, topic: string, routes: readonly Route[]): void =>
  own.put(routesName(topic), { routes })

/** Nothing is published to the subscription any more. */
export async function dropRoute(own: Own, topic: string, subscription: string): Promise<void> {
  if ((await own.get(topic)) === undefined) return
  const routes = await routesOf(own, topic)
  putRoutes(
    own,
    topic,
    routes.filter((route) => route.subscription !== subscription),
  )
}
