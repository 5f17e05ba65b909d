// APIs of which there is nothing but the document, through Google's own client for Node over a socket.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmulator, type Emulator } from 'discovery-emulator'
import { google } from 'googleapis'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { corpusDirectory } from '../helpers/corpus.ts'
import { pythonFound, runPython } from '../helpers/python.ts'

const APIS = [
  'secretmanager_v1',
  'pubsub_v1',
  'bigquery_v2',
  'dns_v1',
  'redis_v1',
  'calendar_v3',
  'tasks_v1',
] as const

/** A folder with these documents and nothing else. */
function documentsAlone(): string {
  const folder = mkdtempSync(join(tmpdir(), 'documents-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  for (const api of APIS)
    copyFileSync(join(corpusDirectory!, `${api}.api`), join(folder, `${api}.api`))
  return folder
}

const statusOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 200,
    (error: { status: number }) => error.status,
  )

/** Of an event that takes all of it. */
const day = (date: string) => ({ start: { date }, end: { date } })

describe.skipIf(corpusDirectory === undefined)('googleapis', () => {
  let emulator: Emulator

  beforeAll(async () => {
    emulator = await startEmulator({ apiData: documentsAlone() })
  })
  afterAll(() => emulator.stop())

  /** Where the client finds an API; it knows the paths itself. */
  const at = (host: string) => ({
    rootUrl: `${emulator.url}/${host}.googleapis.com/`,
    retry: false,
  })

  test('secretmanager: secrets, their versions, pages, policies', async () => {
    const { secrets } = google.secretmanager({ version: 'v1', ...at('secretmanager') }).projects
    const parent = 'projects/p'
    for (const secretId of ['a', 'b', 'c'])
      await secrets.create({
        parent,
        secretId,
        requestBody: { replication: { automatic: {} }, labels: { n: secretId } },
      })
    const name = `${parent}/secrets/a`
    expect((await secrets.get({ name })).data).toMatchObject({
      name,
      replication: { automatic: {} },
      labels: { n: 'a' },
      createTime: expect.any(String),
    })
    expect(await statusOf(secrets.create({ parent, secretId: 'a', requestBody: {} }))).toBe(409)
    const data = Buffer.from('hush').toString('base64')
    const { data: version } = await secrets.addVersion({
      parent: name,
      requestBody: { payload: { data } },
    })
    expect(version).toMatchObject({ name: `${name}/versions/1`, state: 'ENABLED' })
    expect((await secrets.versions.access({ name: `${name}/versions/1` })).data).toMatchObject({
      name: `${name}/versions/1`,
      payload: { data },
    })
    expect((await secrets.versions.disable({ name: `${name}/versions/1` })).data.state).toBe(
      'DISABLED',
    )
    const names: unknown[] = []
    let pageToken: string | undefined
    do {
      const { data: page } = await secrets.list({
        parent,
        pageSize: 2,
        ...(pageToken && { pageToken }),
      })
      names.push(...(page.secrets ?? []).map((secret) => secret.name))
      pageToken = page.nextPageToken ?? undefined
    } while (pageToken)
    expect(names).toEqual(['a', 'b', 'c'].map((id) => `${parent}/secrets/${id}`))
    const patched = await secrets.patch({
      name,
      updateMask: 'labels',
      requestBody: { labels: { n: 'z' } },
    })
    expect(patched.data).toMatchObject({ labels: { n: 'z' }, replication: { automatic: {} } })
    const bindings = [{ role: 'roles/viewer', members: ['user:a@example.com'] }]
    const { data: policy } = await secrets.setIamPolicy({
      resource: name,
      requestBody: { policy: { bindings } },
    })
    expect((await secrets.getIamPolicy({ resource: name })).data).toEqual(policy)
    const stale = { policy: { etag: 'c3RhbGU=', bindings } }
    expect(await statusOf(secrets.setIamPolicy({ resource: name, requestBody: stale }))).toBe(409)
    await secrets.delete({ name })
    expect(await statusOf(secrets.get({ name }))).toBe(404)
    expect(await statusOf(secrets.versions.get({ name: `${name}/versions/1` }))).toBe(404)
  })

  test('pubsub: topics and subscriptions made by PUT', async () => {
    const { topics, subscriptions } = google.pubsub({ version: 'v1', ...at('pubsub') }).projects
    const topic = 'projects/p/topics/news'
    const name = 'projects/p/subscriptions/mine'
    await topics.create({ name: topic, requestBody: { labels: { a: 'b' } } })
    expect(await statusOf(topics.create({ name: topic, requestBody: {} }))).toBe(409)
    const { data: made } = await subscriptions.create({
      name,
      requestBody: { topic, ackDeadlineSeconds: 20 },
    })
    expect(made).toMatchObject({ name, topic, ackDeadlineSeconds: 20 })
    const { data: patched } = await subscriptions.patch({
      name,
      requestBody: { subscription: { ackDeadlineSeconds: 60 }, updateMask: 'ackDeadlineSeconds' },
    })
    expect(patched).toMatchObject({ topic, ackDeadlineSeconds: 60 })
    expect((await topics.list({ project: 'projects/p' })).data.topics).toMatchObject([
      { name: topic, labels: { a: 'b' } },
    ])
    await subscriptions.delete({ subscription: name })
    expect(await statusOf(subscriptions.get({ subscription: name }))).toBe(404)
  })

  test('bigquery: datasets and their tables', async () => {
    const { datasets, tables } = google.bigquery({ version: 'v2', ...at('bigquery') })
    const projectId = 'p'
    const datasetId = 'shop'
    const { data: dataset } = await datasets.insert({
      projectId,
      requestBody: { datasetReference: { datasetId }, defaultTableExpirationMs: '3600000' },
    })
    expect(dataset).toMatchObject({
      kind: 'bigquery#dataset',
      datasetReference: { projectId, datasetId },
      defaultTableExpirationMs: '3600000',
      location: 'US',
    })
    const schema = { fields: [{ name: 'id', type: 'INTEGER' }] }
    for (const tableId of ['orders', 'people'])
      await tables.insert({
        projectId,
        datasetId,
        requestBody: { tableReference: { projectId, datasetId, tableId }, schema },
      })
    const place = { projectId, datasetId, tableId: 'orders' }
    expect((await tables.get(place)).data).toMatchObject({ tableReference: place, schema })
    await tables.patch({ ...place, requestBody: { description: 'What was bought' } })
    expect((await tables.get(place)).data).toMatchObject({ description: 'What was bought', schema })
    expect((await tables.list({ projectId, datasetId })).data.tables).toHaveLength(2)
    const { status } = await tables.delete(place)
    expect([status, await statusOf(tables.get(place))]).toEqual([204, 404])
    const missing = { projectId, datasetId: 'none', requestBody: { tableReference: place } }
    expect(await statusOf(tables.insert(missing))).toBe(404)
  })

  test('dns: zones and records', async () => {
    const { managedZones, resourceRecordSets } = google.dns({ version: 'v1', ...at('dns') })
    const project = 'p'
    const managedZone = 'home'
    const { data: zone } = await managedZones.create({
      project,
      requestBody: { name: managedZone, dnsName: 'example.com.', description: '' },
    })
    expect(zone).toMatchObject({
      kind: 'dns#managedZone',
      name: managedZone,
      id: expect.any(String),
    })
    const record = { name: 'www.example.com.', type: 'A', ttl: 300, rrdatas: ['192.0.2.1'] }
    await resourceRecordSets.create({ project, managedZone, requestBody: record })
    const { data: list } = await resourceRecordSets.list({ project, managedZone })
    expect(list.rrsets).toContainEqual(expect.objectContaining(record))
    await managedZones.patch({ project, managedZone, requestBody: { description: 'ours' } })
    expect((await managedZones.get({ project, managedZone })).data.description).toBe('ours')
    await managedZones.delete({ project, managedZone })
    expect(await statusOf(managedZones.get({ project, managedZone }))).toBe(404)
  })

  test('redis: instances by operations that one can poll', async () => {
    const { instances, operations } = google.redis({ version: 'v1', ...at('redis') }).projects
      .locations
    const parent = 'projects/p/locations/europe-west1'
    const name = `${parent}/instances/cache`
    const { data: operation } = await instances.create({
      parent,
      instanceId: 'cache',
      requestBody: { tier: 'BASIC', memorySizeGb: 1 },
    })
    expect(operation).toMatchObject({
      name: expect.stringMatching(`^${parent}/operations/`),
      metadata: { target: name, verb: 'create' },
    })
    const { data: polled } = await operations.get({ name: operation.name! })
    expect(polled).toMatchObject({ done: true, response: { name, memorySizeGb: 1 } })
    await instances.patch({ name, updateMask: 'memorySizeGb', requestBody: { memorySizeGb: 2 } })
    expect((await instances.get({ name })).data).toMatchObject({
      tier: 'BASIC',
      memorySizeGb: 2,
      state: 'READY',
    })
    const { data: deletion } = await instances.delete({ name })
    expect((await operations.get({ name: deletion.name! })).data.done).toBe(true)
    expect(await statusOf(instances.get({ name }))).toBe(404)
  })

  test('calendar: calendars and events', async () => {
    const { calendars, events } = google.calendar({ version: 'v3', ...at('www') })
    const { data: calendar } = await calendars.insert({ requestBody: { summary: 'Work' } })
    const calendarId = calendar.id!
    const { data: event } = await events.insert({
      calendarId,
      requestBody: { summary: 'Start', ...day('2026-11-27') },
    })
    await events.insert({ calendarId, requestBody: { summary: 'End', ...day('2026-11-28') } })
    expect((await events.list({ calendarId })).data.items).toMatchObject([
      { kind: 'calendar#event', summary: 'Start' },
      { summary: 'End' },
    ])
    const eventId = event.id!
    const changed = await events.patch({ calendarId, eventId, requestBody: { location: 'Hall' } })
    expect(changed.data).toMatchObject({ summary: 'Start', location: 'Hall' })
    const stale = events.patch(
      { calendarId, eventId, requestBody: { location: 'Yard' } },
      { headers: { 'if-match': event.etag! } },
    )
    expect(await statusOf(stale)).toBe(412)
    await events.delete({ calendarId, eventId })
    expect((await events.list({ calendarId })).data.items).toMatchObject([{ summary: 'End' }])
    await calendars.delete({ calendarId })
    expect(await statusOf(calendars.get({ calendarId }))).toBe(404)
  })

  test('tasks: lists and what is in them', async () => {
    const { tasklists, tasks } = google.tasks({ version: 'v1', ...at('tasks') })
    const { data: list } = await tasklists.insert({ requestBody: { title: 'Today' } })
    const tasklist = list.id!
    const { data: task } = await tasks.insert({ tasklist, requestBody: { title: 'Milk' } })
    expect(task).toMatchObject({ kind: 'tasks#task', title: 'Milk' })
    await tasks.patch({ tasklist, task: task.id!, requestBody: { status: 'completed' } })
    const { data } = await tasks.get({ tasklist, task: task.id! })
    expect(data).toMatchObject({ title: 'Milk', status: 'completed' })
    await tasks.update({ tasklist, task: task.id!, requestBody: { id: task.id!, title: 'Bread' } })
    expect((await tasks.list({ tasklist })).data.items).toMatchObject([{ title: 'Bread' }])
    await tasks.delete({ tasklist, task: task.id! })
    expect(await statusOf(tasks.get({ tasklist, task: task.id! }))).toBe(404)
  })

  test.skipIf(!pythonFound)(
    'a client of another language: secretmanager and bigquery',
    async () => {
      const answers = await runPython([join(import.meta.dirname, 'stateful.py'), emulator.url])
      expect(answers).toMatchObject({
        secret: { name: 'projects/python/secrets/a', replication: { automatic: {} } },
        version: { name: 'projects/python/secrets/a/versions/1', state: 'ENABLED' },
        payload: { payload: { data: 'aHVzaA==' } },
        pages: ['projects/python/secrets/a', 'projects/python/secrets/b'],
        patched: { labels: { n: '1' } },
        taken: 409,
        deleted: {},
        missing: 404,
        dataset: { kind: 'bigquery#dataset', datasetReference: { datasetId: 'shop' } },
        tables: [{ tableReference: { tableId: 'orders' } }],
        'table deleted': '',
        'dataset missing': 404,
      })
    },
  )
})
