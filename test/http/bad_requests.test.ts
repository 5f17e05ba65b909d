// A bad request and the whole of its answer, for a document of either style.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  Queue: {
    id: 'Queue',
    type: 'object',
    properties: { name: { type: 'string' }, retryConfig: { $ref: 'RetryConfig' } },
  },
  RetryConfig: {
    id: 'RetryConfig',
    type: 'object',
    properties: { maxAttempts: { type: 'integer', format: 'int32' } },
  },
}
const parent: Schema = {
  type: 'string',
  pattern: '^projects/[^/]+/locations/[^/]+$',
  location: 'path',
  required: true,
}
const methods = methodsOf('cloudtasks.queues', {
  list: {
    path: 'v2/{+parent}/queues',
    parameters: { parent, pageSize: { type: 'integer', format: 'int32', location: 'query' } },
    response: {},
  },
  create: {
    path: 'v2/{+parent}/queues',
    httpMethod: 'POST',
    parameters: { parent },
    request: { $ref: 'Queue' },
    response: { $ref: 'Queue' },
  },
})
const newStyle = serverOf([
  {
    document: documentOf({
      name: 'cloudtasks',
      version: 'v2',
      rootUrl: 'https://cloudtasks.googleapis.com/',
      methods,
      schemas,
    }),
  },
])

const badRequest = (...violations: { field?: string; description: string }[]) => ({
  error: {
    code: 400,
    message: violations.map(({ description }) => description).join('\n'),
    status: 'INVALID_ARGUMENT',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations: violations },
    ],
  },
})
const QUEUES = '/v2/projects/p/locations/l/queues'

const newStyleRequests: [string, string, string, string | undefined, number, unknown][] = [
  [
    'a parameter of the wrong type',
    'GET',
    `${QUEUES}?pageSize=NOPE`,
    undefined,
    400,
    badRequest({
      field: 'page_size',
      description: `Invalid value at 'page_size' (TYPE_INT32), "NOPE"`,
    }),
  ],
  [
    'an unknown parameter',
    'GET',
    `${QUEUES}?x=1`,
    undefined,
    400,
    badRequest({
      description: `Invalid JSON payload received. Unknown name "x": Cannot bind query parameter. Field 'x' could not be found in request message.`,
    }),
  ],
  [
    'an unknown field within',
    'POST',
    QUEUES,
    '{"retryConfig":{"x":1}}',
    400,
    badRequest({
      field: 'retry_config',
      description: `Invalid JSON payload received. Unknown name "x" at 'retry_config': Cannot find field.`,
    }),
  ],
  [
    'two faults',
    'POST',
    `${QUEUES}?x=1`,
    '{"retryConfig":{"maxAttempts":"many"}}',
    400,
    badRequest(
      {
        description: `Invalid JSON payload received. Unknown name "x": Cannot bind query parameter. Field 'x' could not be found in request message.`,
      },
      {
        field: 'retry_config.max_attempts',
        description: `Invalid value at 'retry_config.max_attempts' (TYPE_INT32), "many"`,
      },
    ),
  ],
  [
    'a body that is no JSON',
    'POST',
    QUEUES,
    '{"name": nope}',
    400,
    {
      error: {
        code: 400,
        message: 'Invalid JSON payload received. Unexpected token.\n{"name": nope}\n         ^',
        status: 'INVALID_ARGUMENT',
      },
    },
  ],
  [
    'the host of an API that is not served',
    'GET',
    '/secretmanager.googleapis.com/v1/projects/p/secrets',
    undefined,
    404,
    {
      error: {
        code: 404,
        message:
          'No API of secretmanager.googleapis.com is served here; add its document, most likely with "npm run add secretmanager". What is served is listed at / and at /discovery/v1/apis.',
        errors: [
          {
            domain: 'global',
            reason: 'notFound',
            message:
              'No API of secretmanager.googleapis.com is served here; add its document, most likely with "npm run add secretmanager". What is served is listed at / and at /discovery/v1/apis.',
          },
        ],
        status: 'NOT_FOUND',
      },
    },
  ],
  [
    'a path that is none',
    'GET',
    '/v2/projects/p/queues',
    undefined,
    404,
    {
      error: {
        code: 404,
        message:
          'No method of the served APIs has the path GET /v2/projects/p/queues. What is served is listed at / and at /discovery/v1/apis.',
        errors: [
          {
            domain: 'global',
            reason: 'notFound',
            message:
              'No method of the served APIs has the path GET /v2/projects/p/queues. What is served is listed at / and at /discovery/v1/apis.',
          },
        ],
        status: 'NOT_FOUND',
      },
    },
  ],
  [
    'another HTTP method',
    'DELETE',
    QUEUES,
    undefined,
    405,
    {
      error: {
        code: 405,
        message: `DELETE is not allowed for ${QUEUES}; allowed: GET, POST.`,
        errors: [
          {
            domain: 'global',
            reason: 'httpMethodNotAllowed',
            message: `DELETE is not allowed for ${QUEUES}; allowed: GET, POST.`,
          },
        ],
        status: 'METHOD_NOT_ALLOWED',
      },
    },
  ],
  [
    'a method without a handler',
    'GET',
    QUEUES,
    undefined,
    501,
    {
      error: {
        code: 501,
        message:
          'cloudtasks.queues.list has no handler: nothing in cloudtasks_v2.ts says what it does.',
        status: 'UNIMPLEMENTED',
      },
    },
  ],
]

