// Paths that clients use and no document has.
import type { RawAnswer, RawRequest, Routes } from 'discovery-emulator'
import type { LoggedAttempt } from 'discovery-emulator/queue'
import type { CloudTasks } from './state.ts'
import { bufferTask } from './task_methods.ts'
import type { Version } from './versions.ts'

const json = (value: unknown, seconds?: number): RawAnswer => ({
  headers: {
    'content-type': 'application/json; charset=UTF-8',
    ...(seconds !== undefined && { 'cache-control': `public, max-age=${seconds}` }),
  },
  body: JSON.stringify(value),
})

/** Google's samples buffer with any verb and any body. */
export const bufferRoutes = (version: Version): Routes<object, CloudTasks> => ({
  [`* /${version}/{+queue}/tasks:buffer`]: (request: RawRequest, state: CloudTasks) =>
    buffered(request, state, version),
  [`* /${version}/{+queue}/tasks/{taskId}:buffer`]: (request: RawRequest, state: CloudTasks) =>
    buffered(request, state, version),
})

async function buffered(
  request: RawRequest,
  state: CloudTasks,
  version: Version,
): Promise<RawAnswer> {
  const { params, httpMethod } = request
  const bytes = await request.bytes()
  const contentType = request.header('content-type')
  const wrapped = contentType?.startsWith('application/json') ? wrappedBody(bytes) : undefined
  const body = wrapped ?? {
    contentType,
    httpMethod,
    ...(bytes.length > 0 && { data: bytes.toString('base64') }),
  }
  return json(await bufferTask(state, params['queue']!, params['taskId'], body, version))
}

/** A BufferTaskRequest, rather than the body of the task itself. */
function wrappedBody(bytes: Buffer): { contentType?: string; data?: string } | undefined {
  let message: unknown
  try {
    message = JSON.parse(bytes.toString())
  } catch {
    return undefined
  }
  if (typeof message !== 'object' || message === null) return undefined
  const known = ['body', 'queue', 'taskId']
  const inner = (message as { body?: { contentType?: string; data?: string } }).body
  if (!Object.keys(message).every((key) => known.includes(key)) || typeof inner !== 'object')
    return undefined
  return inner
}

/** Bodies of requests as base64. */
const readable = ({ request, ...attempt }: LoggedAttempt) => ({
  ...attempt,
  ...(request && { request: { ...request, body: request.body.toString('base64') } }),
})

/** For tests that drive the dispatcher from another process. */
export const controlRoutes: Routes<object, CloudTasks> = {
  'GET /emulator/tasks/attempts': (_, { dispatcher }) =>
    json({ attempts: dispatcher.log.list().map(readable) }),
  'POST /emulator/tasks:runUntilIdle': async (_, { dispatcher }) =>
    json({ attempts: await dispatcher.runUntilIdle() }),
  'POST /emulator/clock:advance': async (request, { clock, dispatcher }) => {
    const seconds = Number(request.query.get('seconds'))
    if (!Number.isFinite(seconds) || request.query.get('seconds') === null)
      return { status: 400, body: 'seconds must be a number, as in ?seconds=60\n' }
    clock.advance(seconds)
    dispatcher.wakeAll()
    return json({ now: clock.now() })
  },
}
