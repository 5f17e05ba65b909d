// --auth=iam for APIs with handlers: policies that the engine keeps hold for them as well.
import { google } from 'googleapis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startEmulator, type Emulator } from '../../src/index.ts'
import { authOf, CLOUD, refusalOf } from './clients.ts'

const memberOf = (name: string) => `serviceAccount:${name}@p.iam.gserviceaccount.com`

describe('with --auth=iam, our own handlers', () => {
  let emulator: Emulator
  beforeAll(async () => {
    emulator = await startEmulator({
      auth: 'iam',
      policies: {
        'projects/p': { bindings: [{ role: 'roles/owner', members: [memberOf('owner')] }] },
      },
    })
  })
  afterAll(() => emulator.stop())

  const optionsOf = (name: string) => ({
    rootUrl: emulator.url,
    auth: authOf(emulator.key({ project: 'p', name }), [CLOUD]),
    retry: false,
  })
  const pubsubAs = (name: string) =>
    google.pubsub({ version: 'v1', ...optionsOf(name) }).projects.topics
  const storageAs = (name: string) => google.storage({ version: 'v1', ...optionsOf(name) })

  test('of Pub/Sub publish for whom the topic says so', async () => {
    const topic = 'projects/p/topics/news'
    await pubsubAs('owner').create({ name: topic, requestBody: {} })
    const publish = () =>
      pubsubAs('robot').publish({ topic, requestBody: { messages: [{ data: 'aGk=' }] } })
    expect(await refusalOf(publish())).toMatchObject({
      status: 403,
      error: {
        message: `Permission 'pubsub.topics.publish' denied on resource '${topic}' (or it may not exist).`,
      },
    })
    await pubsubAs('owner').setIamPolicy({
      resource: topic,
      requestBody: {
        policy: { bindings: [{ role: 'roles/pubsub.publisher', members: [memberOf('robot')] }] },
      },
    })
    expect((await publish()).status).toBe(200)
    expect(await refusalOf(pubsubAs('robot').delete({ topic }))).toMatchObject({ status: 403 })
  })

  test('of Cloud Storage read for whom the bucket says so', async () => {
    await storageAs('owner').buckets.insert({ project: 'p', requestBody: { name: 'bucket-a' } })
    const list = () => storageAs('robot').objects.list({ bucket: 'bucket-a' })
    expect(await refusalOf(list())).toMatchObject({ status: 403 })
    await storageAs('owner').buckets.setIamPolicy({
      bucket: 'bucket-a',
      requestBody: {
        bindings: [{ role: 'roles/storage.objectViewer', members: [memberOf('robot')] }],
      },
    })
    expect((await list()).status).toBe(200)
  })

  test('of Cloud Tasks, which keep their policies, want a scope', async () => {
    const tasks = google.cloudtasks({ version: 'v2', ...optionsOf('robot') })
    const { queues } = tasks.projects.locations
    expect((await queues.list({ parent: 'projects/p/locations/l' })).status).toBe(200)
    const answer = await fetch(`${emulator.url}/v2/projects/p/locations/l/queues`)
    expect(answer.status).toBe(401)
  })
})
