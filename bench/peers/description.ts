// The two operations that peers serve, in the descriptions that they read. Answers are constants: none of them has a store.
const path = '/taskqueue/v1beta2/projects/{project}/taskqueues/{taskqueue}/tasks'

const text = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } })
const whole = (name: string) => ({ name, in: 'query', required: true, schema: { type: 'integer' } })

export const example = {
  kind: 'taskqueues#task',
  id: '0123456789abcdef',
  queueName: 'q',
  payloadBase64: 'cGF5bG9hZA==',
  enqueueTimestamp: '1790000000000000',
  leaseTimestamp: '0',
  retry_count: 0,
}

export const task = {
  type: 'object',
  required: ['payloadBase64'],
  additionalProperties: false,
  properties: {
    kind: { type: 'string' },
    id: { type: 'string' },
    queueName: { type: 'string' },
    payloadBase64: { type: 'string', pattern: '^[A-Za-z0-9+/_-]*={0,2}$' },
    tag: { type: 'string' },
    enqueueTimestamp: { type: 'string' },
    leaseTimestamp: { type: 'string' },
    retry_count: { type: 'integer' },
  },
}

export const openApi = {
  openapi: '3.0.3',
  info: { title: 'Task Queue', version: 'v1beta2' },
  paths: {
    [path]: {
      post: {
        operationId: 'insert',
        parameters: [text('project'), text('taskqueue')],
        requestBody: { required: true, content: { 'application/json': { schema: task } } },
        responses: {
          200: {
            description: 'It is there.',
            content: { 'application/json': { schema: task, example } },
          },
        },
      },
    },
    [`${path}/lease`]: {
      post: {
        operationId: 'lease',
        parameters: [text('project'), text('taskqueue'), whole('numTasks'), whole('leaseSecs')],
        responses: {
          200: {
            description: 'Leased.',
            content: { 'application/json': { schema: { type: 'object' }, example: {} } },
          },
        },
      },
    },
  },
}
