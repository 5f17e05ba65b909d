// Names of resources, and where in the store their queue is.
import type { Queue } from 'discovery-emulator/queue'
import { badParent, badQueueName, badTaskId, badTaskName } from './errors.ts'

export interface QueueId {
  readonly project: string
  readonly location: string
  readonly queue: string
}

const location = /^projects\/([A-Za-z0-9:.-]+)\/locations\/([A-Za-z0-9-]+)$/
const queueName =
  /^projects\/([A-Za-z0-9:.-]+)\/locations\/([A-Za-z0-9-]+)\/queues\/([A-Za-z0-9-]{1,100})$/
const taskName = /^(projects\/[^/]+\/locations\/[^/]+\/queues\/[^/]+)\/tasks\/([^/]*)$/

export function locationOf(name: string): { readonly project: string; readonly location: string } {
  const [, project, place] = location.exec(name) ?? []
  if (project === undefined || place === undefined) throw badParent()
  return { project, location: place }
}

/** Task Queue's names may hold an underscore, so a queue that it made is found here, too. */
export function queueIdOf(name: string): QueueId {
  const [, project, place, queue] = queueName.exec(name.replaceAll('_', '-')) ?? []
  if (project === undefined || place === undefined || queue === undefined) throw badQueueName()
  const [, own = '', , ofPlace = '', , id = ''] = name.split('/')
  return { project: own, location: ofPlace, queue: id }
}

export const checkNewQueueName = (name: string): void => {
  if (!queueName.test(name)) throw badQueueName()
}

export const queueNameOf = ({ project, location: place, queue }: QueueId): string =>
  `projects/${project}/locations/${place}/queues/${queue}`

export function taskIdOf(name: string): { readonly queue: QueueId; readonly id: string } {
  const [, queue, id] = taskName.exec(name) ?? []
  if (queue === undefined || id === undefined) throw badTaskName()
  if (!/^[A-Za-z0-9_-]{1,500}$/.test(id)) throw badTaskId(id)
  return { queue: queueIdOf(queue), id }
}

/** Task Queue knows no locations: its queues are those of one of them, the home. */
export const storedQueueOf = (id: QueueId, home: string): Queue => ({
  project: id.project,
  name: id.location === home ? id.queue : `${id.location}/${id.queue}`,
  maxLeases: 0,
})

export function queueIdIn(queue: Pick<Queue, 'project' | 'name'>, home: string): QueueId {
  const [place, id] = queue.name.includes('/') ? queue.name.split('/') : [home, queue.name]
  return { project: queue.project, location: place ?? home, queue: id ?? '' }
}
