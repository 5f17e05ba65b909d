// Tasks: from what a client sends to what the store keeps, and back, in the words of each version.
import { durationMicros, durationText, timeMicros, timeText } from 'discovery-emulator'
import { randomBytes } from 'node:crypto'
import {
  noteOf,
  pushTaskOf,
  type AttemptNote,
  type NewTask,
  type PushTask,
  type StoredTask,
} from 'discovery-emulator/queue'
import { invalid } from './errors.ts'
import { queueNameOf, taskIdOf, type QueueId } from './names.ts'
import type { StoredQueue } from './queue.ts'
import { appEngineRequest, httpRequest, type AppEngineRequest, type HttpRequest } from './target.ts'
import { DAY, pacificText, SECOND } from './times.ts'
import { retryFrom, retryResource, type RetryConfig, type Version } from './versions.ts'

export interface TaskResource {
  name?: string
  httpRequest?: HttpRequest
  appEngineHttpRequest?: AppEngineRequest
  pullMessage?: { payload?: string; tag?: string }
  scheduleTime?: string
  createTime?: string
  dispatchDeadline?: string
  retryConfig?: RetryConfig
  view?: string
  [output: string]: unknown
}

/** Bytes of a stored task: 1 MiB less 7, as probed at the real service. */
const MOST_BYTES = 1_048_569

interface Creation {
  readonly queueId: QueueId
  readonly queue: StoredQueue
  readonly now: number
  /** Of tasks that have none; '' if they must. */
  readonly defaultUrl: string
}

/** Throws what the service says of a wrong task. */
export function newTaskOf(task: TaskResource, creation: Creation): NewTask {
  const { queueId, queue, now } = creation
  const id = task.name ? namedId(task.name, queueId) : String(randomBytes(8).readBigUInt64BE())
  const due = dueOf(task, now)
  checkTarget(task, queue)
  const stored =
    task.pullMessage === undefined
      ? { payload: JSON.stringify(pushTask(task, creation, due)), tag: '' }
      : { payload: task.pullMessage.payload ?? '', tag: tagOf(task.pullMessage.tag) }
  if (sizeOf(task) > MOST_BYTES) throw invalid('Task size too large')
  // Also a made id is remembered, so that a finished task is told from one that never was.
  return { id, named: true, ...stored, ...(due > now && { availableAt: due }) }
}

function namedId(name: string, queueId: QueueId): string {
  const parsed = taskIdOf(name)
  const [own, named] = [queueNameOf(queueId), queueNameOf(parsed.queue)]
  if (own !== named)
    throw invalid(
      `The queue name from request ('${own}') must be the same as the queue name in the named task ('${named}').`,
    )
  return parsed.id
}

function dueOf({ scheduleTime }: TaskResource, now: number): number {
  const due = scheduleTime === undefined ? now : timeMicros(scheduleTime)
  if (due > now + 30 * DAY)
    throw invalid(
      `The Task.scheduleTime, ${pacificText(due)}, is too far in the future. Schedule time must be no more than 720h in the future.`,
    )
  return Math.max(due, now)
}

function checkTarget(task: TaskResource, queue: StoredQueue): void {
  const { httpRequest: http, appEngineHttpRequest: appEngine, pullMessage } = task
  if ([http, appEngine, pullMessage].filter((target) => target !== undefined).length !== 1)
    throw invalid(
      'A task must have exactly one target: httpRequest, appEngineHttpRequest or pullMessage.',
    )
  if ((pullMessage !== undefined) !== (queue.kind === 'pull'))
    throw invalid(
      queue.kind === 'pull'
        ? 'Tasks of a pull queue must have a pullMessage.'
        : 'A pullMessage can only be put into a pull queue.',
    )
}

function tagOf(tag = ''): string {
  if (!/^.{0,499}$/su.test(tag))
    throw invalid('PullMessage.tag must be shorter than 500 characters.')
  return tag
}

function pushTask(
  task: TaskResource,
  { queue, queueId, defaultUrl }: Creation,
  due: number,
): PushTask {
  const http = task.httpRequest
  const given = durationMicros(task.dispatchDeadline ?? '0s')
  const [most, words] = http ? [1800, '[15s, 30m]'] : [86_415, '[15s, 24h15s]']
  if (given !== 0 && (given < 15 * SECOND || given > most * SECOND))
    throw invalid(`Task.dispatchDeadline must be between ${words}.`)
  return {
    ...(http
      ? { http: httpRequest(http, queue, queueId, defaultUrl) }
      : { appEngine: appEngineRequest(task.appEngineHttpRequest!) }),
    due,
    deadline: given || 600 * SECOND,
    ...(given !== 0 && { givenDeadline: given }),
    ...(task.retryConfig && { retry: retryFrom(task.retryConfig, queue.retry) }),
  }
}

