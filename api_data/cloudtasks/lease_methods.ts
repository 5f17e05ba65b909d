// projects.locations.queues.tasks of v2beta2: leasing the tasks of pull queues. The same tasks are those of Task Queue.
import { durationMicros, timeMicros } from 'discovery-emulator'
import type { TagChoice } from 'discovery-emulator/queue'
import type { CloudHandler } from './call.ts'
import { entityMissing, failedPrecondition, invalid, leaseLost } from './errors.ts'
import { queueIdOf, taskIdOf } from './names.ts'
import type { Found } from './queues.ts'
import { usedQueue, type CloudTasks } from './state.ts'
import { taskResource } from './task.ts'
import { DAY, SECOND } from './times.ts'

const LARGEST_LEASE = (32 * 2 ** 20 * 4) / 3 // base64 characters: 32 MiB of payload

interface LeaseRequest {
  maxTasks?: number
  leaseDuration?: string
  filter?: string
  responseView?: string
}

const lease: CloudHandler<{ parent: string }, LeaseRequest> = async (
  { params, body },
  state,
  version,
) => {
  const { store } = state
  const found = await usedQueue(state, queueIdOf(params.parent), 'pull')
  checkPull(found)
  const { maxTasks = 0, filter = '', responseView } = body
  if (maxTasks < 0 || maxTasks > 1000)
    throw invalid('LeaseTasksRequest.maxTasks must be between 1 and 1000.')
  const tasks = await store.lease(found.queue, {
    count: maxTasks || 1000,
    duration: durationOf(body.leaseDuration),
    tags: tagsOf(filter),
    maxPayload: LARGEST_LEASE,
  })
  const view = { version, full: responseView === 'FULL' }
  if (tasks.length === 0) return {}
  return { tasks: tasks.map((task) => taskResource(task, found.id, found.stored, view)) }
}

/** Held by whoever knows the schedule time of the lease. */
interface HolderRequest {
  scheduleTime?: string
  leaseDuration?: string
  responseView?: string
}

const acknowledge: CloudHandler<{ name: string }, HolderRequest> = async (
  { params, body },
  state,
) => {
  const { found, id } = await heldTask(state, params.name)
  const outcome = await state.store.acknowledge(found.queue, id, {
    token: tokenOf(body),
    tombstone: found.stored.tombstone,
  })
  if (outcome === 'missing') throw entityMissing()
  if (outcome === 'expired') throw leaseLost()
  return {}
}

const renewal =
  (
    durationOfRequest: (body: HolderRequest) => number,
  ): CloudHandler<{ name: string }, HolderRequest> =>
  async ({ params, body }, state, version) => {
    const { found, id } = await heldTask(state, params.name)
    const leaseTimestamp = tokenOf(body)
    const duration = durationOfRequest(body)
    const task = await state.store.renew(found.queue, id, { duration, leaseTimestamp })
    if (task === 'missing') throw entityMissing()
    if (task === 'expired') throw leaseLost()
    const view = { version, full: body.responseView === 'FULL' }
    return taskResource(task, found.id, found.stored, view)
  }

export const leaseMethods = {
  lease,
  acknowledge,
  renewLease: renewal(({ leaseDuration }) => durationOf(leaseDuration)),
  cancelLease: renewal(() => 0),
}

async function heldTask({ queues }: CloudTasks, name: string) {
  const { queue, id } = taskIdOf(name)
  const found = await queues.find(queue)
  if (found === undefined) throw entityMissing()
  if (found.stored.kind === 'push') throw invalid('Only tasks of pull queues are leased.')
  return { found, id }
}

function checkPull({ stored }: Found): void {
  if (stored.kind === 'push') throw invalid('Only tasks of pull queues are leased.')
  if (stored.state !== 'RUNNING')
    throw failedPrecondition(
      `The queue is ${stored.state.toLowerCase()}; its tasks cannot be leased.`,
    )
}

/** In whole seconds, a week at most. */
function durationOf(text: string | undefined): number {
  if (text === undefined) throw invalid('leaseDuration is required.')
  const duration = Math.floor(durationMicros(text) / SECOND) * SECOND
  if (duration < 0 || duration > 7 * DAY)
    throw invalid('leaseDuration must be between 0s and 604800s.')
  return duration
}

function tokenOf({ scheduleTime }: HolderRequest): number {
  if (scheduleTime === undefined) throw invalid('scheduleTime is required.')
  return timeMicros(scheduleTime)
}

function tagsOf(filter: string): TagChoice {
  const text = filter.trim()
  if (text === '') return { kind: 'every' }
  if (/^tag_function\s*=\s*oldest_tag\(\)$/.test(text)) return { kind: 'oldest' }
  const [, quoted, bare] = /^tag\s*=\s*(?:"([^"]*)"|(\S*))$/s.exec(text) ?? []
  const tag = quoted ?? bare
  if (tag === undefined)
    throw invalid('LeaseTasksRequest.filter must be tag=X, tag="X" or tag_function=oldest_tag().')
  return { kind: 'only', tag }
}
