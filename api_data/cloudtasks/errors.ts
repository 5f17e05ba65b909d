// What Cloud Tasks says when it refuses, to the letter where the real service was recorded (docs/fidelity.md).
import { ApiError, type Status } from 'discovery-emulator'

const reference = 'https://cloud.google.com/tasks/docs/reference/rest'

const refusal =
  (status: Status, reason: string) =>
  (message: string, details: readonly object[] = []): ApiError =>
    new ApiError(status, reason, message, { details })

export const invalid = refusal('INVALID_ARGUMENT', 'badRequest')
export const failedPrecondition = refusal('FAILED_PRECONDITION', 'failedPrecondition')
const notFound = refusal('NOT_FOUND', 'notFound')
const alreadyExists = refusal('ALREADY_EXISTS', 'alreadyExists')

const help = (description: string, path: string) => [
  {
    '@type': 'type.googleapis.com/google.rpc.Help',
    links: [{ description, url: `${reference}${path}` }],
  },
]

export const queueMissing = (): ApiError =>
  notFound(
    'Queue does not exist. If you just created the queue, wait at least a minute for the queue to initialize.',
  )

export const entityMissing = (): ApiError => notFound('Requested entity was not found.')

export const taskIsOver = (): ApiError =>
  notFound(
    'The task no longer exists, though a task with this name existed recently. The task either successfully completed or was deleted.',
  )

export const queueExists = (): ApiError => alreadyExists('Queue already exists')
export const entityExists = (): ApiError => alreadyExists('Requested entity already exists')

export const queueTooRecent = (): ApiError =>
  failedPrecondition(
    'The queue cannot be created because a queue with this name existed too recently.',
  )

export const badQueueName = (): ApiError =>
  invalid(
    'Queue name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>".',
    help('Definition of queue name', '/v2/projects.locations.queues#resource:-queue'),
  )

export const badTaskName = (): ApiError =>
  invalid(
    'Task name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>/tasks/<TASK_ID>"',
  )

export const badTaskId = (id: string): ApiError =>
  invalid(
    `Task ID "${id}" can contain only letters ([A-Za-z]), numbers ([0-9]), hyphens (-), or underscores (_). Task ID must between 1 and 500 characters.`,
    help('Definition of task ID', '/v2/projects.locations.queues.tasks#resource:-task'),
  )

export const badParent = (): ApiError => invalid('Invalid resource field value in the request.')

/** A lease that is not the caller's, or has ended; the real service's words were never recorded. */
export const leaseLost = (): ApiError =>
  failedPrecondition('The lease has expired, or the schedule time is not the one of the lease.')