/** About the size of the message as the service stores it. */
function sizeOf(task: TaskResource): number {
  const bodies = [
    task.httpRequest?.body,
    task.appEngineHttpRequest?.body,
    task.appEngineHttpRequest?.payload,
    task.pullMessage?.payload,
  ]
  const encoded = bodies.reduce((sum, body) => sum + (body?.length ?? 0), 0)
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body ?? '', 'base64'), 0)
  return Buffer.byteLength(JSON.stringify(task)) - encoded + bytes
}

export interface View {
  readonly version: Version
  /** BASIC leaves out bodies and payloads. */
  readonly full: boolean
}

export function taskResource(
  stored: StoredTask,
  queueId: QueueId,
  queue: StoredQueue,
  view: View,
): TaskResource {
  const name = `${queueNameOf(queueId)}/tasks/${stored.id}`
  // Recorded: the time of creation is told in whole seconds.
  const createTime = timeText(Math.floor(stored.enqueuedAt / SECOND) * SECOND)
  const viewed = { view: view.full ? 'FULL' : 'BASIC' }
  if (queue.kind === 'pull')
    return {
      name,
      pullMessage: messageResource(stored, view),
      scheduleTime: timeText(stored.availableAt),
      createTime,
      ...(view.version === 'v2beta2'
        ? { status: { attemptDispatchCount: stored.retryCount } }
        : stored.retryCount > 0 && { dispatchCount: stored.retryCount }),
      ...viewed,
    }
  const task = pushTaskOf(stored.payload)
  const note = noteOf(stored.note)
  const deadline = task.givenDeadline ?? (task.http && task.deadline)
  return {
    name,
    ...targetResource(task, view),
    scheduleTime: timeText(note.due ?? task.due),
    createTime,
    ...(deadline !== undefined &&
      view.version !== 'v2beta2' && { dispatchDeadline: durationText(deadline) }),
    ...(task.retry && { retryConfig: retryResource(task.retry, view.version) }),
    ...attemptsOf(stored, view.version),
    ...viewed,
  }
}

/** v2beta3 shows no payload, and no tag, but in the full view. */
function messageResource({ payload, tag }: StoredTask, { full, version }: View): object {
  if (!full && version === 'v2beta3') return {}
  return {
    // Task Queue keeps the alphabet in which a payload came; this API writes the standard one.
    ...(full && { payload: Buffer.from(payload, 'base64').toString('base64') }),
    ...(tag !== '' && { tag }),
  }
}

function targetResource({ http, appEngine }: PushTask, { full, version }: View): TaskResource {
  if (http !== undefined) {
    const { url, method: httpMethod, headers, body, oidcToken, oauthToken } = http
    const token = { ...(oidcToken && { oidcToken }), ...(oauthToken && { oauthToken }) }
    return {
      httpRequest: { url, httpMethod, headers, ...(full && body && { body }), ...token },
    }
  }
  const { method: httpMethod, path, headers, body, routing: appEngineRouting } = appEngine!
  const old = version === 'v2beta2'
  return {
    appEngineHttpRequest: {
      httpMethod,
      appEngineRouting,
      ...(old ? { relativeUrl: path } : { relativeUri: path }),
      headers,
      ...(full && body && (old ? { payload: body } : { body })),
    },
  }
}

function attemptsOf({ retryCount, note: text }: StoredTask, version: Version): object {
  const { responses, first, last } = noteOf(text)
  const firstAttempt = first === undefined ? {} : { dispatchTime: timeText(first) }
  const lastAttempt = last === undefined ? {} : attemptResource(last)
  if (version === 'v2beta2') {
    const counts = { attemptDispatchCount: retryCount, attemptResponseCount: responses }
    return {
      status: {
        ...counts,
        ...(first !== undefined && { firstAttemptStatus: firstAttempt }),
        ...(last !== undefined && { lastAttemptStatus: lastAttempt }),
      },
    }
  }
  return {
    ...(retryCount > 0 && { dispatchCount: retryCount }),
    ...(responses > 0 && { responseCount: responses }),
    ...(first !== undefined && { firstAttempt }),
    ...(last !== undefined && { lastAttempt }),
  }
}

const attemptResource = ({ due, dispatched, responded, code, message }: AttemptNote): object => ({
  scheduleTime: timeText(due),
  dispatchTime: timeText(dispatched),
  ...(responded !== undefined && { responseTime: timeText(responded) }),
  ...(code !== undefined && { responseStatus: { code, message } }),
})