describe('an API of the new style answers', () => {
  test.each(newStyleRequests)('%s', async (_, method, path, body, status, expected) => {
    const answer = await newStyle.request(path, { method, ...(body !== undefined && { body }) })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=UTF-8')
    // Keys in Google's order, two spaces, and a newline at the end.
    expect(answer.text).toBe(`${JSON.stringify(expected, null, 2)}\n`)
  })
})

const text = readFileSync(join(import.meta.dirname, '../../api_data/taskqueue_v1beta2.api'), 'utf8')
const taskQueue = serverOf([{ document: JSON.parse(text), text }])
const TASKS = '/taskqueue/v1beta2/projects/p/taskqueues/q/tasks'

const parameterError = (location: string, message: string, reason = 'invalidParameter') => ({
  domain: 'global',
  reason,
  message,
  locationType: 'parameter',
  location,
})
const bodyError = (location: string, message: string) => ({
  ...parameterError(location, message, 'invalid'),
  locationType: 'body',
})
const oldStyle = (code: number, ...errors: { message: string }[]) => ({
  error: { errors, code, message: errors[0]!.message },
})

const oldStyleRequests: [string, string, string, string | undefined, number, unknown][] = [
  [
    'a lease without what it needs',
    'POST',
    `${TASKS}/lease`,
    undefined,
    400,
    oldStyle(
      400,
      parameterError('numTasks', 'Required parameter: numTasks', 'required'),
      parameterError('leaseSecs', 'Required parameter: leaseSecs', 'required'),
    ),
  ],
  [
    'numbers that are none',
    'POST',
    `${TASKS}/lease?numTasks=one&leaseSecs=99999999999`,
    undefined,
    400,
    oldStyle(
      400,
      parameterError('numTasks', `Invalid integer value: 'one'.`),
      parameterError('leaseSecs', `Invalid integer value: '99999999999'.`),
    ),
  ],
  [
    'a boolean that is none',
    'POST',
    `${TASKS}/lease?numTasks=1&leaseSecs=1&groupByTag=1`,
    undefined,
    400,
    oldStyle(400, parameterError('groupByTag', `Invalid boolean value: '1'.`)),
  ],
  [
    'a format it does not have',
    'GET',
    `${TASKS}?alt=atom`,
    undefined,
    400,
    oldStyle(400, parameterError('alt', `Invalid value "atom" for query parameter 'alt'`)),
  ],
  [
    'fields that are none',
    'GET',
    `${TASKS}?fields=items(id,nope)`,
    undefined,
    400,
    oldStyle(400, parameterError('fields', 'Invalid field selection items.nope')),
  ],
  [
    'a body that is no JSON',
    'POST',
    TASKS,
    '{',
    400,
    oldStyle(400, { domain: 'global', reason: 'parseError', message: 'Parse Error' } as never),
  ],
  [
    'a body that is no object',
    'POST',
    TASKS,
    '[]',
    400,
    oldStyle(400, { domain: 'global', reason: 'parseError', message: 'Parse Error' } as never),
  ],
  [
    'fields of the wrong type',
    'POST',
    TASKS,
    '{"tag":{},"leaseTimestamp":"soon","other":1}',
    400,
    oldStyle(
      400,
      bodyError('tag', 'Invalid value for tag: an object is not allowed'),
      bodyError('leaseTimestamp', 'Invalid value for leaseTimestamp: "soon"'),
    ),
  ],
  [
    'a method without a handler, though there are names it does not know',
    'POST',
    `${TASKS}?unknown=1`,
    '{"groupByTag":true}',
    501,
    oldStyle(501, {
      domain: 'global',
      reason: 'notImplemented',
      message:
        'taskqueue.tasks.insert has no handler: nothing in taskqueue_v1beta2.ts says what it does.',
    } as never),
  ],
]

describe('Task Queue answers', () => {
  test.each(oldStyleRequests)('%s', async (_, method, path, body, status, expected) => {
    const answer = await taskQueue.request(path, { method, ...(body !== undefined && { body }) })
    expect(answer.status).toBe(status)
    expect(answer.text).toBe(`${JSON.stringify(expected, null, 2)}\n`)
  })
})

test('another HTTP method than a path has names those it has in a header too (RFC 9110, section 15.5.6)', async () => {
  const { status, headers } = await newStyle.request(QUEUES, { method: 'DELETE' })
  expect([status, headers.get('allow')]).toEqual([405, 'GET, POST'])
})
