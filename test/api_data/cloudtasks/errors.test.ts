// What Cloud Tasks refuses, and in which words: recorded from the real service unless a line says otherwise.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { google, type cloudtasks_v2 } from 'googleapis'
import { startEmulator, type Emulator } from '../../../src/index.ts'
import { clientOf, type Client } from './client.ts'

const NO_QUEUE =
  'Queue does not exist. If you just created the queue, wait at least a minute for the queue to initialize.'
const NO_ENTITY = 'Requested entity was not found.'

let emulator: Emulator
let client: Client
let queue: string
let tasks: cloudtasks_v2.Cloudtasks

beforeAll(async () => {
  emulator = await startEmulator()
  client = clientOf(emulator.url)
  queue = await client.queue()
  tasks = google.cloudtasks({ version: 'v2', rootUrl: `${emulator.url}/` })
})
afterAll(() => emulator.stop())

interface Refused {
  readonly code: number
  readonly message: string
  readonly response: { readonly data: { readonly error: Record<string, unknown> } }
}

const refusalOf = async (call: Promise<unknown>) => {
  try {
    await call
  } catch (error) {
    const { code, message, response } = error as Refused
    return { code, message, status: response.data.error['status'] }
  }
  throw new Error('it was not refused')
}

const on = () => tasks.projects.locations.queues
const create = (resource: object, name = `${client.location}/queues/new`) =>
  on().create({ parent: client.location, requestBody: { name, ...resource } })
const createTask = (task: object, parent = queue) =>
  on().tasks.create({ parent, requestBody: { task } })
const http = { url: 'http://localhost/' }
const missing = () => `${client.location}/queues/missing`

const cases: readonly [string, () => Promise<unknown>, string, string | (() => string)][] = [
  ['get of a missing queue', () => on().get({ name: missing() }), 'NOT_FOUND', NO_QUEUE],
  ['pause of a missing queue', () => on().pause({ name: missing() }), 'NOT_FOUND', NO_QUEUE],
  ['resume of a missing queue', () => on().resume({ name: missing() }), 'NOT_FOUND', NO_QUEUE],
  ['purge of a missing queue', () => on().purge({ name: missing() }), 'NOT_FOUND', NO_QUEUE],
  [
    'a task for a missing queue',
    () => createTask({ httpRequest: http }, missing()),
    'NOT_FOUND',
    NO_QUEUE,
  ],
  ['list of a missing queue', () => on().tasks.list({ parent: missing() }), 'NOT_FOUND', NO_QUEUE],
  ['delete of a missing queue', () => on().delete({ name: missing() }), 'NOT_FOUND', NO_ENTITY],
  ['a queue that exists', () => create({}, queue), 'ALREADY_EXISTS', 'Queue already exists'],
  [
    'a queue of no name',
    () => create({}, 'bad'),
    'INVALID_ARGUMENT',
    'Queue name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>".',
  ],
  [
    'a queue of another parent',
    () => create({}, 'projects/other/locations/l/queues/q'),
    'INVALID_ARGUMENT',
    () => `projects/other/locations/l/queues/q must begin with ${client.location}.`,
  ],
  [
    'a rate below 0',
    () => create({ rateLimits: { maxDispatchesPerSecond: -1 } }),
    'INVALID_ARGUMENT',
    'RateLimits.maxDispatchesPerSecond cannot be negative.',
  ],
  [
    'a rate above 500',
    () => create({ rateLimits: { maxDispatchesPerSecond: 501 } }),
    'INVALID_ARGUMENT',
    'RateLimits.maxDispatchesPerSecond must be less than or equal to 500.',
  ],
  [
    'concurrency below 0',
    () => create({ rateLimits: { maxConcurrentDispatches: -1 } }),
    'INVALID_ARGUMENT',
    'RateLimits.maxConcurrentDispatches cannot be negative.',
  ],
  [
    'concurrency above 5000',
    () => create({ rateLimits: { maxConcurrentDispatches: 5001 } }),
    'INVALID_ARGUMENT',
    'RateLimits.maxConcurrentDispatches must be less than or equal to 5000.',
  ],
  [
    'attempts below -1',
    () => create({ retryConfig: { maxAttempts: -2 } }),
    'INVALID_ARGUMENT',
    'RetryConfig.maxAttempts must be greater or equal to -1.',
  ],
  [
    'doublings below 0',
    () => create({ retryConfig: { maxDoublings: -1 } }),
    'INVALID_ARGUMENT',
    'RetryConfig.maxDoublings cannot be negative.',
  ],
  [
    'a backoff below 0',
    () => create({ retryConfig: { minBackoff: '-1s' } }),
    'INVALID_ARGUMENT',
    'RetryConfig.minBackoff cannot be negative.',
  ],
  [
    'a least backoff above the most',
    () => create({ retryConfig: { minBackoff: '2s', maxBackoff: '1s' } }),
    'INVALID_ARGUMENT',
    'RetryConfig.minBackoff must be less than or equal to RetryConfig.maxBackoff.',
  ],
  [
    'a bad task id',
    () => createTask({ name: `${queue}/tasks/not a valid id`, httpRequest: http }),
    'INVALID_ARGUMENT',
    'Task ID "not a valid id" can contain only letters ([A-Za-z]), numbers ([0-9]), hyphens (-), or underscores (_). Task ID must between 1 and 500 characters.',
  ],
  [
    'a bad task name',
    () => createTask({ name: 'bad', httpRequest: http }),
    'INVALID_ARGUMENT',
    'Task name must be formatted: "projects/<PROJECT_ID>/locations/<LOCATION_ID>/queues/<QUEUE_ID>/tasks/<TASK_ID>"',
  ],
  [
    'a name in another queue',
    () => createTask({ name: `${missing()}/tasks/t`, httpRequest: http }),
    'INVALID_ARGUMENT',
    () =>
      `The queue name from request ('${queue}') must be the same as the queue name in the named task ('${missing()}').`,
  ],
  [
    'no url',
    () => createTask({ httpRequest: {} }),
    'INVALID_ARGUMENT',
    'HttpRequest.url is required.',
  ],
  [
    'a url without a scheme',
    () => createTask({ httpRequest: { url: 'example.com' } }),
    'INVALID_ARGUMENT',
    "HttpTarget.url must start with 'http://' or 'https://'.",
  ],
  [
    'a url of ftp',
    () => createTask({ httpRequest: { url: 'ftp://e' } }),
    'INVALID_ARGUMENT',
    "HttpTarget.url must start with 'http://' or 'https://'.",
  ],
  [
    'a deadline below 15 s',
    () => createTask({ httpRequest: http, dispatchDeadline: '14s' }),
    'INVALID_ARGUMENT',
    'Task.dispatchDeadline must be between [15s, 30m].',
  ],
  [
    'a deadline of App Engine above 24 h',
    () => createTask({ appEngineHttpRequest: {}, dispatchDeadline: '86416s' }),
    'INVALID_ARGUMENT',
    'Task.dispatchDeadline must be between [15s, 24h15s].',
  ],
  [
    'a time too far ahead',
    () => createTask({ httpRequest: http, scheduleTime: '2100-01-01T00:00:00Z' }),
    'INVALID_ARGUMENT',
    'The Task.scheduleTime, 2099-12-31T16:00:00-08:00, is too far in the future. Schedule time must be no more than 720h in the future.',
  ],
  [
    'a task too large',
    () =>
      createTask({ httpRequest: { ...http, body: Buffer.alloc(1_048_576).toString('base64') } }),
    'INVALID_ARGUMENT',
    'Task size too large',
  ],
  [
    'get of an unknown task',
    () => on().tasks.get({ name: `${queue}/tasks/none` }),
    'NOT_FOUND',
    NO_ENTITY,
  ],
  [
    'delete of an unknown task',
    () => on().tasks.delete({ name: `${queue}/tasks/none` }),
    'NOT_FOUND',
    NO_ENTITY,
  ],
  [
    'run of an unknown task',
    () => on().tasks.run({ name: `${queue}/tasks/none` }),
    'NOT_FOUND',
    NO_ENTITY,
  ],
  [
    'a parent that is none',
    () => on().list({ parent: 'projects/_/locations/l' }),
    'INVALID_ARGUMENT',
    'Invalid resource field value in the request.',
  ],
  // Not recorded: the words are ours.
  [
    'a body with GET',
    () => createTask({ httpRequest: { ...http, httpMethod: 'GET', body: 'aGk=' } }),
    'INVALID_ARGUMENT',
    'A body is only allowed with POST, PUT, PATCH, not with GET.',
  ],
]

