// Cloud Tasks v2beta2 as an API of pull queues.
import type { Settings } from '../../config/settings.ts'
import { fullName } from '../../config/resource_name.ts'
import { Refused } from './http.ts'
import { openMethods, whenMissing } from './methods.ts'
import type { Lease, PullApi, PulledTask } from './pull_api.ts'

/** A task as the API gives it. */
interface TaskResource {
  /** `projects/P/locations/L/queues/Q/tasks/ID` */
  readonly name: string
  /** Without its payload unless a full view is asked for. */
  readonly pullMessage?: { readonly payload?: string; readonly tag?: string }
  /** RFC 3339; of a leased task the end of the lease. */
  readonly scheduleTime?: string
  readonly createTime?: string
  readonly status?: { readonly attemptDispatchCount?: number }
}

type CloudTasksSettings = Pick<Settings, 'apiDiscoveryUrl' | 'projectName' | 'location'>

const of = (method: string): string => `cloudtasks.projects.locations.queues.tasks.${method}`
const FULL = { responseView: 'FULL' }

export function openCloudTasksApi(settings: CloudTasksSettings): PullApi {
  const { apiDiscoveryUrl } = settings
  const methods = openMethods({ api: 'cloudtasks', apiVersion: 'v2beta2', apiDiscoveryUrl })
  const queueOf = (queue: string) => ({ parent: fullName(queue, settings) })
  const taskIn = (queue: string, id: string) => ({
    name: `${fullName(queue, settings)}/tasks/${id}`,
  })
  const api: PullApi = {
    async lease(queue, { count, seconds, tag }) {
      const body = { maxTasks: count, leaseDuration: `${seconds}s`, filter: `tag=${tag}`, ...FULL }
      const answer = await methods.call(of('lease'), { path: queueOf(queue), body })
      return tasksIn(answer).map(taskOf)
    },
    async insert(queue, { id, tag, payload }) {
      const pullMessage = { payload: Buffer.from(payload).toString('base64'), tag }
      const body = { task: { ...taskIn(queue, id), pullMessage } }
      try {
        await methods.call(of('create'), { path: queueOf(queue), body })
        return 'inserted'
      } catch (error) {
        if (error instanceof Refused && error.status === 409) return 'taken'
        throw error
      }
    },
    get: (queue, id) =>
      methods
        .call(of('get'), { path: taskIn(queue, id), query: FULL })
        .then((resource) => taskOf(resource as TaskResource), whenMissing(undefined)),
    async list(queue, tag) {
      const found: PulledTask[] = []
      for await (const { name, pullMessage } of allIn(methods, queueOf(queue))) {
        if ((pullMessage?.tag ?? '') !== tag) continue
        // Payloads of a whole page at a time could be a gigabyte.
        const task = await api.get(queue, idIn(name))
        if (task !== undefined) found.push(task)
      }
      return found
    },
    async someTags(queue) {
      const asked = { path: queueOf(queue), query: { pageSize: 100 } }
      const listed = tasksIn(await methods.call(of('list'), asked))
      return listed.map(({ pullMessage }) => pullMessage?.tag ?? '')
    },
    renew: (queue, lease, seconds) =>
      renewed(methods, taskIn(queue, lease.id), lease.leaseEnd, seconds),
    async acknowledge(queue, { id, leaseEnd }) {
      const body = { scheduleTime: leaseEnd }
      try {
        await methods.call(of('acknowledge'), { path: taskIn(queue, id), body })
      } catch (error) {
        if (!isLost(error)) throw error
        // The lease ran out in the last moment. The task is done all the same, and nobody need do it again.
        await api.remove(queue, id)
      }
    },
    remove: (queue, id) =>
      methods.call(of('delete'), { path: taskIn(queue, id) }).then(() => true, whenMissing(false)),
    close: () => methods.close(),
  }
  return api
}

type Methods = ReturnType<typeof openMethods>

/** A lease of no time is refused, so giving back at once is a call of its own. */
async function renewed(
  methods: Methods,
  path: { readonly name: string },
  scheduleTime: string,
  seconds: number,
): Promise<Lease | 'lost'> {
  try {
    const answer =
      seconds === 0
        ? await methods.call(of('cancelLease'), { path, body: { scheduleTime } })
        : await methods.call(of('renewLease'), {
            path,
            body: { scheduleTime, leaseDuration: `${seconds}s` },
          })
    return taskOf(answer as TaskResource)
  } catch (error) {
    if (isLost(error)) return 'lost'
    throw error
  }
}

/** Google documents no code for a scheduleTime that is not the task's: its FAILED_PRECONDITION is 400 over REST. */
const isLost = (error: unknown): boolean =>
  error instanceof Refused && [400, 404, 412].includes(error.status)

async function* allIn(
  methods: Methods,
  path: { readonly parent: string },
): AsyncGenerator<TaskResource> {
  let pageToken = ''
  do {
    const answer = await methods.call(of('list'), {
      path,
      ...(pageToken && { query: { pageToken } }),
    })
    yield* tasksIn(answer)
    pageToken = (answer as { readonly nextPageToken?: string }).nextPageToken ?? ''
  } while (pageToken !== '')
}

const tasksIn = (answer: unknown): readonly TaskResource[] =>
  (answer as { readonly tasks?: readonly TaskResource[] }).tasks ?? []

const idIn = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

function taskOf({ name, pullMessage, scheduleTime, createTime, status }: TaskResource): PulledTask {
  return {
    id: idIn(name),
    tag: pullMessage?.tag,
    payload: Buffer.from(pullMessage?.payload ?? '', 'base64'),
    // To the letter: it must be the same to the microsecond, which a Date would lose.
    leaseEnd: scheduleTime ?? '',
    leases: status?.attemptDispatchCount ?? 1,
    enqueuedAt: createTime === undefined ? undefined : Date.parse(createTime),
  }
}
