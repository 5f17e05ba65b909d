// Task Queue v1beta2 as an API of pull queues.
import type { Settings } from '../../config/settings.ts'
import { Refused } from './http.ts'
import { openMethods, whenMissing } from './methods.ts'
import type { PullApi, PulledTask } from './pull_api.ts'

/** A task as the API gives it. */
interface TaskResource {
  readonly id: string
  readonly payloadBase64?: string
  readonly tag?: string
  /** Microseconds since the epoch, as text. */
  readonly enqueueTimestamp?: string
  readonly leaseTimestamp?: string
  /** Counts the current lease. */
  readonly retry_count?: number
}

export function openTaskQueueApi({
  apiDiscoveryUrl,
  projectName: project,
}: Pick<Settings, 'apiDiscoveryUrl' | 'projectName'>): PullApi {
  const methods = openMethods({ api: 'taskqueue', apiVersion: 'v1beta2', apiDiscoveryUrl })
  const api: PullApi = {
    async lease(taskqueue, { count, seconds, tag }) {
      const query = { numTasks: count, leaseSecs: seconds, groupByTag: true, tag }
      const path = { project, taskqueue }
      return tasksIn(await methods.call('taskqueue.tasks.lease', { path, query }))
    },
    async insert(taskqueue, { id, tag, payload }) {
      const payloadBase64 = Buffer.from(payload).toString('base64url')
      const body = { id, tag, payloadBase64, queueName: taskqueue }
      try {
        await methods.call('taskqueue.tasks.insert', { path: { project, taskqueue }, body })
        return 'inserted'
      } catch (error) {
        if (isTaken(error)) return 'taken'
        throw error
      }
    },
    get: (taskqueue, task) =>
      methods
        .call('taskqueue.tasks.get', { path: { project, taskqueue, task } })
        .then((resource) => taskOf(resource as TaskResource), whenMissing(undefined)),
    async list(taskqueue, tag) {
      const path = { project, taskqueue }
      const listed = tasksIn(await methods.call('taskqueue.tasks.list', { path }))
      if (listed.length >= LISTED) return leasedForNoTime(api, methods, { project, taskqueue }, tag)
      // The real service lists tasks without their payloads.
      const found = listed.filter((task) => (task.tag ?? '') === tag)
      const whole = await Promise.all(found.map(({ id }) => api.get(taskqueue, id)))
      return whole.filter((task) => task !== undefined)
    },
    async someTags(taskqueue) {
      const path = { project, taskqueue }
      const listed = tasksIn(await methods.call('taskqueue.tasks.list', { path }))
      return listed.map(({ tag = '' }) => tag)
    },
    async renew(taskqueue, { id, leaseEnd }, seconds) {
      const path = { project, taskqueue, task: id }
      const body = { id, leaseTimestamp: leaseEnd, queueName: taskqueue }
      const query = { newLeaseSeconds: seconds }
      try {
        return taskOf(
          (await methods.call('taskqueue.tasks.update', { path, query, body })) as TaskResource,
        )
      } catch (error) {
        // 400 is a lease that has ended, 404 a task that was deleted.
        if (error instanceof Refused && (error.status === 400 || error.status === 404))
          return 'lost'
        throw error
      }
    },
    // This API knows no other end of a task.
    acknowledge: async (taskqueue, { id }) => void (await api.remove(taskqueue, id)),
    remove: (taskqueue, task) =>
      methods
        .call('taskqueue.tasks.delete', { path: { project, taskqueue, task } })
        .then(() => true, whenMissing(false)),
    close: () => methods.close(),
  }
  return api
}

/** `list` gives a hundred tasks of any tag at most, and no pages. */
const LISTED = 100

/**
 * A lease of no time reads the tasks of one tag (a thousand at most) and takes none. It counts, though: a queue that
 * drops tasks after so many leases would drop a task for being looked at, so there it is not done.
 */
async function leasedForNoTime(
  api: PullApi,
  methods: ReturnType<typeof openMethods>,
  path: { readonly project: string; readonly taskqueue: string },
  tag: string,
): Promise<readonly PulledTask[]> {
  const queue = await methods.call('taskqueue.taskqueues.get', { path })
  const { maxLeases = 0 } = (queue ?? {}) as { readonly maxLeases?: number }
  if (maxLeases > 0)
    throw new Error(
      `queue ${path.taskqueue} has ${LISTED} tasks or more, of which only a lease can find those with the tag ${tag}; ` +
        `it drops tasks after ${maxLeases} leases (task_retry_limit), so they are not looked for: take that limit away first`,
    )
  return api.lease(path.taskqueue, { count: 1000, seconds: 0, tag })
}

const tasksIn = (answer: unknown): readonly PulledTask[] =>
  ((answer as { items?: readonly TaskResource[] } | undefined)?.items ?? []).map(taskOf)

function taskOf(resource: TaskResource): PulledTask {
  const { id, payloadBase64 = '', tag, enqueueTimestamp } = resource
  return {
    id,
    tag,
    payload: Buffer.from(payloadBase64, 'base64url'),
    leaseEnd: resource.leaseTimestamp ?? '0',
    leases: resource.retry_count ?? 1,
    enqueuedAt: enqueueTimestamp === undefined ? undefined : Number(enqueueTimestamp) / 1000,
  }
}

const isTaken = (error: unknown): boolean =>
  error instanceof Refused &&
  (error.status === 409 ||
    (error.status === 400 && /taken|already exists|tombstone/i.test(error.message)))
