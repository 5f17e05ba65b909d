// Fields of a request message that are not where the document lists them, for methods whose body is the whole message.
import { describe, expect, test } from 'vitest'
import type { Schema } from '../../src/discovery/document.ts'
import type { Call } from '../../src/api/handlers.ts'
import { documentOf, methodsOf, serverOf } from '../helpers/server.ts'

const schemas: Record<string, Schema> = {
  UpdateTopicRequest: {
    type: 'object',
    properties: {
      topic: { $ref: 'Topic' },
      updateMask: { type: 'string', format: 'google-fieldmask' },
      pageSize: { type: 'integer', format: 'int32' },
      tags: { type: 'array', items: { type: 'string' } },
      parts: { type: 'array', items: { $ref: 'Topic' } },
    },
  },
  Topic: { type: 'object', properties: { title: { type: 'string' } } },
}
const methods = methodsOf('t', {
  patch: {
    path: 'v1/projects/{projectId}/topics/{name}',
    httpMethod: 'PATCH',
    request: { $ref: 'UpdateTopicRequest' },
    response: {},
  },
  create: {
    path: 'v1/projects/{projectId}/topics',
    httpMethod: 'POST',
    request: { $ref: 'Topic' },
    response: {},
  },
})
const echo = Object.fromEntries(
  Object.values(methods).map(({ id }) => [
    id,
    ({ params: path, body }: Call) => ({ params: path, body }),
  ]),
)
const server = serverOf([{ document: documentOf({ methods, schemas }), handlers: echo }])
const patch = async (query: string, body: unknown) => {
  const init = { method: 'PATCH', body: JSON.stringify(body) }
  const { status, json } = await server.request(`/v1/projects/p/topics/t${query}`, init)
  return status === 200 ? json : json.error.message
}
const params = { projectId: 'p', name: 't' }

describe('a client of a method whose body is the whole message', () => {
  // Recorded: pubsub.projects.topics.patch with updateMask in the query and the topic in the body.
  test('may put a field of it into the query', async () => {
    const topic = { title: 'a' }
    expect(await patch('?updateMask=title', { topic })).toEqual({
      params,
      body: { topic, updateMask: 'title' },
    })
    expect(await patch('?page_size=7&tags=a&tags=b', {})).toEqual({
      params,
      body: { pageSize: 7, tags: ['a', 'b'] },
    })
  })

  test('may not put there what is no value of it, or a message', async () => {
    expect(await patch('?pageSize=x', {})).toBe(`Invalid value at 'page_size' (TYPE_INT32), "x"`)
    expect(await patch('?topic=x', {})).toContain("'topic' is a message type.")
    expect(await patch('?parts=x', {})).toContain("Field 'parts' could not be found")
  })

  // Recorded: dataproc.projects.regions.jobs.submit with projectId and region in path and body.
  test('may repeat the variables of the path in the body', async () => {
    const body = { projectId: 'p', name: 't', tags: ['a'] }
    expect(await patch('', body)).toEqual({ params, body: { tags: ['a'] } })
    expect(await patch('', { project_id: 'p' })).toEqual({ params, body: {} })
    expect(await patch('', { project: 'p' })).toContain('Unknown name "project"')
  })
})

test('where the body is a part of the message, neither is taken', async () => {
  const { json } = await server.post('/v1/projects/p/topics?title=x', { projectId: 'p' })
  expect(json.error.details[0].fieldViolations).toHaveLength(2)
})
