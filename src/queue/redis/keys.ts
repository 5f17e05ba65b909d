// The Redis keys of a queue, all in one slot of a cluster.
import type { Queue } from '../store.ts'

/** As a member of the set of queues and as hash tag; encoded, so that no name can end the hash tag or hold a slash. */
export const labelOf = ({ project, name }: Pick<Queue, 'project' | 'name'>): string =>
  `${encodeURIComponent(project)}/${encodeURIComponent(name)}`

export function queueOf(label: string): { project: string; name: string } {
  const [project = '', name = ''] = label.split('/').map(decodeURIComponent)
  return { project, name }
}

/** In the order in which queue.lua names them. */
export function keysOf(prefix: string, label: string): readonly string[] {
  const base = `${prefix}{${label}}:`
  return [
    `${base}line`,
    `${base}tags`,
    `${base}meta`,
    `${base}payload`,
    `${base}deleted`,
    `${base}last`,
    `${base}state`,
    `${base}note`,
    `${base}held`,
  ]
}

/** The set of all queues that ever held a task. */
export const registryOf = (prefix: string): string => `${prefix}queues`
