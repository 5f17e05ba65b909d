// projects.locations.queues: making, reading, changing and deleting queues.
import { timeText } from 'discovery-emulator'
import { checkNewQueueName, locationOf, queueIdOf, queueNameOf, type QueueId } from './names.ts'
import type { CloudHandler } from './call.ts'
import { entityMissing, invalid } from './errors.ts'
import { patched } from './patch.ts'
import { afterOf, camel, filterOf, pageSizeOf, tokenOf } from './pages.ts'
import { MOST_QUEUES, tooManyQueues } from './quotas.ts'
import type { Found } from './queues.ts'
import type { CloudTasks } from './state.ts'
import { queueResource, storedQueueFrom, type QueueResource, type Version } from './versions.ts'

const MOST_LISTED = 9800

const create: CloudHandler<{ parent: string }, QueueResource> = async (
  { params, body },
  { queues, dispatcher, quotas },
  version,
) => {
  const { project, location } = locationOf(params.parent)
  const { name = '' } = body
  checkNewQueueName(name)
  if (!name.startsWith(`${params.parent}/`))
    throw invalid(`${name} must begin with ${params.parent}.`)
  const id: QueueId = { project, location, queue: name.split('/').at(-1)! }
  const stored = storedQueueFrom(body, version)
  if (quotas !== undefined && (await queues.list(project, location)).length >= MOST_QUEUES)
    throw tooManyQueues()
  await queues.create(id, stored)
  dispatcher.wake((await queues.get(id)).queue)
  return queueResource(name, stored, version)
}

const get: CloudHandler<{ name: string; readMask?: string }, undefined> = async (
  { params },
  state,
  version,
) => resourceOf(await state.queues.get(queueIdOf(params.name)), state, version, params.readMask)

const list: CloudHandler<
  { parent: string; filter?: string; pageSize?: number; pageToken?: string; readMask?: string },
  undefined
> = async ({ params }, state, version) => {
  const { project, location } = locationOf(params.parent)
  const now = state.clock.now()
  const scope = JSON.stringify([params.parent, params.filter ?? ''])
  const after = afterOf(params.pageToken, scope, now)
  const size = pageSizeOf(params.pageSize, MOST_LISTED)
  const wanted = filterOf(params.filter)
  const found = (await state.queues.list(project, location))
    .filter(({ id }) => typeof after !== 'string' || id.queue > after)
    .filter(({ id, stored }) => wanted(queueResource(queueNameOf(id), stored, version)))
  const page = found.slice(0, size)
  const queues = await Promise.all(
    page.map((queue) => resourceOf(queue, state, version, params.readMask)),
  )
  return {
    ...(queues.length > 0 && { queues }),
    ...(found.length > size && { nextPageToken: tokenOf(page.at(-1)!.id.queue, scope, now) }),
  }
}

/** Makes the queue where there is none. */
const patch: CloudHandler<{ name: string; updateMask?: string }, QueueResource> = async (
  { params, body },
  { queues, dispatcher },
  version,
) => {
  const id = queueIdOf(params.name)
  const found = await queues.find(id)
  if (found === undefined) {
    checkNewQueueName(params.name)
    await queues.create(id, storedQueueFrom(body, version))
  } else
    await queues.change(id, ({ stored }) => patched(stored, body, params.updateMask ?? '', version))
  const changed = await queues.get(id)
  dispatcher.wake(changed.queue)
  return queueResource(params.name, changed.stored, version)
}

const remove: CloudHandler<{ name: string }, undefined> = async ({ params }, { queues }) => {
  if (!(await queues.delete(queueIdOf(params.name)))) throw entityMissing()
  return {}
}

const stateChange =
  (state: 'RUNNING' | 'PAUSED'): CloudHandler<{ name: string }, unknown> =>
  async ({ params }, { queues, dispatcher }, version) => {
    const id = queueIdOf(params.name)
    const { stored, queue } = await queues.change(id, (found) => ({ ...found.stored, state }))
    dispatcher.wake(queue)
    return queueResource(params.name, stored, version)
  }

const purge: CloudHandler<{ name: string }, unknown> = async (
  { params },
  { queues, store, clock },
  version,
) => {
  const id = queueIdOf(params.name)
  const { queue, stored } = await queues.change(id, (found) => ({
    ...found.stored,
    purged: clock.now(),
  }))
  await store.purge(queue, stored.tombstone)
  return queueResource(params.name, stored, version)
}

export const queueMethods = {
  create,
  get,
  list,
  patch,
  delete: remove,
  pause: stateChange('PAUSED'),
  resume: stateChange('RUNNING'),
  purge,
}

/** Statistics are answered only where they are asked for by name. */
async function resourceOf(
  { id, queue, stored }: Found,
  { store }: CloudTasks,
  version: Version,
  readMask = '',
): Promise<QueueResource> {
  const resource = queueResource(queueNameOf(id), stored, version)
  const names = readMask.split(',').map((path) => camel(path.trim().split('.')[0]!))
  if (readMask === '') return resource
  const whole = names.includes('*')
  const chosen = Object.fromEntries(
    Object.entries(resource).filter(([name]) => whole || names.includes(name)),
  )
  if (!whole && !names.includes('stats')) return chosen
  const { totalTasks, oldestAvailableAt, leasedLastMinute } = await store.stats(queue)
  return {
    ...chosen,
    stats: {
      tasksCount: String(totalTasks),
      ...(oldestAvailableAt !== undefined && {
        oldestEstimatedArrivalTime: timeText(oldestAvailableAt),
      }),
      executedLastMinuteCount: String(leasedLastMinute),
      effectiveExecutionRate: stored.rate,
    },
  }
}
