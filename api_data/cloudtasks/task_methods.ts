// projects.locations.queues.tasks: what all versions do with tasks.
import type { Position } from 'discovery-emulator/queue'
import type { CloudHandler } from './call.ts'
import { entityExists, entityMissing, failedPrecondition, invalid, taskIsOver } from './errors.ts'
import { queueIdOf, queueNameOf, taskIdOf } from './names.ts'
import { afterOf, pageSizeOf, tokenOf } from './pages.ts'
import { usedQueue, type CloudTasks } from './state.ts'
import { newTaskOf, taskResource, type TaskResource } from './task.ts'
import type { Version } from './versions.ts'

const MOST_LISTED = 1000

interface CreateRequest {
  task?: TaskResource
  responseView?: string
}

async function createTask(
  state: CloudTasks,
  parent: string,
  { task, responseView }: CreateRequest,
  version: Version,
): Promise<TaskResource> {
  if (task === undefined) throw invalid('CreateTaskRequest.task is required.')
  const { store, clock, dispatcher, settings } = state
  const { id: queueId, queue, stored } = await usedQueue(state, queueIdOf(parent), kindFor(task))
  const now = clock.now()
  const made = newTaskOf(task, { queueId, queue: stored, now, defaultUrl: settings.defaultUrl })
  const inserted = await store.insert(queue, made)
  if (inserted === 'exists') throw entityExists()
  if (stored.kind === 'push') dispatcher.wake(queue)
  return taskResource(inserted, queueId, stored, { version, full: responseView === 'FULL' })
}

const kindFor = ({ pullMessage }: TaskResource) => (pullMessage === undefined ? 'push' : 'pull')

const create: CloudHandler<{ parent: string }, CreateRequest> = (
  { params, body },
  state,
  version,
) => createTask(state, params.parent, body, version)

const get: CloudHandler<{ name: string; responseView?: string }, undefined> = async (
  { params },
  { queues, store },
  version,
) => {
  const { queue: queueId, id } = taskIdOf(params.name)
  const found = await queues.find(queueId)
  if (found === undefined) throw entityMissing()
  const task = await store.get(found.queue, id)
  if (task !== undefined)
    return taskResource(task, queueId, found.stored, {
      version,
      full: params.responseView === 'FULL',
    })
  throw (await store.isRemembered(found.queue, id)) ? taskIsOver() : entityMissing()
}

const list: CloudHandler<
  { parent: string; pageSize?: number; pageToken?: string; responseView?: string },
  undefined
> = async ({ params }, { queues, store, clock }, version) => {
  const queueId = queueIdOf(params.parent)
  const { queue, stored } = await queues.get(queueId)
  const now = clock.now()
  const after = afterOf(params.pageToken, params.parent, now) as Position | undefined
  const size = pageSizeOf(params.pageSize, MOST_LISTED)
  const found = await store.list(queue, size + 1, after)
  const page = found.slice(0, size)
  const view = { version, full: params.responseView === 'FULL' }
  const { availableAt, enqueuedAt } = page.at(-1) ?? {}
  return {
    ...(page.length > 0 && {
      tasks: page.map((task) => taskResource(task, queueId, stored, view)),
    }),
    ...(found.length > size && {
      nextPageToken: tokenOf({ availableAt, enqueuedAt }, params.parent, now),
    }),
  }
}

async function deleteTask({ queues, store }: CloudTasks, name: string): Promise<void> {
  const { queue: queueId, id } = taskIdOf(name)
  const found = await queues.find(queueId)
  if (found === undefined) throw entityMissing()
  if (!(await store.remove(found.queue, id, found.stored.tombstone))) throw entityMissing()
}

const remove: CloudHandler<{ name: string }, undefined> = async ({ params }, state) => {
  await deleteTask(state, params.name)
  return {}
}

const run: CloudHandler<{ name: string }, { responseView?: string }> = async (
  { params, body },
  { queues, dispatcher },
  version,
) => {
  const { queue: queueId, id } = taskIdOf(params.name)
  const found = await queues.find(queueId)
  if (found === undefined) throw entityMissing()
  if (found.stored.kind === 'pull')
    throw invalid('Tasks of a pull queue are leased; they cannot be run.')
  const task = await dispatcher.run(found.queue, id)
  if (task === undefined) throw entityMissing()
  return taskResource(task, queueId, found.stored, { version, full: body.responseView === 'FULL' })
}

interface BufferedBody {
  readonly contentType?: string | undefined
  /** base64 */
  readonly data?: string | undefined
  readonly httpMethod?: string | undefined
}

/** A task from its body alone; the rest comes from the queue. */
export async function bufferTask(
  state: CloudTasks,
  parent: string,
  taskId: string | undefined,
  { contentType, data, httpMethod }: BufferedBody,
  version: Version,
): Promise<{ task: TaskResource }> {
  const queueId = queueIdOf(parent)
  const { stored } = await state.queues.get(queueId)
  const { httpTarget } = stored
  if (httpTarget === undefined)
    throw failedPrecondition('Tasks can only be buffered in a queue that has an httpTarget.')
  const method = httpTarget.httpMethod ?? httpMethod
  const task = {
    ...(taskId && { name: `${queueNameOf(queueId)}/tasks/${taskId}` }),
    httpRequest: {
      ...(method !== undefined && { httpMethod: method }),
      ...(contentType && { headers: { 'Content-Type': contentType } }),
      ...(data && { body: data }),
    },
  }
  return { task: await createTask(state, parent, { task }, version) }
}

const buffer: CloudHandler<
  { queue: string; taskId: string },
  { body?: { contentType?: string; data?: string } }
> = ({ params, body }, state, version) =>
  bufferTask(state, params.queue, params.taskId, body.body ?? {}, version)

const batchCreate: CloudHandler<
  { parent: string },
  { requests?: readonly (CreateRequest & { parent?: string })[]; requestId?: string }
> = ({ params, body }, state, version) => {
  const { requests = [], requestId } = body
  if (requests.length === 0 || requests.length > 100)
    throw invalid('BatchCreateTasksRequest.requests must have 1 to 100 entries.')
  return state.operations.each(
    { location: locationNameOf(params.parent), requestId, type: 'BatchCreateTasks', version },
    requests,
    (request) => createTask(state, params.parent, request, version),
    (tasks) => ({
      '@type': `type.googleapis.com/google.cloud.tasks.${version}.BatchCreateTasksResponse`,
      tasks,
    }),
  )
}

const batchDelete: CloudHandler<
  { parent: string },
  { names?: readonly string[]; requestId?: string }
> = ({ params, body }, state, version) => {
  const { names = [], requestId } = body
  if (names.length === 0 || names.length > 1000)
    throw invalid('BatchDeleteTasksRequest.names must have 1 to 1000 entries.')
  return state.operations.each(
    { location: locationNameOf(params.parent), requestId, type: 'BatchDeleteTasks', version },
    names,
    (name) => deleteTask(state, name),
    () => ({ '@type': 'type.googleapis.com/google.protobuf.Empty' }),
  )
}

function locationNameOf(parent: string): string {
  const { project, location } = queueIdOf(parent)
  return `projects/${project}/locations/${location}`
}

export const taskMethods = {
  create,
  get,
  list,
  delete: remove,
  run,
  buffer,
  batchCreate,
  batchDelete,
}