const codes: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
}

test.for(cases)('%s', async ([, call, status, message]) => {
  expect(await refusalOf(call())).toEqual({
    code: codes[status],
    status,
    message: typeof message === 'string' ? message : message(),
  })
})

describe('a name', () => {
  test('of a task that lives, or was deleted lately, is taken; an hour later it is not', async () => {
    const paused = await client.queue()
    await on().pause({ name: paused })
    const task = { name: `${paused}/tasks/once`, httpRequest: http }
    const taken = {
      code: 409,
      status: 'ALREADY_EXISTS',
      message: 'Requested entity already exists',
    }
    await createTask(task, paused)
    expect(await refusalOf(createTask(task, paused))).toEqual(taken)
    await on().tasks.delete({ name: task.name })
    expect(await refusalOf(createTask(task, paused))).toEqual(taken)
    expect((await refusalOf(on().tasks.get({ name: task.name }))).message).toBe(
      'The task no longer exists, though a task with this name existed recently. The task either successfully completed or was deleted.',
    )
    emulator.clock.advance(3601)
    await createTask(task, paused)
  })

  test('of a deleted queue stays taken for three days with profile strict, and not at all without', async () => {
    const deleted = await client.queue()
    await on().delete({ name: deleted })
    expect((await refusalOf(on().get({ name: deleted }))).message).toBe(NO_QUEUE)
    await create({}, deleted)
    await using strict = await startEmulator({ settings: { profile: 'strict' } })
    const other = clientOf(strict.url)
    const name = await other.queue()
    await other.call('DELETE', name)
    const again = await other.call('POST', `${other.location}/queues`, { name })
    expect(again).toMatchObject({
      status: 400,
      json: {
        error: {
          status: 'FAILED_PRECONDITION',
          message:
            'The queue cannot be created because a queue with this name existed too recently.',
        },
      },
    })
    strict.clock.advance(3 * 86_400)
    expect(await other.call('POST', `${other.location}/queues`, { name })).toMatchObject({
      status: 200,
    })
  })

  test('that is wrong is answered with a link to what is right', async () => {
    const body = { name: `${client.location}/queues/not_ok` }
    const { json } = await client.call('POST', `${client.location}/queues`, body)
    expect(json.error.details).toEqual([
      {
        '@type': 'type.googleapis.com/google.rpc.Help',
        links: [{ description: 'Definition of queue name', url: expect.stringMatching(/^https:/) }],
      },
    ])
  })
})
